// `?` on a failure whose error, as that of `eyre`, is no `std::error::Error`.
use ensure_future::{TaskGroup, try_gather};

async fn fails() -> eyre::Result<()> {
    Err(eyre::eyre!("disk full"))
}

async fn gathered() -> eyre::Result<()> {
    try_gather([fails()]).await?;
    Ok(())
}

async fn joined() -> eyre::Result<()> {
    let group = TaskGroup::new();
    drop(group.create_task(fails()));
    group.join().await?;
    Ok(())
}

fn main() {
    let _ = (gathered(), joined());
}
