//! The duration of a case, by tokio's paused clock.

use std::time::Duration;

use tokio::time::{Instant, sleep};

pub(crate) use support::on_paused_clock;

/// tokio's timers round up to a millisecond.
const RESOLUTION: Duration = Duration::from_millis(2);

/// The output of a future that must take this number of milliseconds.
pub(crate) async fn takes<F: IntoFuture>(expected: u64, future: F) -> F::Output {
    let begin = Instant::now();
    let output = future.await;
    let elapsed = begin.elapsed();
    let expected = Duration::from_millis(expected);
    assert!(
        (expected..expected + RESOLUTION).contains(&elapsed),
        "{elapsed:?}, not {expected:?}"
    );
    output
}

/// A coroutine that returns a value after this number of milliseconds.
pub(crate) async fn after<T>(delay: u64, value: T) -> T {
    sleep(Duration::from_millis(delay)).await;
    value
}
