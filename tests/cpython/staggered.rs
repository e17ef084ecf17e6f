//! `race_ok`, in the cases of asyncio's internal `staggered_race`, which starts one coroutine after another.

use std::future::{Ready, pending};

use ensure_future::{Failure, RaceOkError, race_ok};
use tokio::task::yield_now;

use super::tasks_clock::{after, on_paused_clock, takes};
use support::{History, on_both_flavours, on_current_thread};

/// The errors that the children have returned.
fn errors(failed: RaceOkError<u8>) -> Vec<u8> {
    let errors = failed.failures.into_iter().map(|failure| match failure {
        Failure::Returned(error) => error,
        Failure::Ended(error) => panic!("{error}"),
    });
    errors.collect()
}

/// CPython's `test_staggered::test_empty`.
#[test]
fn of_none_none_succeeds() {
    on_both_flavours(async || {
        let nothing: [Ready<Result<(), u8>>; 0] = [];
        assert!(errors(race_ok(nothing).await.unwrap_err()).is_empty());
    });
}

/// CPython's `test_staggered::test_one_successful`.
///
/// All coroutines are started at once, so the second is cancelled instead of not started.
#[test]
fn the_others_are_cancelled_when_one_has_succeeded() {
    on_current_thread(async {
        let numbered = async |number: u8| {
            yield_now().await;
            if number == 1 {
                pending::<()>().await;
            }
            Ok::<_, u8>(number)
        };
        let history = History::default();
        let children = [0, 1].map(|number| history.watch(Box::pin(numbered(number))));
        assert_eq!(race_ok(children).await.unwrap(), 0);
        assert_eq!(history.polls(), 4, "both have begun");
        assert_eq!(history.drops(), 2, "both have ended");
    });
}

/// CPython's `test_staggered::test_first_error_second_successful`.
///
/// Only the value of the winner is returned. The coroutines can report its index, and the failures before it.
#[test]
fn a_success_after_a_failure_wins() {
    on_both_flavours(async || {
        let numbered = async |number| match number {
            0 => Err(number),
            _ => Ok(number),
        };
        assert_eq!(race_ok([0, 1].map(numbered)).await.unwrap(), 1);
    });
}

/// CPython's `test_staggered::test_first_timeout_second_successful`.
///
/// One of the coroutines is a delay.
#[test]
fn one_that_begins_later_wins_over_one_that_is_late() {
    on_paused_clock(async {
        let numbered = async |number: u64| {
            after(100 * number, ()).await; // until it begins
            if number == 0 {
                pending::<()>().await;
            }
            Ok::<_, u8>(number)
        };
        let history = History::default();
        let children = [0, 1].map(|number| history.watch(Box::pin(numbered(number))));
        assert_eq!(takes(100, race_ok(children)).await.unwrap(), 1);
        assert_eq!(history.drops(), 2, "the first one has ended too");
    });
}

/// CPython's `test_staggered::test_none_successful`.
#[test]
fn if_none_succeeds_all_failures_are_there_in_order() {
    on_paused_clock(async {
        let failing = [(20, 0), (10, 1)].map(|(delay, error)| after(delay, Err::<(), _>(error)));
        let failed = takes(20, race_ok(failing)).await.unwrap_err();
        assert_eq!(errors(failed), [0, 1]);
    });
}
