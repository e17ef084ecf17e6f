// The constant's name is not in capitals.
#![deny(non_upper_case_globals)]

use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn count<const n: usize>(tasks: [Task<u8>; n]) -> usize {
    tasks.len()
}

fn main() {
    count([async { 1 }]);
}
