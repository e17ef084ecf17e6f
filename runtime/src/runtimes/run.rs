use std::panic::resume_unwind;

use tokio::runtime::Handle;

use crate::Runner;
use crate::cancel::{self, UNPOLLED_LIMIT};
use crate::util::user_code::outcome;

/// Runs a coroutine on a new runtime on this thread, and returns its value.
///
/// The runtime is tokio's [`LocalRuntime`], with every driver that is enabled in your tokio. Both
/// [`create_task`](crate::create_task) and [`create_local_task`](crate::create_local_task) work on it. The coroutine (a
/// future that is not spawned yet) may borrow from its surroundings. To run several coroutines, one after the other,
/// use a [`Runner`](crate::Runner).
///
/// # The end
///
/// When the coroutine has ended, with a value or a panic, every remaining task is cancelled. When `run` returns, the
/// coroutines of these tasks have been dropped. [`graceful`](crate::graceful()) coroutines are asked to end first:
///
/// - They [hear the request only while they are polled](crate::graceful#the-coroutine-has-to-be-polled). As long as
///   such a coroutine is polled, it is waited for without a limit. If nobody polls it for ten seconds, its task is
///   aborted or dropped with the runtime.
/// - Until the coroutines that were asked have ended, all other tasks go on. If a graceful coroutine waits for its
///   children, it has to cancel them itself, for example with [`cancel_and_wait`](crate::Task::cancel_and_wait).
///
/// A function that [`tokio::task::spawn_blocking`] has begun can't be cancelled, and is waited for.
///
/// # Panics
///
/// Panics with the coroutine's panic. Panics at the caller's line inside another runtime, since `run` would block its
/// thread. Panics if the operating system refuses a resource that a runtime needs.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_task, run};
///
/// let answer = run(async { create_task(async { 42 }).await.unwrap() });
/// assert_eq!(answer, 42);
/// ```
///
/// # In asyncio
///
/// [`asyncio.run`](https://docs.python.org/3/library/asyncio-runner.html#asyncio.run). asyncio asks all tasks to end at
/// once, and logs an error of a task that nobody fetches. Here, such an error is not reported, but the panic hook shows
/// a panic.
///
/// [`LocalRuntime`]: https://docs.rs/tokio/latest/tokio/runtime/struct.LocalRuntime.html
/// [`tokio::task::spawn_blocking`]: https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html
#[track_caller]
pub fn run<T>(main: impl Future<Output = T>) -> T {
    match Runner::new() {
        Ok(mut runner) => {
            // `end_all` below asks graceful coroutines to end. The destructor can't do this after every panic.
            runner.asks = false;
            runner.run(async {
                let outcome = outcome(main).await;
                cancel::end_all(&Handle::current(), UNPOLLED_LIMIT).await;
                outcome.unwrap_or_else(|panic| resume_unwind(panic))
            })
        }
        Err(error) => panic!("the operating system refused a new tokio runtime: {error}"),
    }
}
