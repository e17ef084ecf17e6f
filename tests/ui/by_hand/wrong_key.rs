// same
use std::collections::HashMap;

fn cancel_all(tasks: HashMap<String, impl Future<Output = u32> + Send + 'static>) {
    for task in tasks.into_values() {
        tokio::spawn(task).abort();
    }
}

fn main() {
    cancel_all(HashMap::from([("name", async { 1 })]));
}
