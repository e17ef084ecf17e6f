//! The result of a task, and the order in which tasks run.

use std::future::{pending, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ensure_future::{
    ReturnWhen, Runner, Task, as_completed, create_named_task, create_task, current_task, gather,
    named_tasks, promise, wait,
};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::yield_now;

use super::tasks_clock::{after, on_paused_clock, takes};
use support::{lifeline, on_both_flavours};

/// A result whose destructor uses the library.
struct Meddling(Arc<AtomicUsize>);

impl Drop for Meddling {
    fn drop(&mut self) {
        let made = create_named_task("made by a destructor", pending::<()>());
        assert!(named_tasks().iter().any(|&(id, _)| id == made.id()));
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// CPython's `test_tasks::test_task_del_collect`.
#[test]
fn destructors_of_results_may_use_the_library() {
    on_both_flavours(async || {
        let drops = Arc::new(AtomicUsize::new(0));
        let child = |_| create_named_task("child", ready(Meddling(drops.clone())));
        let has_dropped = async |expected| {
            while drops.load(Ordering::SeqCst) < expected {
                yield_now().await;
            }
        };
        assert_eq!(gather((0..100).map(child)).await.len(), 100);
        has_dropped(100).await;

        let mut completed = as_completed((0..10).map(child));
        drop(completed.next().await);
        drop(completed);
        let waited = wait((0..10).map(child), ReturnWhen::FirstCompleted).await;
        drop(waited);
        drop(child(0));
        has_dropped(121).await;
    });
}

/// CPython's `test_tasks::test_task_class`.
#[test]
fn a_task_runs_on_the_runtime_that_it_was_made_in() {
    for _ in 0..2 {
        let mut runner = Runner::new().unwrap();
        let task = {
            let _guard = runner.handle().enter();
            create_task(async { ("ok", Handle::current().id()) })
        };
        let here = runner.handle().id();
        let ended = async {
            while !task.is_finished() {
                yield_now().await;
            }
            task.await
        };
        assert_eq!(runner.run(ended).unwrap(), ("ok", here));
    }
}

/// CPython's `test_tasks::test_coroutine_non_gen_function`.
#[test]
fn an_async_fn_is_run_to_its_value() {
    async fn function() -> &'static str {
        yield_now().await;
        "test"
    }

    let coroutine = function();
    assert_eq!(Runner::new().unwrap().run(coroutine), "test");
}

/// CPython's `test_tasks::test_task_awaits_on_itself`.
///
/// As in tokio, this is not detected: the task waits, and can be cancelled.
#[test]
fn a_task_that_awaits_itself_waits_until_it_is_cancelled() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (give, given) = oneshot::channel::<Task<()>>();
        let task = create_task(async move {
            let itself = given.await.unwrap();
            line.started();
            itself.await.unwrap();
        });
        let remote = task.abort_handle();
        give.send(task).unwrap();
        watch.started().await;
        assert!(watch.is_alive());
        remote.abort();
        watch.dropped().await;
    });
}

/// CPython's `test_tasks::test_task_basics`.
#[test]
fn a_task_gives_what_its_coroutine_makes_of_others() {
    on_both_flavours(async || {
        let outer = async {
            let first = async { 42 }.await;
            let second = create_task(async { 1000 }).await.unwrap();
            first + second
        };
        assert_eq!(create_task(outer).await.unwrap(), 1042);
    });
}

/// CPython's `test_tasks::test_stop_while_run_in_complete`.
///
/// A runtime can't be stopped from within, but its main coroutine may end first. The other tasks then stay as they are.
#[test]
fn a_task_stays_as_it_is_while_nothing_is_run() {
    let turns = Arc::new(AtomicUsize::new(0));
    let mut runner = Runner::new().unwrap();
    let task = runner.run(async {
        let counter = turns.clone();
        let task = create_task(async move {
            loop {
                counter.fetch_add(1, Ordering::SeqCst);
                yield_now().await;
            }
        });
        while turns.load(Ordering::SeqCst) < 2 {
            yield_now().await;
        }
        task
    });
    let before = turns.load(Ordering::SeqCst);
    assert!(!task.is_finished());
    runner.run(async {
        while turns.load(Ordering::SeqCst) == before {
            yield_now().await;
        }
    });
    assert!(task.cancel());
    let outcome: Result<(), _> = runner.run(task.into_future());
    assert!(outcome.unwrap_err().is_cancelled());
}

/// CPython's `test_tasks::test_sleep`.
///
/// tokio's `sleep` gives no value, so the coroutine around it does.
#[test]
fn a_coroutine_that_sleeps_gives_its_value_afterwards() {
    on_paused_clock(async {
        let sleeper = create_task(async {
            takes(50, after(50, ())).await;
            takes(50, after(50, "yeah")).await
        });
        assert_eq!(sleeper.await.unwrap(), "yeah");
    });
}

/// CPython's `test_tasks::test_coroutine_non_gen_function_return_future`.
#[test]
fn a_task_that_gives_a_task_is_not_flattened() {
    on_both_flavours(async || {
        let (resolver, promised) = promise();
        let id = promised.id();
        let outer: Task<Task<&str>> = create_task(async { promised });
        let inner = outer.await.unwrap();
        assert_eq!((inner.id(), inner.is_finished()), (id, false));
        resolver.resolve("test").unwrap();
        assert_eq!(inner.await.unwrap(), "test");
    });
}

/// CPython's `test_tasks::test_current_task_with_interleaving_tasks`.
#[test]
fn each_task_knows_itself_after_every_switch() {
    on_both_flavours(async || {
        assert_eq!(current_task(), None);
        let (to_first, from_second) = oneshot::channel();
        let (to_second, from_first) = oneshot::channel();
        let first = create_task(async {
            let before = current_task();
            from_second.await.unwrap();
            let after = current_task();
            to_second.send(()).unwrap();
            (before, after)
        });
        let second = create_task(async {
            let before = current_task();
            to_first.send(()).unwrap();
            from_first.await.unwrap();
            (before, current_task())
        });
        for task in [first, second] {
            let id = Some(task.id());
            assert_eq!(task.await.unwrap(), (id, id));
        }
        assert_eq!(current_task(), None);
    });
}
