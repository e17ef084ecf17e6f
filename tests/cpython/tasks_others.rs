//! Creating and detaching a task, and other types that are awaited like a task.

use std::future::pending;
use std::iter;
use std::sync::Arc;

use ensure_future::{
    ReturnWhen, Task, WaitError, create_named_task, create_task, ensure_future, named_tasks, run,
    task_name, wait,
};
use tokio::sync::oneshot;
use tokio::task::{JoinError, yield_now};

use support::{
    History, current_thread, let_others_run, now, on_both_flavours, on_current_thread, panics_here,
};

/// CPython's `test_tasks::test_wait_invalid_args`.
///
/// An argument that is not a collection does not compile. An empty collection is only seen at run time.
#[test]
fn there_must_be_something_to_wait_for() {
    let waiting = wait(iter::empty::<Task<u8>>(), ReturnWhen::AllCompleted);
    assert_eq!(now(waiting).unwrap_err(), WaitError::Empty);
}

/// CPython's `test_tasks::test_coro_is_deprecated_in_wait`.
///
/// All functions take coroutines, and so does `wait`. The caller finds the task of a coroutine by its position or its
/// id.
#[test]
fn coroutines_can_be_waited_for() {
    on_both_flavours(async || {
        let waited = wait([async { 1 }], ReturnWhen::AllCompleted).await.unwrap();
        assert_eq!(waited.done[0].result.as_ref().unwrap(), &1);

        let task = create_task(pending::<u8>());
        let id = task.id();
        let both = [task, ensure_future(async { 2 })];
        let waited = wait(both, ReturnWhen::FirstCompleted).await.unwrap();
        assert_eq!(waited.done[0].result.as_ref().unwrap(), &2);
        assert_eq!(waited.pending[0].id(), id);
    });
}

/// CPython's `test_tasks::test_log_destroyed_pending_task`.
///
/// The runtime owns its tasks, so a task whose handle was dropped goes on.
#[test]
fn a_task_that_nobody_holds_goes_on() {
    on_both_flavours(async || {
        let (sender, receiver) = oneshot::channel();
        let (tell, told) = oneshot::channel();
        let task = create_named_task("nobody holds it", async {
            let word: &str = receiver.await.unwrap();
            tell.send(word).unwrap();
        });
        let id = task.id();
        drop(task);
        let_others_run().await;
        assert_eq!(named_tasks()[0].0, id);
        sender.send("it went on").unwrap();
        assert_eq!(told.await, Ok("it went on"));
    });
}

/// CPython's `test_tasks::test_log_destroyed_pending_task`.
///
/// Pending tasks are destroyed when their runtime ends. This is not reported, but the owner of the task sees it.
#[test]
fn a_task_that_ends_with_its_runtime_is_a_cancelled_one() {
    let history = History::default();
    let task = run(async {
        let task = create_named_task("left", history.endless());
        yield_now().await;
        task
    });
    assert_eq!((history.polls(), history.drops()), (1, 1));
    assert_eq!(task_name(task.id()), None);
    assert!(now(task.into_future()).unwrap_err().is_cancelled());
}

/// CPython's `test_tasks::test_tb_logger_not_called_after_cancel`.
///
/// An error is a value. It is kept until the task is awaited, and dropped with the task.
#[test]
fn an_error_that_nobody_asks_for_is_dropped_with_its_task() {
    on_both_flavours(async || {
        let error = Arc::new("the error");
        for is_cancelled in [false, true] {
            let kept = error.clone();
            let task = create_task(async { Err::<(), _>(kept) });
            while !task.is_finished() {
                yield_now().await;
            }
            if is_cancelled {
                assert!(!task.cancel(), "it had failed before");
            }
            assert_eq!(Arc::strong_count(&error), 2);
            drop(task);
            assert_eq!(Arc::strong_count(&error), 1);
        }
    });
}

/// CPython's `test_tasks::test_task_source_traceback`.
///
/// A task does not store where it was created. tokio passes the location to its tools, and a panic names it if a task
/// can't be created.
#[test]
fn what_makes_a_task_knows_the_callers_line() {
    panics_here(|| create_task(async {}));
    panics_here(|| create_named_task("name", async {}));
    panics_here(|| ensure_future(async {}));
}

/// CPython's `test_tasks::test_error_in_call_soon`.
///
/// A coroutine that can't be scheduled any more is dropped, and its task is a cancelled one.
#[test]
fn what_can_not_be_scheduled_is_not_listed() {
    let runtime = current_thread();
    let handle = runtime.handle().clone();
    drop(runtime);
    let _guard = handle.enter();
    let history = History::default();
    let task = create_named_task("late", history.endless());
    assert_eq!((history.polls(), history.drops()), (0, 1));
    assert_eq!(named_tasks(), []);
    assert_eq!(task_name(task.id()), None);
    assert!(now(task.into_future()).unwrap_err().is_cancelled());
}

async fn coroutine() -> u8 {
    yield_now().await;
    1
}

/// CPython's `test_tasks::test_create_task_with_async_function`.
#[test]
fn a_task_is_made_of_what_an_async_fn_returns() {
    on_both_flavours(async || {
        for _ in 0..2 {
            let task: Task<u8> = create_task(coroutine());
            assert_eq!(task.await.unwrap(), 1);
        }
    });
}

/// CPython's `test_tasks::test_create_task_with_asynclike_function`.
#[test]
fn a_task_is_made_of_a_future_that_was_written_by_hand() {
    on_both_flavours(async || {
        let history = History::default();
        for round in 1..=2 {
            let task: Task<u8> = create_task(history.watch(coroutine()));
            assert_eq!(task.await.unwrap(), 1);
            assert_eq!((history.polls(), history.drops()), (2 * round, round));
        }
    });
}

/// CPython's `test_tasks::test_bare_create_task`.
#[test]
fn a_task_is_made_in_the_runtime_that_runs() {
    async fn outer() -> Result<u8, JoinError> {
        create_task(coroutine()).await
    }

    on_both_flavours(async || {
        assert_eq!(outer().await.unwrap(), 1);
        assert_eq!(create_task(outer()).await.unwrap().unwrap(), 1);
    });
}

/// CPython's `test_tasks::test_bare_create_named_task`.
#[test]
fn a_task_has_the_name_that_it_was_made_under() {
    on_both_flavours(async || {
        let (sender, receiver) = oneshot::channel::<()>();
        let task = create_named_task("No-op", receiver);
        assert_eq!(task_name(task.id()).as_deref(), Some("No-op"));
        sender.send(()).unwrap();
        task.await.unwrap().unwrap();
    });
}

/// CPython's `test_tasks::test_future_subclass`.
///
/// A task is not a `Future`, which is how the compiler tells it from a coroutine. It can be awaited, and converted to a
/// future.
#[test]
fn a_task_is_awaited_as_other_awaitables_are() {
    async fn outcome(awaitable: impl IntoFuture<Output = Result<u8, JoinError>>) -> u8 {
        awaitable.await.unwrap()
    }

    on_both_flavours(async || {
        let mut task = create_task(coroutine());
        assert_eq!(outcome(&mut task).await, 1);
        assert_eq!(outcome(create_task(coroutine())).await, 1);
        let future = create_task(coroutine()).into_future();
        assert_eq!(create_task(future).await.unwrap().unwrap(), 1);
    });
}

/// CPython's `test_tasks::test_sleep_zero`.
///
/// Its counterpart is tokio's `yield_now`, which gives no value.
#[test]
fn yielding_lets_others_have_one_turn() {
    on_current_thread(async {
        let history = History::default();
        let task = create_task(history.watch(coroutine()));
        assert_eq!(history.polls(), 0);
        yield_now().await;
        assert_eq!(history.polls(), 1);
        assert_eq!(task.await.unwrap(), 1);
        assert_eq!(history.polls(), 2);
    });
}
