// same
#![deny(unused_variables)]

fn start(task: impl Future<Output = u8> + Send + 'static) {
    let task = tokio::spawn(task);
}

fn main() {
    start(async { 1 });
}
