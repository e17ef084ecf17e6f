// same
fn cancel(Some(task): Option<impl Future<Output = u8> + Send + 'static>) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(Some(async { 1 }));
}
