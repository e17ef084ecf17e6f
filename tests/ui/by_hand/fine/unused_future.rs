// better: by hand nothing says that the task is left alone
#![deny(unused_must_use)]

async fn finish(task: impl Future<Output = u8> + Send + 'static) {
    tokio::spawn(task);
}

fn main() {
    drop(finish(async { 1 }));
}
