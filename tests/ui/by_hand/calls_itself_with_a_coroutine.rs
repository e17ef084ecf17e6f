// worse: its first line names the form
struct Pool;

impl Pool {
    fn count_down(&self, from: u8, task: impl Future<Output = u8> + Send + 'static) -> bool {
        tokio::spawn(task).abort();
        from == 0 || self.count_down(from - 1, async move { from })
    }
}

fn main() {
    Pool.count_down(3, async { 1 });
}
