// A coroutine is spawned on what does not spawn.
use ensure_future::{create_task_on, ensure_future_on};
use tokio::runtime::Handle;

fn main() {
    create_task_on(&Handle::try_current(), async { 1 });
    ensure_future_on(&Handle::try_current(), async { 1 });
}
