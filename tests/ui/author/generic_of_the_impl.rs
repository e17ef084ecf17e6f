// The author's function uses a generic parameter of its `impl`, and neither `self` nor `Self`.
use ensure_future::{Task, accepts_awaitable};

struct Pool<T>(T);

impl<T> Pool<T> {
    #[accepts_awaitable]
    fn cancel(task: Task<T>) -> bool {
        task.cancel()
    }
}

fn main() {}
