// The framework has a type of its own, and does not say what can become it.
use ensure_future::{Task, accepts_awaitable};

struct Job(Task<u8>);

#[accepts_awaitable]
fn cancel(#[awaitable] job: Job) -> bool {
    job.0.cancel()
}

fn main() {
    cancel(async { 1 });
}
