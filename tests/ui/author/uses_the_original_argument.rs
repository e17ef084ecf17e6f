use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn twice(task: Task<u8>) -> u8 {
    let coroutine = task;
    futures(coroutine).await
}

async fn futures(coroutine: impl Future<Output = u8>) -> u8 {
    coroutine.await
}

fn main() {
    drop(twice(async { 1 }));
}
