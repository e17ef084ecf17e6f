// same
use std::collections::HashMap;

fn cancel_all(tasks: HashMap<u8, impl Future<Output = u32> + Send + 'static>) {
    for task in tasks.into_values() {
        tokio::spawn(task).abort();
    }
}

fn main() {
    cancel_all([(1_u8, async { 1 })]);
}
