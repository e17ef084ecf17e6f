// The attribute stands on a struct.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
struct Job {
    task: Task<u8>,
}

fn main() {
    let _: Option<Job> = None;
}
