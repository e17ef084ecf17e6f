// same
fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
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
