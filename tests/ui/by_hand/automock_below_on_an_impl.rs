// worse: mockall panics in both, and prints the generated bound, by hand the author's
use mockall::automock;

pub struct Pool;

#[automock]
impl Pool {
    pub fn cancel(&self, task: impl Future<Output = u8> + Send + 'static) -> bool {
        tokio::spawn(task).abort();
        true
    }
}

fn main() {}
