// worse: it compiles by hand, and the message names the form in place of the fix: the other order
use async_recursion::async_recursion;

struct Pool;

impl Pool {
    #[async_recursion]
    async fn value(&self, task: impl Future<Output = u8> + Send + 'static, depth: u8) -> Option<u8> {
        match depth {
            0 => tokio::spawn(task).await.ok(),
            _ => self.value(task, depth - 1).await,
        }
    }
}

fn main() {}
