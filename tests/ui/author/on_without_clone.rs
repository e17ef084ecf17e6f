// The option `on` names what can't be cloned, for a factory.
use ensure_future::{Task, accepts_awaitable};
use tokio::runtime::Runtime;

struct Pool {
    runtime: Runtime,
}

impl Pool {
    #[accepts_awaitable(on = self.runtime)]
    fn start(&self, factory: impl Fn() -> Task<u8>) -> bool {
        factory().cancel()
    }
}

fn main() {
    let runtime = Runtime::new().unwrap();
    Pool { runtime }.start(|| async { 1 });
}
