// A macro in the body names a type as generated code names a generic parameter. A name that the body itself uses is left
// free.
use ensure_future::{Task, accepts_awaitable};

struct TaskForm;

macro_rules! form {
    () => {
        TaskForm
    };
}

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    let _: Option<form!()> = None;
    task.cancel()
}

fn main() {
    cancel(async { 1 });
    let _ = TaskForm;
}
