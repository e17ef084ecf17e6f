//! The failure that `try_gather` returns, and its messages.

use std::error::Error;
use std::fmt::{self, Debug};
use std::future;

use ensure_future::{TryGatherError, create_task, try_gather};

use crate::try_gather::failure;
use support::child::{ChildOf, End, Way, child};
use support::forms::{Form, in_every_form};
use support::{on_current_thread, poll_once};

in_every_form! {
    it_is_the_first_in_time
    of_those_that_failed_before_the_first_poll_it_is_the_one_passed_first
    of_arguments_that_fail_between_two_polls_it_is_the_one_passed_first
}

async fn it_is_the_first_in_time<F: Form>() {
    let error = two_that_fail::<F, _, _>(1, try_gather).await;
    assert_eq!(failure(error), (1, End::Error));
}

async fn of_those_that_failed_before_the_first_poll_it_is_the_one_passed_first<F: Form>() {
    let error = two_that_fail::<F, _, _>(0, try_gather).await;
    assert_eq!(failure(error), (0, End::Panic));
}

async fn of_arguments_that_fail_between_two_polls_it_is_the_one_passed_first<F: Form>() {
    let of_a_tuple = |[first, second]: [ChildOf<F>; 2]| try_gather!(first, second);
    let error = two_that_fail::<F, _, _>(1, of_a_tuple).await;
    assert_eq!(failure(error), (0, End::Panic));
}

/// The failure that is returned if two children fail. The child that was passed last fails first, between two polls or
/// before the first poll.
async fn two_that_fail<F, T, G>(
    polls_before: usize,
    gather: impl Fn([ChildOf<F>; 2]) -> G,
) -> TryGatherError<&'static str>
where
    F: Form,
    T: Debug,
    G: Future<Output = Result<T, TryGatherError<&'static str>>>,
{
    let (first, mut fails_later) = child::<F>(Way::Panics).await;
    let (second, mut fails_first) = child::<F>(Way::Fails).await;
    let mut gathered = Box::pin(gather([first, second]));
    for _ in 0..polls_before {
        assert!(poll_once(&mut gathered).is_pending());
    }
    fails_first.end_and_tell().await;
    fails_later.end_and_tell().await;
    gathered.await.unwrap_err()
}

#[test]
fn each_of_twelve_has_its_place() {
    on_current_thread(async {
        for failing in 0..=12 {
            let child = |index| future::ready(if index == failing { Err(()) } else { Ok(index) });
            let gathered = try_gather!(
                child(0),
                child(1),
                child(2),
                child(3),
                child(4),
                child(5),
                child(6),
                child(7),
                child(8),
                child(9),
                child(10),
                child(11),
            );
            match gathered.await {
                Ok(values) => {
                    assert_eq!(failing, 12);
                    assert_eq!(values, (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
                }
                Err(error) => assert_eq!(error.index, failing),
            }
        }
    });
}

#[test]
fn errors_tell_what_happened() {
    on_current_thread(async {
        let cancelled = create_task(future::pending());
        cancelled.cancel();
        let panicking = create_task(async { panic!("the coroutine's own words") });
        let failing = create_task(async { Err::<u8, _>(fmt::Error) });
        for (child, message) in [
            (failing, fmt::Error.to_string()),
            (
                panicking,
                r#"panicked with message "the coroutine's own words""#.into(),
            ),
            (cancelled, "was cancelled".into()),
        ] {
            let error = try_gather([child]).await.unwrap_err();
            let source = error.source().unwrap().to_string();
            assert!(source.ends_with(&message), "{source}");
            assert_eq!(error.failure.to_string(), source);
            assert_eq!(
                error.to_string(),
                format!("the awaitable at index 0 failed: {source}")
            );
        }
    });
}
