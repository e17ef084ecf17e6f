// A limit is not a number.
use ensure_future::{Task, wait_for};

async fn limited(task: Task<()>) {
    let _ = wait_for(task, f64::NAN).await;
}

fn main() {}
