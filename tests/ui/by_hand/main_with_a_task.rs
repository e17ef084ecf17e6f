// worse: a note names the form, by hand the future
fn main(task: impl Future<Output = u8> + Send + 'static) {
    tokio::spawn(task).abort();
}
