// The option `on` is given where a trait declares a method.
use ensure_future::{Task, accepts_awaitable};

trait Scheduler {
    #[accepts_awaitable(on = self.runtime())]
    fn schedule(&self, task: Task<u8>);

    fn runtime(&self) -> &tokio::runtime::Handle;
}

fn main() {}
