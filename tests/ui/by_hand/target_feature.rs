// worse: a note names the form, by hand the future
trait Scheduler {
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static);
}

impl Scheduler for () {
    #[target_feature(enable = "avx2")]
    fn schedule(&self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {}
