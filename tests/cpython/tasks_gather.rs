//! The results of `gather` and `try_gather`, in CPython's cases of asyncio's `gather`.

use std::fmt::Debug;
use std::future::poll_fn;
use std::iter;
use std::task::Poll;

use ensure_future::{
    Failure, Resolver, ReturnWhen, Task, create_task, gather, graceful, promise, try_gather, wait,
};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinError, yield_now};

use support::{let_others_run, lifeline, on_both_flavours, on_current_thread, poll_once};

/// Tasks whose values the test sets.
fn promises<T: Send + Debug + 'static, const N: usize>() -> ([Resolver<T>; N], [Task<T>; N]) {
    let (resolvers, tasks): (Vec<_>, Vec<_>) = iter::repeat_with(promise).take(N).unzip();
    (resolvers.try_into().unwrap(), tasks.try_into().unwrap())
}

/// The value of each outcome, `None` if it was cancelled.
fn values<T>(outcomes: impl IntoIterator<Item = Result<T, JoinError>>) -> Vec<Option<T>> {
    let value = |outcome: Result<T, JoinError>| {
        outcome
            .map_err(|error| assert!(error.is_cancelled(), "{error}"))
            .ok()
    };
    outcomes.into_iter().map(value).collect()
}

/// CPython's `test_tasks::test_success`.
#[test]
fn values_are_in_the_order_of_the_arguments_and_there_when_all_are() {
    on_both_flavours(async || {
        let ([first, second, third], tasks) = promises();
        let mut gathered = try_gather(tasks);
        second.resolve(Ok::<_, ()>(1)).unwrap();
        first.resolve(Ok(2)).unwrap();
        let_others_run().await;
        assert!(poll_once(&mut gathered).is_pending());
        third.resolve(Ok(3)).unwrap();
        assert_eq!(gathered.await.unwrap(), [2, 1, 3]);
    });
}

/// CPython's `test_tasks::test_result_exception_success`.
#[test]
fn results_are_in_the_order_of_the_arguments_and_there_when_all_are() {
    on_both_flavours(async || {
        let ([first, second, third], tasks) = promises();
        let mut gathered = gather(tasks);
        second.resolve(1).unwrap();
        first.resolve(2).unwrap();
        let_others_run().await;
        assert!(poll_once(&mut gathered).is_pending());
        third.resolve(3).unwrap();
        assert_eq!(values(gathered.await), [Some(2), Some(1), Some(3)]);
    });
}

/// CPython's `test_tasks::test_one_exception`.
///
/// `try_gather` returns the first failure too, but does not leave the others running: they are cancelled, and have
/// ended.
#[test]
fn the_first_failure_ends_it_and_the_others() {
    on_both_flavours(async || {
        let ([first, second, third, fourth, fifth], tasks) = promises();
        let gathered = try_gather(tasks);
        first.resolve(Ok(1)).unwrap();
        second.resolve(Err("expected")).unwrap();
        let error = gathered.await.unwrap_err();
        assert_eq!(error.index, 1);
        assert!(matches!(error.failure, Failure::Returned("expected")));
        for other in [third, fourth, fifth] {
            assert_eq!(other.resolve(Ok(3)), Err(Ok(3)), "nobody waits for it");
        }
    });
}

/// CPython's `test_tasks::test_one_exception`.
///
/// If the others should go on, use `wait`.
#[test]
fn the_first_failure_ends_a_wait_and_the_others_go_on() {
    on_current_thread(async {
        let ([first, second, third, fourth, fifth], tasks) = promises();
        let waiting = wait(tasks, ReturnWhen::FirstException).exception_if(Result::is_err);
        first.resolve(Ok(1)).unwrap();
        second.resolve(Err("expected")).unwrap();
        let waited = waiting.await.unwrap();
        let done = waited.done.into_iter().map(|child| child.result);
        assert_eq!(values(done), [Some(Ok(1)), Some(Err("expected"))]);

        third.resolve(Ok(3)).unwrap();
        drop(fourth);
        fifth.resolve(Err("later")).unwrap();
        let others = values(gather(waited.pending).await);
        assert_eq!(others, [Some(Ok(3)), None, Some(Err("later"))]);
    });
}

/// CPython's `test_tasks::test_one_cancellation`.
///
/// A cancelled child is a failure like any other: it cancels the others, but not the awaiter.
#[test]
fn a_child_that_was_cancelled_is_the_first_failure() {
    on_both_flavours(async || {
        let ([first, second, third, fourth, fifth], tasks) = promises();
        let gathering = create_task(try_gather(tasks));
        first.resolve(Ok::<_, ()>(1)).unwrap();
        drop(second);
        let error = gathering.await.unwrap().unwrap_err();
        assert_eq!(error.index, 1);
        assert!(matches!(error.failure, Failure::Ended(ended) if ended.is_cancelled()));
        for other in [third, fourth, fifth] {
            assert_eq!(other.resolve(Ok(3)), Err(Ok(3)), "nobody waits for it");
        }
    });
}

/// CPython's `test_tasks::test_exception_marking`.
///
/// The second child would fail later. It has been cancelled by then, so there is no second failure to ignore.
#[test]
fn a_second_failure_does_not_come_about() {
    on_current_thread(async {
        let ([first, second], promised) = promises();
        let children = promised.map(|until| async {
            let number: u8 = until.await.unwrap();
            Err::<(), _>(number)
        });
        let outer = create_task(try_gather(children));
        let_others_run().await; // both wait
        first.resolve(1).unwrap();
        let_others_run().await;
        assert_eq!(second.resolve(2), Err(2), "nobody waits for it");
        let error = outer.await.unwrap().unwrap_err();
        assert!(matches!(error.failure, Failure::Returned(1)));
    });
}

/// CPython's `test_tasks::test_return_exceptions`.
#[test]
fn failures_stand_among_the_values_and_end_nothing() {
    on_both_flavours(async || {
        let ([first, second, third, fourth], tasks) = promises();
        let mut gathered = gather(tasks);
        second.resolve(Ok(1)).unwrap();
        third.resolve(Err("early")).unwrap();
        first.resolve(Ok(3)).unwrap();
        let_others_run().await;
        assert!(poll_once(&mut gathered).is_pending());
        fourth.resolve(Err("late")).unwrap();
        let results = [Ok(3), Ok(1), Err("early"), Err("late")].map(Some);
        assert_eq!(values(gathered.await), results);
    });
}

/// CPython's `test_tasks::test_result_exception_one_cancellation`.
#[test]
fn cancellations_stand_among_the_values_and_end_nothing() {
    on_both_flavours(async || {
        let ([first, second, third, fourth, fifth, sixth], tasks) = promises();
        let mut gathered = gather(tasks);
        first.resolve(Ok(1)).unwrap();
        second.resolve(Err("early")).unwrap();
        drop(third);
        let_others_run().await;
        assert!(poll_once(&mut gathered).is_pending());
        fourth.resolve(Ok(3)).unwrap();
        drop(fifth);
        sixth.resolve(Err("late")).unwrap();
        let results = values(gathered.await);
        assert_eq!(results[..3], [Some(Ok(1)), Some(Err("early")), None]);
        assert_eq!(results[3..], [Some(Ok(3)), None, Some(Err("late"))]);
    });
}

/// CPython's `test_tasks::test_cancellation_broadcast`.
///
/// There is no future of `gather` left to cancel. Its task can be cancelled, which returns that the task has ended.
#[test]
fn cancelling_the_task_that_gathers_cancels_every_child() {
    on_both_flavours(async || {
        let (lines, mut watches): (Vec<_>, Vec<_>) = iter::repeat_with(lifeline).take(2).unzip();
        let children: Vec<_> = lines
            .into_iter()
            .map(|line| create_task(line.endless::<()>()))
            .collect();
        let (sender, begun) = oneshot::channel();
        let mut outer = create_task(async {
            let gathered = gather(children);
            sender.send(()).unwrap();
            gathered.await.len()
        });
        for watch in &mut watches {
            watch.started().await;
        }
        begun.await.unwrap();

        assert!(outer.cancel());
        assert!((&mut outer).await.unwrap_err().is_cancelled());
        assert!(!outer.cancel());
        for watch in watches {
            watch.dropped().await;
        }
    });
}

/// CPython's `test_tasks::test_cancel_gather_2`.
///
/// The cancellation has no message.
#[test]
fn a_task_that_gathers_again_and_again_is_cancelled() {
    on_both_flavours(async || {
        let (tell, mut told) = mpsc::unbounded_channel();
        let gathering = create_task(async move {
            loop {
                gather([yield_now()]).await;
                tell.send(()).unwrap();
            }
        });
        for _ in 0..4 {
            told.recv().await.unwrap();
        }
        assert!(gathering.cancel());
        let outcome: Result<(), _> = gathering.await;
        assert!(outcome.unwrap_err().is_cancelled());
        while told.recv().await.is_some() {} // ends when the child has been dropped
    });
}

type Gathered = Vec<Result<u8, JoinError>>;

/// Cancels a task that gathers, after its only child has ended and before the task is polled again.
async fn cancel_after_the_child(
    gathering: Task<Gathered>,
    resolver: Resolver<u8>,
    child: AbortHandle,
) -> Result<Gathered, JoinError> {
    let_others_run().await; // it waits for the child
    let cancelling = create_task(async move {
        resolver.resolve(42).unwrap();
        while !child.is_finished() {
            let_those_before_run().await;
        }
        assert!(!gathering.is_finished());
        assert!(gathering.cancel());
        gathering.await
    });
    cancelling.await.unwrap()
}

/// Moves to the end of the queue. `yield_now` would wait until the queue is empty.
async fn let_those_before_run() {
    let mut has_run = false;
    poll_fn(|context| {
        if has_run {
            return Poll::Ready(());
        }
        has_run = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// CPython's `test_tasks::test_cancel_gather_1`.
///
/// A task that has not ended is cancelled, whatever it waits for, and drops the results that it has. A `graceful` task
/// keeps them.
#[test]
fn gathering_can_be_cancelled_until_it_has_ended_itself() {
    on_current_thread(async {
        let (resolver, child) = promise();
        let remote = child.abort_handle();
        let gathering = create_task(gather([child]));
        let outcome = cancel_after_the_child(gathering, resolver, remote).await;
        assert!(outcome.unwrap_err().is_cancelled());

        let (resolver, child) = promise();
        let remote = child.abort_handle();
        let gathering = create_task(graceful(async |_| gather([child]).await));
        let outcome = cancel_after_the_child(gathering, resolver, remote).await;
        assert_eq!(values(outcome.unwrap()), [Some(42)]);
    });
}
