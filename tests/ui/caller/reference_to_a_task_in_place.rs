// A reference to a task in place is not mutable.
use ensure_future::{accepts_awaitable, create_task};

#[accepts_awaitable]
async fn open(#[awaitable] future: impl Future) {
    future.await;
}

#[accepts_awaitable]
async fn ended(#[awaitable] future: impl Future<Output = ()>) {
    future.await;
}

fn main() {
    let task = create_task(async {});
    let _ = open(&task);
    let _ = ended(&task);
}
