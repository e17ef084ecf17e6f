use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::{Id, try_id};

use crate::named_tasks;

/// Returns the number of tasks of the current runtime that have not ended, not counting the current task.
///
/// All tasks count, including tasks that were not created by this crate. On several threads, a task that has just ended
/// may still count.
///
/// # Panics
///
/// Panics outside a tokio runtime.
///
/// # In asyncio
///
/// `len(asyncio.all_tasks()) - 1`.
#[track_caller]
pub fn tasks_left() -> usize {
    let all = Handle::current().metrics().num_alive_tasks();
    all - usize::from(try_id().is_some())
}

/// Asserts the number of tasks of the current runtime that have not ended, not counting the current task.
///
/// A cancelled task ends when it is polled next, so wait for [`all_idle`](super::all_idle) before.
///
/// # Panics
///
/// Panics at the caller's line if the number differs. The message shows the names of the tasks that have a name. Panics
/// outside a tokio runtime.
///
/// # Examples
///
/// ```should_panic
/// use ensure_future::{create_named_task, create_task, test_util};
///
/// test_util::run_paused(async {
///     create_named_task("heartbeat", std::future::pending::<()>());
///     create_task(std::future::pending::<()>());
///     // 2 tasks are left instead of 0: "heartbeat" (id 1), 1 without a name
///     test_util::assert_tasks_left(0);
/// });
/// ```
///
/// # In asyncio
///
/// `assert len(asyncio.all_tasks()) == number + 1`.
#[track_caller]
pub fn assert_tasks_left(number: usize) {
    let left = tasks_left();
    if left != number {
        let shown = shown(left);
        panic!("{left} {} left instead of {number}{shown}", tasks_are(left));
    }
}

/// Asserts the names of the current runtime's tasks, in the order in which the tasks were created.
///
/// Tasks without a name, tasks that have ended and the current task do not count.
///
/// # Panics
///
/// Panics at the caller's line if the names differ. The message shows them.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_named_task, test_util};
///
/// test_util::run_paused(async {
///     let ends = create_named_task("ends", async {});
///     create_named_task("heartbeat", std::future::pending::<()>());
///     test_util::assert_named_tasks(&["ends", "heartbeat"]);
///
///     ends.await.unwrap();
///     test_util::assert_named_tasks(&["heartbeat"]);
/// });
/// ```
///
/// # In asyncio
///
/// `assert {task.get_name() for task in asyncio.all_tasks()} == ..`.
#[track_caller]
pub fn assert_named_tasks(names: &[&str]) {
    let running = other_named_tasks();
    let running: Vec<&str> = running.iter().map(|(_, name)| &**name).collect();
    assert!(
        running == names,
        "the named tasks that have not ended are {running:?} instead of {names:?}"
    );
}

fn other_named_tasks() -> Vec<(Id, Arc<str>)> {
    let mut named = named_tasks();
    named.retain(|&(task, _)| Some(task) != try_id());
    named
}

fn tasks_are(number: usize) -> &'static str {
    if number == 1 { "task is" } else { "tasks are" }
}

/// Shows the names of the tasks that are left, and how many have no name.
fn shown(left: usize) -> String {
    let named = other_named_tasks();
    let unnamed = left.saturating_sub(named.len());
    let mut shown: Vec<String> = named
        .iter()
        .map(|(id, name)| format!("{name:?} (id {id})"))
        .collect();
    if unnamed > 0 {
        shown.push(format!("{unnamed} without a name"));
    }
    if shown.is_empty() {
        String::new()
    } else {
        format!(": {}", shown.join(", "))
    }
}
