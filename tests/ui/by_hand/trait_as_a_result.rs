// worse: it is said of the body too
use std::fmt::Debug;

struct Pool;

impl Pool {
    fn cancel(&self, task: impl Future<Output = u8> + Send + 'static) -> dyn Debug {
        tokio::spawn(task).is_finished()
    }
}

fn main() {}
