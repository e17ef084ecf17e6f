// The option `on` names what is no runtime.
use ensure_future::{Task, accepts_awaitable};

struct Pool {
    handle: Option<tokio::runtime::Handle>,
}

impl Pool {
    #[accepts_awaitable(on = self.handle)]
    fn submit(&self, task: Task<u8>) -> bool {
        task.cancel()
    }
}

fn main() {
    Pool { handle: None }.submit(async { 1 });
}
