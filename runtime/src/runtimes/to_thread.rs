use crate::Task;
use crate::cancel::in_function;
use crate::task::{call_in_current_span, current_runtime};

/// Runs a blocking function on a thread of its own, as a [`Task`].
///
/// It is tokio's [`spawn_blocking`](tokio::task::spawn_blocking), and so has its threads and their limit.
///
/// A cancellation can't interrupt a function: before it has started, `cancel()` prevents it; after that, it has no
/// effect, and the task gives the function's value. Whoever drops `task.await` leaves it running, and whoever waits for
/// the end of what they cancelled, as [`wait_for`](crate::wait_for()) and [`try_gather`](crate::try_gather()) do, waits
/// for the function. A [group](crate::TaskGroup) waits for a function that is its child, but not for one that a child
/// [leaves behind](crate::guide::structured_concurrency#what-is-not-waited-for). To give a function a limit, write `wait_for(shield(to_thread(..)), limit)`.
///
/// # Panics
///
/// Outside a tokio runtime, at the caller's line. A panic of the function is the task's.
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
/// [`asyncio.to_thread`](https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread). There, it is a
/// coroutine, which starts when it is awaited, and hands its context on; here, the function starts by itself, and sees
/// no task locals. With the [feature](crate::features) `tracing`, it runs in the current span.
#[track_caller]
pub fn to_thread<T: Send + 'static>(function: impl FnOnce() -> T + Send + 'static) -> Task<T> {
    let function = call_in_current_span(function);
    current_runtime()
        .spawn_blocking(|| in_function(function))
        .into()
}
