// same
use std::collections::HashMap;

fn cancel(task: impl Future<Output = u32> + Send + 'static) -> bool {
    let task = tokio::spawn(task);
    task.abort();
    !task.is_finished()
}

fn main() {
    cancel(vec![async { 1 }]);
    cancel([async { 1 }]);
    cancel(HashMap::from([("one", async { 1 })]));
    cancel(Some(async { 1 }));
}
