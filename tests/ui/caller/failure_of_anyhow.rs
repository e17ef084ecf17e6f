// `?` on a failure whose error, as that of `anyhow`, is no `std::error::Error`.
use ensure_future::{TaskGroup, try_gather};

async fn fails() -> anyhow::Result<()> {
    Err(anyhow::anyhow!("disk full"))
}

async fn gathered() -> anyhow::Result<()> {
    try_gather([fails()]).await?;
    Ok(())
}

async fn joined() -> anyhow::Result<()> {
    let group = TaskGroup::new();
    drop(group.create_task(fails()));
    group.join().await?;
    Ok(())
}

fn main() {
    let _ = (gathered(), joined());
}
