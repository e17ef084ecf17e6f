// The option `on` names an `Option`.
// The option `on` names a type of the author's that can only be entered.
use ensure_future::{Task, accepts_awaitable};
use tokio::runtime::{EnterGuard, Handle};

struct Executor {
    handle: Handle,
}

impl Executor {
    fn enter(&self) -> EnterGuard<'_> {
        self.handle.enter()
    }
}

struct Queue {
    handle: Option<Handle>,
    executor: Executor,
}

impl Queue {
    #[accepts_awaitable(on = self.handle)]
    fn submit(&self, task: Task<u8>) -> bool {
        task.cancel()
    }

    #[accepts_awaitable(on = self.executor)]
    fn submit_all(&self, tasks: Vec<Task<u8>>) -> usize {
        tasks.len()
    }
}

fn main() {
    let handle = Handle::current();
    let executor = Executor { handle };
    drop(executor.enter());
    let queue = Queue { handle: None, executor };
    queue.submit(async { 1 });
    queue.submit_all([async { 1 }]);
}
