// same
fn cancel(task: impl Future<Output = u8> + Send + 'static) {
    self.handle.spawn(task).abort();
}

fn main() {
    cancel(async { 1 });
}
