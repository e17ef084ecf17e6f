use std::panic::resume_unwind;

use tokio::runtime::Handle;

use crate::Runner;
use crate::cancel::{self, UNPOLLED_LIMIT};
use crate::util::user_code::outcome;

/// Runs a coroutine on a new runtime on this thread, and returns what it returns.
///
/// The runtime is tokio's [`LocalRuntime`](tokio::runtime::LocalRuntime) with every driver that your tokio has. On it,
/// both [`create_task`](crate::create_task) and [`create_local_task`](crate::create_local_task) work.
///
/// When the coroutine has ended, with a value or a panic, every task that is left is cancelled, and its coroutine has
/// been dropped when `run` returns. [`graceful`](crate::graceful()) coroutines are asked first:
///
/// - A graceful coroutine has to be polled to hear the request, as `loop { select! { _ = &mut job => break, .. } }`
///   [polls it](crate::graceful#the-coroutine-has-to-be-polled). As long as it is polled, it is waited for without a
///   limit. If nobody polls it for ten seconds, its task is aborted or dropped with the runtime.
/// - Until those that were asked have ended, all other tasks go on. A graceful coroutine that waits for its children has
///   to cancel them itself, for example with [`cancel_and_wait`](crate::Task::cancel_and_wait).
///
/// What [`tokio::task::spawn_blocking`] has begun can't be cancelled, and is waited for.
///
/// For several coroutines, one after the other, there is [`Runner`](crate::Runner).
///
/// The coroutine may borrow from its surroundings, since `run` outlives it.
///
/// # Panics
///
/// With the coroutine's own panic; inside another runtime, at the caller's line, as it would block its thread; and if
/// the operating system refuses what a runtime needs.
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
/// [`asyncio.run`](https://docs.python.org/3/library/asyncio-runner.html#asyncio.run). There, all tasks are asked at
/// once, and an error of a task that nobody fetches is logged; here, it is not reported, but a panic is, by the panic hook.
#[track_caller]
pub fn run<T>(main: impl Future<Output = T>) -> T {
    match Runner::new() {
        Ok(mut runner) => {
            // `end_all` below asks graceful coroutines to end. The destructor can not do it after every panic.
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
