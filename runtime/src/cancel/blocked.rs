//! Threads that `run` or a function of `to_thread` blocks, and the task for which a graceful coroutine on them listens.

use std::cell::Cell;

use tokio::task::{Id, try_id};

thread_local! {
    /// The task whose thread [`run`](crate::run()) or a [`Runner`](crate::Runner) blocks, if they are called in a task.
    /// Only a task of `spawn_blocking` may call them.
    static BLOCKED: Cell<Option<Id>> = const { Cell::new(None) };

    /// The task of the function that [`to_thread`](crate::to_thread()) runs on this thread.
    static FUNCTION: Cell<Option<Id>> = const { Cell::new(None) };
}

/// Returns the task for which a graceful coroutine listens that is polled here.
///
/// The main coroutine of `run` is not in a task, although `try_id` returns the task whose thread `run` blocks: see
/// *id is set* in [`tokio_assumptions`](crate::util::tokio_assumptions).
pub(super) fn listening_task() -> Option<Id> {
    let blocked = BLOCKED.try_with(Cell::get).unwrap_or_default();
    try_id().filter(|&task| blocked != Some(task))
}

/// Marks the thread as blocked, until this is dropped: what it polls meanwhile is not in the thread's task.
pub(crate) struct Blocked {
    before: Option<Id>,
}

impl Blocked {
    pub(crate) fn new() -> Self {
        let before = BLOCKED.try_with(|blocked| blocked.replace(try_id()));
        Self {
            before: before.unwrap_or_default(),
        }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        let _ = BLOCKED.try_with(|blocked| blocked.set(self.before));
    }
}

/// Marks the thread as that of a function's task, while the function runs.
pub(crate) fn in_function<T>(function: impl FnOnce() -> T) -> T {
    let _marked = Function::new();
    function()
}

/// Returns whether a task is that of a function on this thread. Such a task can't be aborted.
pub(super) fn is_function(task: Id) -> bool {
    FUNCTION.try_with(Cell::get).ok().flatten() == Some(task)
}

/// Has the current task be that of a function until this is dropped.
struct Function;

impl Function {
    fn new() -> Self {
        let _ = FUNCTION.try_with(|function| function.set(try_id()));
        Self
    }
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = FUNCTION.try_with(|function| function.set(None));
    }
}
