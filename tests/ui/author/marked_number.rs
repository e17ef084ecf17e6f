// A parameter is marked that is no task at all.
use ensure_future::accepts_awaitable;

#[accepts_awaitable]
fn double(#[awaitable] number: u8) -> u8 {
    number * 2
}

fn main() {
    double(1);
}
