//! `ensure_future` with a coroutine, a task, and an awaitable of another runtime.

use ensure_future::{Task, create_task, ensure_future, promise};
use tokio::runtime::{Handle, Id};
use tokio::task::yield_now;

use support::{
    History, alive_tasks, current_thread, multi_thread, on_both_flavours, on_current_thread,
    on_multi_thread, panics_here,
};

async fn where_it_runs() -> Id {
    yield_now().await;
    Handle::current().id()
}

/// CPython's `test_tasks::test_ensure_future_coroutine`.
///
/// asyncio's `loop` argument corresponds to a runtime that is entered.
#[test]
fn a_coroutine_becomes_a_task_of_the_current_runtime() {
    let runtime = current_thread();
    let id = runtime.handle().id();
    let within = runtime.block_on(async { ensure_future(where_it_runs()) });
    assert_eq!(runtime.block_on(within.into_future()).unwrap(), id);

    let entered = runtime.enter();
    let without = ensure_future(where_it_runs());
    drop(entered);
    assert_eq!(runtime.block_on(without.into_future()).unwrap(), id);
}

/// CPython's `test_tasks::test_ensure_future_coroutine`.
#[test]
fn a_coroutine_without_a_runtime_is_a_panic_at_the_callers_line() {
    let message = panics_here(|| ensure_future(where_it_runs()));
    assert!(message.contains("no tokio runtime"), "{message}");
}

/// CPython's `test_tasks::test_ensure_future_future`.
#[test]
fn a_promise_comes_back_as_the_same_task() {
    on_both_flavours(async || {
        let (resolver, promised) = promise();
        let (id, before) = (promised.id(), alive_tasks());
        let same = ensure_future(promised);
        assert_eq!((same.id(), alive_tasks()), (id, before));
        resolver.resolve("ko").unwrap();
        assert_eq!(same.await.unwrap(), "ko");
    });
}

/// CPython's `test_tasks::test_ensure_future_task`.
#[test]
fn a_task_comes_back_as_the_same_task() {
    on_both_flavours(async || {
        let history = History::default();
        let task = create_task(history.watch(async { "ok" }));
        let id = task.id();
        let same = ensure_future(ensure_future(task));
        assert_eq!(same.id(), id);
        assert_eq!(same.await.unwrap(), "ok");
        assert_eq!((history.polls(), history.drops()), (1, 1));
    });
}

/// CPython's `test_tasks::test_ensure_future_future`.
/// CPython's `test_tasks::test_ensure_future_task`.
/// CPython's `test_tasks::test_ensure_future_error_msg`.
///
/// The functions take no runtime as an argument, so none can be wrong.
#[test]
fn a_task_of_another_runtime_comes_back_as_the_same_task() {
    let (here, elsewhere) = (current_thread(), multi_thread());
    let (resolver, promised) = elsewhere.block_on(async { promise() });
    let id = promised.id();
    let same = here.block_on(async { ensure_future(promised) });
    assert_eq!(same.id(), id);
    assert_eq!(here.metrics().num_alive_tasks(), 0);
    assert_eq!(elsewhere.metrics().num_alive_tasks(), 1);
    resolver.resolve("ok").unwrap();
    assert_eq!(here.block_on(same.into_future()).unwrap(), "ok");
}

/// CPython's `test_tasks::test_other_loop_future`.
///
/// A task may be awaited from another runtime, as long as its own runtime runs.
#[test]
fn a_task_of_another_runtime_can_be_awaited() {
    let elsewhere = multi_thread();
    let awaited = || {
        let (resolver, promised) = elsewhere.block_on(async { promise() });
        async move {
            let awaiting = create_task(async { promised.await.unwrap() });
            resolver.resolve(42).unwrap();
            awaiting.await.unwrap()
        }
    };
    assert_eq!(on_current_thread(awaited()), 42);
    assert_eq!(on_multi_thread(awaited()), 42);
}

/// CPython's `test_tasks::test_ensure_future_awaitable`.
/// CPython's `test_tasks::test_ensure_future_task_awaitable`.
#[test]
fn a_future_written_by_hand_becomes_a_task() {
    on_both_flavours(async || {
        let history = History::default();
        let task: Task<&str> = ensure_future(history.watch(async { "ok" }));
        assert_eq!(task.await.unwrap(), "ok");
        assert_eq!((history.polls(), history.drops()), (1, 1));
    });
}
