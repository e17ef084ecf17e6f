// The function takes no task.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
fn double(number: u8) -> u8 {
    number * 2
}

fn main() {
    double(2);
}
