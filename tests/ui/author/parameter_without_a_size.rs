// Another parameter has no size.
// In an annotated `impl` of a trait, another parameter has no size.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn log(task: Task<u8>, text: str) {
    println!("{task:?}: {}", &text);
}

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
