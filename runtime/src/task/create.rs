use tokio::runtime::Handle;
use tokio::task::try_id;

use crate::task::in_current_span;
use crate::{LocalTask, Task};

/// Spawns a coroutine on the current tokio runtime and returns its [`Task`].
///
/// A coroutine is a future that is not spawned yet. The runtime starts it soon; it never runs inside this call.
/// [`Task`] describes what happens when you await, cancel or drop the task: in short, a dropped task is detached. On a
/// runtime that is shutting down, the coroutine is dropped, and the task is cancelled.
///
/// Use this function for a coroutine, and [`ensure_future`](crate::ensure_future()) for an awaitable that may be a task
/// already. A `Task` does not compile here. tokio's [`JoinHandle`] does, since it is a future: you get a second task,
/// which awaits the first.
///
/// # Panics
///
/// Panics at the caller's line outside a tokio runtime. The coroutine is dropped;
/// [`try_ensure_future`](crate::try_ensure_future) returns it instead.
///
/// # Examples
///
/// ```
/// use ensure_future::create_task;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = create_task(async { "pong" });
/// assert_eq!(task.await.unwrap(), "pong");
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.create_task`](https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task).
/// [`create_named_task`](crate::create_named_task) gives the task a name. asyncio copies the current context to the
/// task; here, with the [feature](crate::features) `tracing`, the task keeps the current span.
///
/// [`JoinHandle`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html
#[track_caller]
pub fn create_task<T: Send + 'static>(
    coroutine: impl Future<Output = T> + Send + 'static,
) -> Task<T> {
    if try_id().is_none() {
        require_runtime(); // `try_id` is faster, and a task nearly always has a runtime
    }
    Task::spawned(tokio::spawn(in_current_span(coroutine)))
}

/// Spawns a coroutine on the current thread, where it stays, and returns its [`LocalTask`].
///
/// This is [`create_task`] for a coroutine that is not [`Send`].
///
/// # Panics
///
/// Panics outside a [`LocalSet`], a [`LocalRuntime`] and [`run`](crate::run). The coroutine is dropped. Outside any
/// runtime, the message shows the caller's line. In a runtime that is not local, the panic is tokio's, and shows a line
/// of tokio.
///
/// # Examples
///
/// ```
/// use std::rc::Rc;
///
/// use ensure_future::{create_local_task, run};
///
/// run(async {
///     let not_send = Rc::new("pong");
///     let task = create_local_task(async move { *not_send });
///     assert_eq!(task.await.unwrap(), "pong");
/// });
/// ```
///
/// # In asyncio
///
/// [`asyncio.create_task`](https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task), whose tasks never
/// leave their thread.
///
/// [`LocalSet`]: https://docs.rs/tokio/latest/tokio/task/struct.LocalSet.html
/// [`LocalRuntime`]: https://docs.rs/tokio/latest/tokio/runtime/struct.LocalRuntime.html
#[track_caller]
pub fn create_local_task<T: 'static>(coroutine: impl Future<Output = T> + 'static) -> LocalTask<T> {
    LocalTask::spawn(coroutine)
}

#[cold]
#[track_caller]
fn require_runtime() {
    current_runtime();
}

/// Returns the current runtime.
///
/// # Panics
///
/// Panics at the caller's line outside a runtime. The message says what to do.
#[track_caller]
pub(crate) fn current_runtime() -> Handle {
    let Ok(runtime) = Handle::try_current() else {
        // Not in a closure: the panic would show the closure's line instead of the caller's.
        panic!(
            "there is no tokio runtime here to run the coroutine as a task: call this from code \
             that `#[tokio::main]`, `ensure_future::run` or `Runtime::block_on` runs, or enter a \
             runtime first with `Handle::enter`"
        );
    };
    runtime
}
