// The error that is taken out of a failure is not made of a `JoinError`.
use ensure_future::{TaskGroup, try_gather};

struct SaveError;

async fn save() -> Result<(), SaveError> {
    Err(SaveError)
}

async fn gathered() -> Result<(), SaveError> {
    try_gather([save()]).await.map_err(|error| error.into_error())?;
    Ok(())
}

async fn joined() -> Result<(), SaveError> {
    let group = TaskGroup::new();
    drop(group.create_task(save()));
    group.join().await.map_err(|error| error.into_error())
}

fn main() {
    let _ = (gathered(), joined());
}
