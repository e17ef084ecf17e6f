// same
fn cancel(task: ) {
    tokio::spawn(task).abort();
}

fn main() {
    cancel(async { 1 });
}
