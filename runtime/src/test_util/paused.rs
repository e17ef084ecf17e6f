use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

/// Makes a runtime with one thread, whose clock is paused: it goes on to the next timer as soon as all tasks are idle.
///
/// A test with such a runtime takes no time, and the order of its timers is always the same. With `#[tokio::test]`, write
/// `#[tokio::test(start_paused = true)]`.
///
/// # Panics
///
/// If the operating system refuses a new runtime.
pub fn paused_runtime() -> Runtime {
    let mut runtime = Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build();
    runtime.expect("the operating system refused a new tokio runtime")
}

/// Runs a test to its end on a [`paused_runtime`], and returns its value. What is left is dropped with the runtime.
///
/// # Panics
///
/// With the panic of the test; and inside a runtime, at the caller's line.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future::{WaitForError, test_util, wait_for};
///
/// let result = test_util::run_paused(wait_for(std::future::pending::<()>(), Duration::from_secs(3600)));
/// assert!(matches!(result.unwrap_err(), WaitForError::TimedOut));
/// ```
///
/// # In asyncio
///
/// No counterpart; the tests of CPython have a `TestLoop`.
#[track_caller]
pub fn run_paused<T>(test: impl Future<Output = T>) -> T {
    paused_runtime().block_on(test)
}

/// Waits until all other tasks are idle: until nothing happens any more unless the clock goes on.
///
/// It is for a paused clock, which it moves by a millisecond. On another clock it waits for a millisecond.
pub async fn all_idle() {
    sleep(Duration::from_millis(1)).await;
}
