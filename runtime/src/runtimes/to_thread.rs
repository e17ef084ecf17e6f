use crate::Task;
use crate::task::{call_in_current_span, current_runtime};

/// Runs a blocking function on a thread of its own, and returns its [`Task`].
///
/// It uses tokio's [`spawn_blocking`], with its threads and their limit.
///
/// A function can't be interrupted. This has consequences:
///
/// - A cancellation before the function has started prevents it. A later cancellation has no effect, and the task
///   returns the function's value.
/// - If `task.await` is dropped, the function runs on.
/// - [`wait_for`](crate::wait_for()), [`try_gather`](crate::try_gather()) and others wait for the end of a task that
///   they have cancelled, and so for the function. To give a function a limit, write
///   `wait_for(shield(to_thread(..)), limit)`.
/// - A [group](crate::TaskGroup) waits for a function that is its child, but not for a function that a child
///   [leaves behind](crate::guide::structured_concurrency#what-is-not-waited-for).
///
/// # Panics
///
/// Panics at the caller's line outside a tokio runtime. If the function panics, this is the panic of the task.
///
/// # Examples
///
/// ```
/// use ensure_future::to_thread;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let sum = to_thread(|| (1..=1_000).sum::<u32>());
/// assert_eq!(sum.await.unwrap(), 500_500);
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.to_thread`](https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread). In asyncio, this is a
/// coroutine, which starts when you await it, and which passes its context to the function. Here, the function starts
/// by itself, and does not see task locals. With the [feature](crate::features) `tracing`, it runs in the current span.
///
/// [`spawn_blocking`]: https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html
#[track_caller]
pub fn to_thread<T: Send + 'static>(function: impl FnOnce() -> T + Send + 'static) -> Task<T> {
    let function = call_in_current_span(function);
    current_runtime().spawn_blocking(function).into()
}
