//! `try_gather`: all values in order, or the first failure once all others have ended.

use std::fmt::Debug;
use std::future;
use std::iter;

use ensure_future::{
    CancelRequest, Failure, Task, TryGatherError, create_task, graceful, try_gather,
};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::alive::leaving_none;
use support::child::{ChildOf, End, Returned, VALUE, Way, child};
use support::forms::{Form, in_every_form};
use support::phases::{Awaiting, Fate, Function, in_every_phase};
use support::{
    alive_tasks, let_others_run, now, on_both_flavours, on_current_thread, panic_of, poll_once,
};

#[test]
fn polling_it_after_it_has_panicked_gives_no_values() {
    on_current_thread(async {
        let mut used_up = create_task(async { Ok::<_, ()>(1) });
        (&mut used_up).await.unwrap().unwrap();
        let mut gathered = try_gather([used_up, create_task(async { Ok(2) })]);
        let_others_run().await;
        panic_of(|| drop(poll_once(&mut gathered)));
        let panic = panic_of(|| drop(poll_once(&mut gathered)));
        assert_eq!(panic.message, "try_gather is polled after it has panicked");
    });
}

in_every_phase! {
    a_collection = Collection
    a_tuple = Tuple
}

#[derive(Clone, Copy)]
struct Collection;

impl Function for Collection {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let sibling = F::of(future::ready(Ok(1)));
        let gathered = try_gather([sibling, child]);
        Box::pin(async { end_of(gathered.await, &vec![1, VALUE]) })
    }
}

#[derive(Clone, Copy)]
struct Tuple;

impl Function for Tuple {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let gathered = try_gather!(async { Ok("sibling") }, child);
        Box::pin(async { end_of(gathered.await, &("sibling", VALUE)) })
    }
}

/// The end of the child at index 1, where no other child fails.
fn end_of<T: Debug + PartialEq>(
    gathered: Result<T, TryGatherError<&'static str>>,
    values: &T,
) -> End {
    match gathered {
        Ok(gathered) => {
            assert_eq!(gathered, *values);
            End::Value
        }
        Err(error) => {
            let (index, end) = failure(error);
            assert_eq!(index, 1);
            end
        }
    }
}

/// The index of the failed child, and its end.
pub(crate) fn failure(error: TryGatherError<&'static str>) -> (usize, End) {
    let outcome = match error.failure {
        Failure::Returned(error) => Ok(Err(error)),
        Failure::Ended(error) => Err(error),
    };
    (error.index, End::of(outcome))
}

in_every_form! {
    values_are_in_the_order_of_the_awaitables
    when_a_collection_fails_the_others_have_ended
    when_a_tuple_fails_the_others_have_ended
    others_may_clean_up_and_what_they_say_is_lost
    others_of_a_tuple_may_clean_up_and_what_they_say_is_lost
}

async fn values_are_in_the_order_of_the_awaitables<F: Form>() {
    let (sender, told) = oneshot::channel();
    let first = F::of(async { Returned::Ok(told.await.unwrap()) });
    let last = F::of(async {
        sender.send(1).unwrap();
        Ok(2)
    });
    assert_eq!(try_gather([first, last]).await.unwrap(), [1, 2]);
}

async fn when_a_collection_fails_the_others_have_ended<F: Form>() {
    others_have_ended::<F, _, _>(try_gather).await;
}

async fn when_a_tuple_fails_the_others_have_ended<F: Form>() {
    others_have_ended::<F, _, _>(|[first, second, third]| try_gather!(first, second, third)).await;
}

async fn others_have_ended<F, T, G>(gather: impl Fn([ChildOf<F>; 3]) -> G)
where
    F: Form,
    T: Debug + PartialEq,
    G: Future<Output = Result<T, TryGatherError<&'static str>>>,
{
    let fails = |way: &&Way| way.end() != End::Value;
    for &way in Way::all::<F>().iter().filter(fails) {
        leaving_none(async {
            let (first, mut before) = child::<F>(Way::Returns).await;
            let (second, mut failing) = child::<F>(way).await;
            let (third, mut after) = child::<F>(Way::Returns).await;
            let mut gathered = Box::pin(gather([first, second, third]));
            assert!(poll_once(&mut gathered).is_pending());
            for child in [&mut before, &mut failing, &mut after] {
                child.started().await;
            }
            failing.end();
            let error = gathered.await.unwrap_err();
            assert!(before.has_ended() && after.has_ended());
            assert_eq!(before.ended().await, End::Cancellation);
            assert_eq!(after.ended().await, End::Cancellation);
            assert_eq!(failure(error), (1, way.end()));
        })
        .await;
    }
}

async fn others_may_clean_up_and_what_they_say_is_lost<F: Form>() {
    others_may_clean_up::<F, _, _>(try_gather).await;
}

async fn others_of_a_tuple_may_clean_up_and_what_they_say_is_lost<F: Form>() {
    others_may_clean_up::<F, _, _>(|[first, second]| try_gather!(first, second)).await;
}

async fn others_may_clean_up<F, T, G>(gather: impl Fn([ChildOf<F>; 2]) -> G)
where
    F: Form,
    T: Debug + Send + 'static,
    G: Future<Output = Result<T, TryGatherError<&'static str>>> + Send + 'static,
{
    for outcome in [Ok(1), Err("the error of another")] {
        let (started, may_fail) = oneshot::channel();
        let (asked, is_asked) = oneshot::channel();
        let (end, may_end) = oneshot::channel();
        let cleaning = F::of(graceful(async move |cancel| {
            started.send(()).unwrap();
            cancel.requested().await;
            asked.send(()).unwrap();
            may_end.await.unwrap();
            outcome
        }));
        let failing = F::of(async {
            may_fail.await.unwrap();
            Err("failed")
        });
        let gathering = create_task(gather([cleaning, failing]));
        is_asked.await.unwrap();
        assert!(!gathering.is_finished());
        end.send(()).unwrap();
        let error = gathering.await.unwrap().unwrap_err();
        assert_eq!(error.index, 1);
        assert!(matches!(error.failure, Failure::Returned("failed")));
    }
}

#[test]
fn nothing_is_gathered_at_once() {
    let nothing = iter::empty::<Task<Result<u8, ()>>>();
    assert_eq!(now(try_gather(nothing)).unwrap(), []);
}

#[test]
fn no_coroutine_is_scheduled_before_all_arguments_are_there() {
    on_current_thread(async {
        let before = alive_tasks();
        drop(try_gather!(async { Ok::<_, ()>(1) }, {
            assert_eq!(alive_tasks(), before);
            async { Ok(2) }
        }));
    });
}

#[test]
fn it_shows_the_tasks_that_run() {
    on_current_thread(async {
        let ended = create_task(async { Ok::<u8, ()>(1) });
        let endless = create_task(future::pending());
        let id = endless.id();
        let mut gathered = try_gather([ended, endless]);
        tokio::task::yield_now().await;
        assert!(poll_once(&mut gathered).is_pending());
        assert_eq!(
            format!("{gathered:?}"),
            format!("TryGather {{ running: [Task {{ id: {id:?}, is_finished: false }}], .. }}")
        );
    });
}

/// A second request would cancel the code after the graceful part.
#[test]
fn the_others_are_asked_once() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let (says, said) = oneshot::channel();
        let goes_on = create_task(async {
            graceful(async |cancel: CancelRequest| {
                begins.send(()).unwrap();
                cancel.requested().await;
            })
            .await;
            let_others_run().await;
            says.send("went on").unwrap();
            Ok::<_, &str>(())
        });
        begun.await.unwrap();
        let awhile = create_task(graceful(async |cancel: CancelRequest| {
            cancel.requested().await;
            yield_now().await; // the future is polled before the other child has ended
            Ok(())
        }));
        let_others_run().await;
        let fails = async { Err::<(), _>("failed") };
        let error = try_gather!(goes_on, awhile, fails).await.unwrap_err();
        assert_eq!(error.index, 2);
        assert_eq!(said.await.unwrap(), "went on");
    });
}

#[test]
#[should_panic(expected = "try_gather is polled after it has completed")]
fn after_its_failure_it_has_nothing_more_to_give() {
    on_current_thread(async {
        let mut gathered = try_gather([async { Err::<(), _>("failed") }]);
        (&mut gathered).await.unwrap_err();
        drop(gathered.await);
    });
}
