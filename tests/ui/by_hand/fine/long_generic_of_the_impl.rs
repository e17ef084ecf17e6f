// worse: it compiles by hand, and no fix is named: the attribute on the whole `impl`
use tokio::task::JoinHandle;

struct Pool<Output>(Vec<JoinHandle<Output>>);

impl<Output: Send + 'static> Pool<Output> {
    fn of_one(task: impl Future<Output = Output> + Send + 'static) -> Vec<JoinHandle<Output>> {
        vec![tokio::spawn(task)]
    }
}

fn main() {
    drop(async { Pool::of_one(async { 1 }) });
}
