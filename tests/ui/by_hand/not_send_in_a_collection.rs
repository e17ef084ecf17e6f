// same
use std::rc::Rc;

fn cancel_all(tasks: impl IntoIterator<Item: Future<Output = u32> + Send + 'static>) {
    for task in tasks {
        tokio::spawn(task).abort();
    }
}

fn main() {
    let shared = Rc::new(1);
    cancel_all([async move { *shared }]);
}
