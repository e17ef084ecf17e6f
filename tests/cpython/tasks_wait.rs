//! `wait`, in CPython's cases: the sets `done` and `pending`, and that `wait` cancels nothing.

use std::future;
use std::time::Duration;

use ensure_future::{ReturnWhen, Task, WaitError, Waited, create_task, wait};
use tokio::sync::oneshot;
use tokio::task::{Id, yield_now};

use super::tasks_clock::{after, on_paused_clock, takes};
use support::{lifeline, on_both_flavours, poll_once};

/// A task that returns an exception as an `Err`.
type Fallible = Task<Result<&'static str, &'static str>>;

/// The tasks that are done, and those that are pending.
fn split<T>(waited: &Waited<T>) -> (Vec<Id>, Vec<Id>) {
    let done = waited.done.iter().map(|child| child.id);
    let pending = waited.pending.iter().map(Task::id);
    (done.collect(), pending.collect())
}

/// The value of the pending task in the end: it was not cancelled.
async fn goes_on<T>(waited: Waited<T>) -> T {
    let mut pending = waited.pending;
    let task = pending.pop().expect("one is pending");
    assert!(pending.is_empty() && !task.is_finished());
    task.await.expect("it was not cancelled")
}

/// CPython's `test_tasks::test_wait`.
///
/// `wait` owns its arguments, so a task that is passed twice is shared.
#[test]
fn what_has_ended_is_waited_for_in_no_time() {
    on_paused_clock(async {
        let tasks = [150, 100].map(|delay| create_task(after(delay, delay)).shared());
        for time in [150, 0] {
            let awaits = tasks.each_ref().map(IntoFuture::into_future);
            let waited = takes(time, wait(awaits, ReturnWhen::AllCompleted)).await;
            let Waited { done, pending } = waited.unwrap();
            assert!(pending.is_empty());
            let values = done.into_iter().map(|child| child.result.unwrap());
            let mut values: Vec<_> = values.map(Result::unwrap).collect();
            values.sort_unstable();
            assert_eq!(values, [100, 150]);
        }
    });
}

/// CPython's `test_tasks::test_wait_duplicate_coroutines`.
///
/// A task is moved, so it can't be passed twice. Several awaiters share a task, and each await of it counts.
#[test]
fn each_await_of_a_shared_task_counts() {
    on_both_flavours(async || {
        let shared = create_task(async { "test" }).shared();
        let other = create_task(async { "spam" }).shared();
        let awaits = [&shared, &shared, &other].map(IntoFuture::into_future);
        let waited = wait(awaits, ReturnWhen::AllCompleted).await.unwrap();
        assert!(waited.pending.is_empty());
        let results = waited.done.into_iter().map(|child| child.result.unwrap());
        let mut results: Vec<_> = results.map(Result::unwrap).collect();
        results.sort_unstable();
        assert_eq!(results, ["spam", "test", "test"]);
    });
}

/// CPython's `test_tasks::test_wait_errors`.
#[test]
fn nothing_to_wait_for_is_an_error() {
    on_both_flavours(async || {
        let nothing: [Task<()>; 0] = [];
        let error = wait(nothing, ReturnWhen::AllCompleted).await.unwrap_err();
        assert_eq!(error, WaitError::Empty);
    });
}

/// CPython's `test_tasks::test_wait_first_completed`.
#[test]
fn the_first_that_completes_ends_the_wait() {
    on_paused_clock(async {
        let slow = create_task(after(10_000, "slow"));
        let quick = create_task(after(100, "quick"));
        let ids = (vec![quick.id()], vec![slow.id()]);
        let waiting = wait([quick, slow], ReturnWhen::FirstCompleted);
        let waited = takes(100, waiting).await.unwrap();
        assert_eq!(split(&waited), ids);
        assert_eq!(waited.done[0].result.as_ref().unwrap(), &"quick");
        assert_eq!(takes(9_900, goes_on(waited)).await, "slow");
    });
}

/// CPython's `test_tasks::test_wait_really_done`.
#[test]
fn what_has_ended_when_the_wait_wakes_is_done_too() {
    on_both_flavours(async || {
        let (senders, coroutines): (Vec<_>, Vec<_>) = (0..2)
            .map(|_| oneshot::channel())
            .map(|(sender, receiver)| (sender, create_task(receiver)))
            .unzip();
        let remotes: Vec<_> = coroutines.iter().map(Task::abort_handle).collect();
        let mut waiting = wait(coroutines, ReturnWhen::FirstCompleted);
        assert!(poll_once(&mut waiting).is_pending());
        for sender in senders {
            sender.send(()).unwrap();
        }
        while !remotes.iter().all(tokio::task::AbortHandle::is_finished) {
            yield_now().await;
        }
        let waited = waiting.await.unwrap();
        assert_eq!((waited.done.len(), waited.pending.len()), (2, 0));
    });
}

/// CPython's `test_tasks::test_wait_first_exception`.
#[test]
fn a_task_that_has_failed_before_ends_the_wait_at_once() {
    on_paused_clock(async {
        let panicking: Fallible = create_task(async { panic!("on purpose") });
        for failed in [create_task(async { Err("err") }), panicking] {
            while !failed.is_finished() {
                yield_now().await;
            }
            let slow: Fallible = create_task(after(10_000, Ok("slow")));
            let ids = (vec![failed.id()], vec![slow.id()]);
            let waiting = wait([slow, failed], ReturnWhen::FirstException);
            let waiting = waiting.exception_if(Result::is_err);
            let waited = takes(0, waiting).await.unwrap();
            assert_eq!(split(&waited), ids);
            assert_eq!(goes_on(waited).await, Ok("slow"));
        }
    });
}

/// CPython's `test_tasks::test_wait_first_exception_in_wait`.
#[test]
fn a_failure_in_the_meantime_ends_the_wait() {
    on_paused_clock(async {
        let quick: Fallible = create_task(after(5, Ok("quick")));
        let failing: Fallible = create_task(after(10, Err("err")));
        let slow: Fallible = create_task(after(10_000, Ok("slow")));
        let ids = (vec![quick.id(), failing.id()], vec![slow.id()]);
        let waiting = wait([slow, failing, quick], ReturnWhen::FirstException);
        let waiting = waiting.exception_if(Result::is_err);
        let waited = takes(10, waiting).await.unwrap();
        assert_eq!(split(&waited), ids);
        assert_eq!(goes_on(waited).await, Ok("slow"));
    });
}

/// CPython's `test_tasks::test_wait_with_exception`.
#[test]
fn a_failure_is_one_of_the_outcomes_where_all_are_waited_for() {
    on_paused_clock(async {
        let quick: Fallible = create_task(after(100, Ok("quick")));
        let failing: Fallible = create_task(after(150, Err("really")));
        let waiting = wait([failing, quick], ReturnWhen::AllCompleted);
        let waited = takes(150, waiting.exception_if(Result::is_err)).await;
        let Waited { done, pending } = waited.unwrap();
        assert!(pending.is_empty());
        let results: Vec<_> = done.iter().map(|child| child.result.as_ref()).collect();
        assert!(
            matches!(results[..], [Ok(Ok("quick")), Ok(Err("really"))]),
            "{results:?}"
        );
    });
}

/// CPython's `test_tasks::test_wait_with_timeout`.
#[test]
fn what_is_late_is_pending_and_not_cancelled() {
    on_paused_clock(async {
        let quick = create_task(after(100, "quick"));
        let late = create_task(after(150, "late"));
        let ids = (vec![quick.id()], vec![late.id()]);
        let waiting = wait([late, quick], ReturnWhen::AllCompleted);
        let waiting = waiting.timeout(Duration::from_millis(110));
        let waited = takes(110, waiting).await.unwrap();
        assert_eq!(split(&waited), ids);
        assert_eq!(takes(40, goes_on(waited)).await, "late");
    });
}

/// CPython's `test_tasks::test_wait_concurrent_complete`.
#[test]
fn what_ends_at_the_limit_is_done() {
    on_paused_clock(async {
        let punctual = create_task(after(100, "punctual"));
        let late = create_task(after(150, "late"));
        let ids = (vec![punctual.id()], vec![late.id()]);
        let waiting = wait([late, punctual], ReturnWhen::AllCompleted);
        let waiting = waiting.timeout(Duration::from_millis(100));
        let waited = takes(100, waiting).await.unwrap();
        assert_eq!(split(&waited), ids);
        assert_eq!(takes(50, goes_on(waited)).await, "late");
    });
}

/// CPython's `test_tasks::test_wait_with_iterator_of_tasks`.
#[test]
fn an_iterator_of_tasks_is_waited_for() {
    on_paused_clock(async {
        let tasks = [150, 100].map(|delay| create_task(after(delay, ())));
        let ids = vec![tasks[1].id(), tasks[0].id()];
        let waiting = wait(tasks.into_iter(), ReturnWhen::AllCompleted);
        let waited = takes(150, waiting).await.unwrap();
        assert_eq!(split(&waited), (ids, vec![]));
    });
}

/// CPython's `test_tasks::test_wait_generator`.
#[test]
fn tasks_are_made_while_they_are_drawn() {
    on_both_flavours(async || {
        let tasks = (0..10).map(|number| create_task(future::ready(number)));
        let waited = wait(tasks, ReturnWhen::AllCompleted).await.unwrap();
        assert_eq!((waited.done.len(), waited.pending.len()), (10, 0));
        let numbers = waited.done.into_iter().map(|child| child.result.unwrap());
        assert_eq!(numbers.sum::<u8>(), 45);
    });
}

/// CPython's `test_tasks::test_yield_wait_does_not_shield_cancel`.
#[test]
fn cancelling_who_waits_leaves_the_others_running() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (proceed, may_proceed) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let inner = create_task(async move {
            line.started();
            may_proceed.await.unwrap();
            end.send("ended").unwrap();
        });
        let outer = create_task(wait([inner], ReturnWhen::AllCompleted));
        watch.started().await;

        assert!(outer.cancel());
        assert!(outer.await.unwrap_err().is_cancelled());
        assert!(watch.is_alive());
        proceed.send(()).unwrap();
        assert_eq!(ended.await.unwrap(), "ended");
    });
}
