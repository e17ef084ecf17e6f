use ensure_future::{accepts_awaitable, create_task};

#[accepts_awaitable]
async fn takes(#[awaitable] work: impl Future<Output = Result<(), &'static str>>) -> bool {
    work.await.is_ok()
}

fn main() {
    create_task(async { takes(async { Ok(()) }).await });
}
