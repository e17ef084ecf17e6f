// A method that stands alone uses a generic parameter of its `impl` whose name is long.
use ensure_future::{Task, accepts_awaitable};

struct Pool<Output>(Vec<Task<Output>>);

impl<Output> Pool<Output> {
    #[accepts_awaitable]
    fn of_one(task: Task<Output>) -> Vec<Task<Output>> {
        vec![task]
    }
}

fn main() {
    Pool::of_one(async { 1 });
}
