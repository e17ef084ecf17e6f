// The option `on` is given where futures are awaited in place.
use ensure_future::accepts_awaitable;
use tokio::runtime::Handle;

#[accepts_awaitable(on = handle)]
async fn workers(handle: &Handle, #[awaitable] stop: impl Future<Output = ()>) -> usize {
    stop.await;
    handle.metrics().num_workers()
}

struct Pool {
    handle: Handle,
}

#[accepts_awaitable(on = self.handle)]
impl Pool {
    async fn wait(&self, #[awaitable] stop: impl Future<Output = ()>) {
        stop.await;
    }

    #[accepts_awaitable(on = &self.handle)]
    async fn wait_twice(&self, #[awaitable] stop: impl Future<Output = ()>) {
        stop.await;
    }
}

fn main() {
    drop(workers(&Handle::current(), async {}));
    let handle = Handle::current();
    drop(Pool { handle }.wait(async {}));
}
