// A group is entered again from within: a scope makes its own group, and hands out what can only add children.
use ensure_future::{TaskGroup, TaskGroupError};

async fn again() -> Result<(), TaskGroupError<String>> {
    TaskGroup::scope(async |group| {
        group.scope(async |_| Ok(())).await;
        Ok(())
    })
    .await
}

fn main() {
    let _ = again();
}
