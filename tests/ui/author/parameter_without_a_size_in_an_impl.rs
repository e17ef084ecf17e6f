// In an annotated `impl` of a trait, another parameter has no size.
use ensure_future::{Task, accepts_awaitable};

trait Logger {
    #[accepts_awaitable]
    fn log(&self, task: Task<u8>, text: str);
}

#[accepts_awaitable]
impl Logger for () {
    fn log(&self, task: Task<u8>, text: str) {
        println!("{task:?}: {}", &text);
    }
}

fn main() {}
