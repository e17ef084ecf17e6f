//! `race_ok`: the first success once all others have ended, or all failures.

use std::error::Error;
use std::fmt;
use std::future;
use std::iter;

use ensure_future::{Failure, RaceOkError, Task, create_task, graceful, race_ok};
use tokio::sync::oneshot;

use support::alive::leaving_none;
use support::child::{ChildOf, ERROR, End, Returned, VALUE, Way, child};
use support::forms::{Form, in_every_form};
use support::leaves::Leaves;
use support::phases::{Awaiting, Fate, Function, in_every_phase};
use support::{let_others_run, now, on_both_flavours, on_current_thread, panic_of, poll_once};

in_every_phase! {
    with_a_sibling_that_fails = WITH_A_SIBLING
}

#[derive(Clone, Copy)]
struct WithASibling;

const WITH_A_SIBLING: WithASibling = WithASibling;

impl Function for WithASibling {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let sibling = F::of(future::ready(Err(ERROR)));
        let racing = race_ok([sibling, child]);
        Box::pin(async {
            match racing.await {
                Ok(value) => {
                    assert_eq!(value, VALUE);
                    End::Value
                }
                Err(error) => {
                    let [sibling, child] = ends(error).try_into().unwrap();
                    assert_eq!(sibling, End::Error);
                    child
                }
            }
        })
    }
}

fn ends(error: RaceOkError<&'static str>) -> Vec<End> {
    let ends = error.failures.into_iter().map(|failure| match failure {
        Failure::Returned(error) => End::of(Ok::<_, tokio::task::JoinError>(Err(error))),
        Failure::Ended(error) => End::of(Err(error)),
    });
    ends.collect()
}

in_every_form! {
    when_one_succeeds_the_others_have_ended
    failures_are_in_the_order_of_the_awaitables
    others_may_clean_up_and_what_they_say_is_lost
}

async fn when_one_succeeds_the_others_have_ended<F: Form>() {
    leaving_none(async {
        let (first, mut before) = child::<F>(Way::Returns).await;
        let (second, mut failing) = child::<F>(Way::Fails).await;
        let (third, mut winner) = child::<F>(Way::Returns).await;
        let (fourth, mut after) = child::<F>(Way::Returns).await;
        let mut racing = race_ok([first, second, third, fourth]);
        assert!(poll_once(&mut racing).is_pending());
        for child in [&mut before, &mut failing, &mut winner, &mut after] {
            child.started().await;
        }
        failing.end_and_tell().await;
        assert!(
            poll_once(&mut racing).is_pending(),
            "a failure ends nothing"
        );
        assert!(!before.has_ended() && !after.has_ended());
        winner.end();
        assert_eq!(racing.await.unwrap(), VALUE);
        assert!(before.has_ended() && after.has_ended());
        assert_eq!(before.ended().await, End::Cancellation);
        assert_eq!(after.ended().await, End::Cancellation);
    })
    .await;
}

async fn failures_are_in_the_order_of_the_awaitables<F: Form>() {
    leaving_none(async {
        let (first, mut fails) = child::<F>(Way::Fails).await;
        let (second, mut panics) = child::<F>(Way::Panics).await;
        let (third, mut fails_too) = child::<F>(Way::Fails).await;
        let mut racing = race_ok([first, second, third]);
        assert!(poll_once(&mut racing).is_pending());
        for child in [&mut fails_too, &mut panics, &mut fails] {
            child.started().await;
            child.end_and_tell().await;
        }
        let error = racing.await.unwrap_err();
        assert_eq!(ends(error), [End::Error, End::Panic, End::Error]);
    })
    .await;
}

async fn others_may_clean_up_and_what_they_say_is_lost<F: Form>() {
    for outcome in [Ok(1), Err("the error of another")] {
        let (started, may_succeed) = oneshot::channel();
        let (asked, is_asked) = oneshot::channel();
        let (end, may_end) = oneshot::channel();
        let cleaning = F::of(graceful(async move |cancel| {
            started.send(()).unwrap();
            cancel.requested().await;
            asked.send(()).unwrap();
            may_end.await.unwrap();
            outcome
        }));
        let succeeding = F::of(async {
            may_succeed.await.unwrap();
            Ok(2)
        });
        let racing = create_task(race_ok([cleaning, succeeding]));
        is_asked.await.unwrap();
        assert!(!racing.is_finished());
        end.send(()).unwrap();
        assert_eq!(racing.await.unwrap().unwrap(), 2);
    }
}

#[test]
fn of_those_that_had_succeeded_before_it_is_the_one_that_was_passed_first() {
    on_both_flavours(async || {
        let outcomes = [Err("failed"), Ok(1), Ok(2)];
        let tasks = outcomes.map(|outcome| create_task(future::ready(outcome)));
        for task in tasks.iter().rev() {
            while !task.is_finished() {
                tokio::task::yield_now().await;
            }
        }
        assert_eq!(race_ok(tasks).await.unwrap(), 1);
    });
}

#[test]
fn a_child_that_somebody_else_cancels_is_a_failure() {
    on_both_flavours(async || {
        let cancelled = create_task(future::pending::<Returned>());
        cancelled.cancel();
        let fails = create_task(async { Err(ERROR) });
        let error = race_ok([fails, cancelled]).await.unwrap_err();
        assert_eq!(ends(error), [End::Error, End::Cancellation]);
    });
}

#[test]
fn of_nothing_none_succeeds() {
    let nothing = iter::empty::<Task<Result<u8, fmt::Error>>>();
    let error = now(race_ok(nothing)).unwrap_err();
    assert!(error.failures.is_empty());
    assert!(error.source().is_none());
    assert_eq!(
        error.to_string(),
        "no awaitable succeeded: the collection of awaitables is empty"
    );
}

#[test]
fn errors_tell_how_many_failed_and_how_the_first_did() {
    on_current_thread(async {
        let fails = || create_task(async { Err::<u8, _>(fmt::Error) });
        let panics = create_task(async { panic!("the coroutine's own words") });
        let error = race_ok([fails()]).await.unwrap_err();
        let only = format!("the only awaitable failed: {}", fmt::Error);
        assert_eq!(error.to_string(), only);
        assert!(error.source().unwrap().is::<fmt::Error>());
        let error = race_ok([panics, fails(), fails()]).await.unwrap_err();
        let message = error.to_string();
        assert!(message.starts_with("all 3 awaitables failed; the first of them: "));
        assert!(message.contains("the coroutine's own words"), "{message}");
        let source = error.source().unwrap().to_string();
        assert!(source.contains("the coroutine's own words"));
    });
}

/// The tasks that the others leave behind have ended, too.
// Contract 4.3.
#[test]
fn nothing_of_the_others_runs_when_it_returns() {
    on_both_flavours(async || {
        let leaves = Leaves::default();
        let leaf = leaves.clone();
        let owner = create_task(async move {
            let inner = create_task(leaf.graceful(30));
            inner.await.unwrap();
            Err::<(), _>("unexpected")
        });
        leaves.made().await;
        let_others_run().await;
        let winner = create_task(async { Ok(()) });
        race_ok([owner, winner]).await.unwrap();
        assert_eq!(leaves.alive(), 0);
    });
}

#[test]
fn it_shows_the_tasks_that_run() {
    on_current_thread(async {
        let ended = create_task(async { Err::<u8, _>("failed") });
        let endless = create_task(future::pending());
        let id = endless.id();
        let mut racing = race_ok([ended, endless]);
        let_others_run().await;
        assert!(poll_once(&mut racing).is_pending());
        assert_eq!(
            format!("{racing:?}"),
            format!("RaceOk {{ running: [Task {{ id: {id:?}, is_finished: false }}], .. }}")
        );
    });
}

#[test]
fn polling_it_after_it_has_panicked_gives_no_failures() {
    on_current_thread(async {
        let mut used_up = create_task(async { Err::<u8, _>(1) });
        (&mut used_up).await.unwrap().unwrap_err();
        let mut racing = race_ok([used_up, create_task(async { Err(2) })]);
        let_others_run().await;
        panic_of(|| drop(poll_once(&mut racing)));
        let panic = panic_of(|| drop(poll_once(&mut racing)));
        assert_eq!(panic.message, "race_ok is polled after it has panicked");
    });
}

#[test]
#[should_panic(expected = "race_ok is polled after it has completed")]
fn after_its_value_it_has_nothing_more_to_give() {
    on_current_thread(async {
        let mut racing = race_ok([async { Ok::<_, ()>(1) }]);
        (&mut racing).await.unwrap();
        drop(racing.await);
    });
}
