// `?` on a failure converts it to the coroutine's own error, which does not implement `From` for the failure.
use ensure_future::{TaskGroup, try_gather};
use tokio::task::JoinError;

#[derive(Debug)]
struct SaveError;

impl From<JoinError> for SaveError {
    fn from(_: JoinError) -> Self {
        Self
    }
}

async fn save() -> Result<(), SaveError> {
    Err(SaveError)
}

async fn gathered() -> Result<(), SaveError> {
    try_gather([save()]).await?;
    Ok(())
}

async fn joined() -> Result<(), SaveError> {
    let group = TaskGroup::new();
    drop(group.create_task(save()));
    group.join().await?;
    Ok(())
}

fn main() {
    let _ = (gathered(), joined());
}
