// better: by hand a second task is spawned that waits for the first
use tokio::task::spawn_local;

fn cancel<T: 'static>(task: impl Future<Output = T> + 'static) {
    spawn_local(task).abort();
}

fn main() {
    drop(async { cancel(spawn_local(async { 1 })) });
}
