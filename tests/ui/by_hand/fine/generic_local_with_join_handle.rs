// worse: it compiles by hand (and spawns a second task), and no fix is named: `LocalTask::from(handle)`
use tokio::task::spawn_local;

fn cancel<T: 'static>(task: impl Future<Output = T> + 'static) {
    spawn_local(task).abort();
}

fn main() {
    drop(async { cancel(spawn_local(async { 1 })) });
}
