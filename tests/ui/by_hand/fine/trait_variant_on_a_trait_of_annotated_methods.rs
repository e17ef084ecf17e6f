// worse: it compiles by hand, and the message names the form in place of the fix: the attribute on the whole trait
#[trait_variant::make(Send)]
trait Scheduler {
    async fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) -> u8;
}

struct Pool;

impl Scheduler for Pool {
    async fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) -> u8 {
        tokio::spawn(task).await.unwrap()
    }
}

fn main() {}
