// The number of tasks is declared as `u8`.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn count<const N: u8>(tasks: [Task<u8>; N]) -> u8 {
    drop(tasks);
    N
}

fn main() {}
