// An `async fn` awaits itself.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
async fn count_down(from: u8, task: Task<u8>) -> u8 {
    let value = task.await.unwrap();
    if from == 0 {
        value
    } else {
        count_down(from - 1, async move { from }).await
    }
}

fn main() {
    drop(count_down(3, async { 1 }));
}
