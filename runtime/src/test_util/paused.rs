use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

/// Creates a runtime with one thread, whose clock is paused: whenever all tasks are idle, the clock moves on to the
/// next timer.
///
/// A test on such a runtime does not wait for its timers, and their order is always the same. With `#[tokio::test]`,
/// write `#[tokio::test(start_paused = true)]`.
///
/// # Panics
///
/// Panics if the operating system refuses a new runtime.
///
/// # In asyncio
///
/// No counterpart.
pub fn paused_runtime() -> Runtime {
    let mut runtime = Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build();
    runtime.expect("the operating system refused a new tokio runtime")
}

/// Runs a test to its end on a [`paused_runtime`], and returns its value. The remaining tasks are dropped with the
/// runtime.
///
/// # Panics
///
/// Panics with the panic of the test. Panics at the caller's line inside a runtime.
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
/// No counterpart. CPython's own tests have a `TestLoop`.
#[track_caller]
pub fn run_paused<T>(test: impl Future<Output = T>) -> T {
    paused_runtime().block_on(test)
}

/// Waits until all other tasks are idle: they wait for each other or for the clock.
///
/// Use it with a paused clock, which it moves on by a millisecond. With another clock, it waits for a millisecond.
///
/// # Panics
///
/// The future panics outside a tokio runtime, and on a runtime whose timer is not enabled.
///
/// # Cancel safety
///
/// If the future is dropped, nothing is lost.
///
/// # In asyncio
///
/// No counterpart. Tests often await `asyncio.sleep(0)` several times.
pub async fn all_idle() {
    sleep(Duration::from_millis(1)).await;
}
