// same
#![deny(dead_code)]

fn cancel(task: impl Future<Output = u8> + Send + 'static) {
    tokio::spawn(task).abort();
}

fn main() {}
