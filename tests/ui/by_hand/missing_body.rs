// same
fn cancel(task: impl Future<Output = u8> + Send + 'static) -> bool;

fn main() {
    cancel(async { 1 });
}
