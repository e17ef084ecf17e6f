// `?` on a failure whose error is boxed, which is no `std::error::Error`.
use std::error::Error;

use ensure_future::{TaskGroup, try_gather};

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

async fn fails() -> Outcome {
    Err("disk full".into())
}

async fn gathered() -> Outcome {
    try_gather([fails()]).await?;
    Ok(())
}

async fn joined() -> Outcome {
    let group = TaskGroup::new();
    drop(group.create_task(fails()));
    group.join().await?;
    Ok(())
}

fn main() {
    let _ = (gathered(), joined());
}
