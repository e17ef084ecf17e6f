// A method passes a coroutine that borrows from `self`.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u32>) -> bool {
    task.cancel()
}

struct Client {
    url: String,
}

impl Client {
    async fn fetch(&self) -> u32 {
        self.url.len() as u32
    }

    fn start(&self) -> bool {
        cancel(self.fetch())
    }
}

fn main() {
    Client { url: String::new() }.start();
}
