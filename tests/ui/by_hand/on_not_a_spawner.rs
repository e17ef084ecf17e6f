// better: it says what can be named, where by hand there is only a missing method
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
    fn submit(&self, task: impl Future<Output = u8> + Send + 'static) {
        self.handle.spawn(task).abort();
    }

    fn submit_all(&self, task: impl Future<Output = u8> + Send + 'static) {
        self.executor.spawn(task).abort();
    }
}

fn main() {
    let handle = Handle::current();
    let executor = Executor { handle };
    drop(executor.enter());
    let queue = Queue { handle: None, executor };
    queue.submit(async { 1 });
    queue.submit_all(async { 1 });
}
