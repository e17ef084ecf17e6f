// A number is given as the name of a task.
use std::future::pending;

use ensure_future::create_named_task;

fn main() {
    create_named_task(987_654_321, pending::<()>());
}
