//! Contexts of tasks that run side by side.

use ensure_future::gather;
use tokio::task_local;

use super::tasks_clock::{after, on_paused_clock, takes};

task_local! {
    static PRECISION: usize;
}

/// CPython's `test_context::test_asyncio_task_decimal_context`.
///
/// A context is a task local: each coroutine runs inside its own.
#[test]
fn children_that_run_side_by_side_have_their_own_precision() {
    async fn fractions(delay: u64, dividend: f64, divisor: f64) -> [String; 2] {
        let shown = |number: f64| format!("{number:.*}", PRECISION.get());
        let first = shown(dividend / divisor);
        after(delay, ()).await;
        [first, shown(dividend / divisor.powi(2))]
    }

    on_paused_clock(async {
        let children = [(100, 3), (200, 6)]
            .map(|(delay, precision)| PRECISION.scope(precision, fractions(delay, 1.0, 3.0)));
        let gathered = takes(200, gather(children)).await.into_iter();
        let shown: Vec<_> = gathered.map(Result::unwrap).collect();
        assert_eq!(shown, [["0.333", "0.111"], ["0.333333", "0.111111"]]);
    });
}
