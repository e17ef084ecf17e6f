// `wait` is given a task instead of a collection.
use ensure_future::{ReturnWhen, create_task, wait};

fn main() {
    let _ = wait(create_task(async { 1 }), ReturnWhen::AllCompleted);
}
