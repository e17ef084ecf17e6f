//! Runtimes that run, fail and are closed while they have tasks.

use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;
use std::time::Duration;

use ensure_future::{
    Runner, Task, accepts_awaitable, create_local_task, create_named_task, create_task,
    ensure_future, run, task_name, to_thread, try_ensure_future,
};
use tokio::runtime::Handle;
use tokio::task::yield_now;
use tokio::time::{pause, sleep};

use support::{
    History, current_thread, let_others_run, multi_thread, now, on_both_flavours,
    on_current_thread, panic_of, panics_here, text,
};

/// The handle of a runtime that was closed.
fn closed() -> Handle {
    let runner = Runner::new().unwrap();
    runner.handle().clone()
}

/// CPython's `test_base_events::test_close`.
///
/// A runner that was dropped can't be used again. Its handle can, but every task that it creates is cancelled.
#[test]
fn nothing_runs_in_a_runtime_that_was_closed() {
    let handle = closed();
    let _guard = handle.enter();
    let history = History::default();
    let task = create_task(history.endless());
    assert!(task.is_finished());
    assert!(!task.cancel());
    assert!(now(task.into_future()).unwrap_err().is_cancelled());
    assert_eq!(history.polls(), 0);
}

/// CPython's `test_base_events::test_create_task_error_closes_coro`.
///
/// A closed runtime gives a cancelled task instead of an error. Without any runtime, the call panics and drops the
/// coroutine, unless the caller uses the variant that returns it.
#[test]
fn a_coroutine_that_can_not_be_scheduled_is_dropped() {
    let history = History::default();
    {
        let handle = closed();
        let _guard = handle.enter();
        let task = ensure_future(history.endless());
        assert_eq!((history.polls(), history.drops()), (0, 1));
        assert!(now(task.into_future()).unwrap_err().is_cancelled());
    }
    panics_here(|| ensure_future(history.endless()));
    assert_eq!((history.polls(), history.drops()), (0, 2));
    let refused = try_ensure_future(history.endless()).unwrap_err();
    assert_eq!(history.drops(), 2);
    drop(refused);
    assert_eq!((history.polls(), history.drops()), (0, 3));
}

/// CPython's `test_base_events::test_run_until_complete_loop`.
///
/// A task of another runtime can be run as any other coroutine.
#[test]
fn a_task_of_another_runtime_can_be_run() {
    let other = multi_thread();
    let id = other.handle().id();
    let theirs = || Task::from(other.spawn(async { Handle::current().id() }));
    assert_eq!(run(theirs().into_future()).unwrap(), id);
    assert_eq!(run(async { theirs().await.unwrap() }), id);
}

/// CPython's `test_base_events::test_run_until_complete_loop_orphan_future_close_loop`.
/// CPython's `test_base_events::test_run_until_complete_baseexception`.
///
/// A panic stands for an exception that is not an `Exception`.
#[test]
fn a_runner_whose_coroutine_panicked_runs_others() {
    let mut runner = Runner::new().unwrap();
    let mut left = None;
    let panicking = AssertUnwindSafe(|| {
        runner.run(async {
            left = Some(create_task(async {
                yield_now().await;
                "what was left behind"
            }));
            panic!("the show stops");
        })
    });
    let payload = catch_unwind(panicking).unwrap_err();
    assert_eq!(text(&*payload), "the show stops");

    let left = left.unwrap();
    assert_eq!(
        runner.run(left.into_future()).unwrap(),
        "what was left behind"
    );
    let turns = async {
        let_others_run().await;
        "all turns"
    };
    assert_eq!(runner.run(turns), "all turns");
}

/// CPython's `test_base_events::test_default_exc_handler_callback`.
/// CPython's `test_base_events::test_default_exc_handler_coro`.
///
/// Rust's panic hook sees a panic when it happens, even if nobody awaits the task. An `Err` is a value like any other.
#[test]
fn a_panic_that_nobody_asks_for_is_reported_and_ends_nothing_else() {
    for delay in [None, Some(Duration::from_millis(10))] {
        let mut after = None;
        let panic = panic_of(|| {
            on_current_thread(async {
                pause();
                drop(create_task(async move {
                    if let Some(delay) = delay {
                        sleep(delay).await;
                    }
                    panic!("nobody asks");
                }));
                sleep(Duration::from_millis(20)).await;
                after = Some(create_task(async { "others run" }).await.unwrap());
            });
            resume_unwind(Box::new(())); // the hook does not see it
        });
        assert_eq!(panic.message, "nobody asks");
        assert_eq!(panic.file, file!());
        assert_eq!(after, Some("others run"));
    }
}

/// CPython's `test_base_events::test_default_exc_handler_broken`.
///
/// There are no exception handlers: a failure is handled by the task that awaits it, which may fail too.
#[test]
fn a_task_that_handles_a_failure_may_fail_itself() {
    on_both_flavours(async || {
        let failing = create_task(async { Err::<(), _>("first") });
        let handling = create_task(async {
            let error = failing.await.unwrap().unwrap_err();
            panic!("{error}, and then the handler");
        });
        let outcome: Result<(), _> = handling.await;
        let panic = outcome.unwrap_err().into_panic();
        assert_eq!(text(&*panic), "first, and then the handler");
        assert_eq!(create_task(async { 42 }).await.unwrap(), 42);
    });
}

/// The task type of a framework.
struct MyTask<T> {
    task: Task<T>,
}

#[accepts_awaitable]
fn my_task<T>(task: Task<T>) -> MyTask<T> {
    MyTask { task }
}

fn my_named_task(name: &str) -> MyTask<()> {
    my_task(create_named_task(name, pending()))
}

/// CPython's `test_base_events::test_set_task_factory`.
/// CPython's `test_base_events::test_create_task`.
///
/// A runtime can't be told how to create tasks. Instead, a framework has a function that makes its own task of any
/// awaitable.
#[test]
fn a_framework_makes_its_own_kind_of_task() {
    on_both_flavours(async || {
        assert_eq!(my_task(async { 42 }).task.await.unwrap(), 42);
        let task = create_task(async { 42 });
        let id = task.id();
        let mine = my_task(task);
        assert_eq!(mine.task.id(), id);
        assert_eq!(mine.task.await.unwrap(), 42);
    });
}

/// CPython's `test_base_events::test_create_named_task_with_custom_factory`.
#[test]
fn a_frameworks_own_kind_of_task_can_have_a_name() {
    on_both_flavours(async || {
        let mine = my_named_task("test_task");
        let name = task_name(mine.task.id());
        assert_eq!(name.as_deref(), Some("test_task"));
    });
}

/// CPython's `test_base_events::test_create_named_task_with_default_factory`.
#[test]
fn a_task_that_a_runtime_is_to_run_later_has_its_name() {
    let mut runner = Runner::new().unwrap();
    let task = {
        let _guard = runner.handle().enter();
        create_named_task("test_task", async { 42 })
    };
    let id = task.id();
    assert_eq!(task_name(id).as_deref(), Some("test_task"));
    assert_eq!(runner.run(task.into_future()).unwrap(), 42);
    assert_eq!(task_name(id), None);
}

/// CPython's `test_base_events::test_call_coroutine`.
///
/// A coroutine is not a function, so it does not compile where a function is called. An async closure is a function: it
/// returns its coroutine, which does not run by the call.
#[test]
fn a_thread_that_calls_an_async_closure_gives_its_coroutine() {
    on_both_flavours(async || {
        let history = History::default();
        let watched = history.clone();
        let coroutine = to_thread(move || watched.watch(async { 42 }));
        let coroutine = coroutine.await.unwrap();
        assert_eq!(history.polls(), 0);
        assert_eq!(create_task(coroutine).await.unwrap(), 42);
    });
}

/// CPython's `test_base_events::test_running_loop_within_a_loop`.
#[test]
fn a_runtime_within_another_one_is_refused() {
    let (mut outer, mut inner) = (Runner::new().unwrap(), Runner::new().unwrap());
    let (message, inner) = outer.run(async {
        let task = create_local_task(async move {
            let message = panics_here(|| inner.run(async {}));
            (message, inner)
        });
        task.await.unwrap()
    });
    drop(inner); // the drop may block, so a task can't do it
    assert!(message.contains("from within a runtime"), "{message}");
}

/// CPython's `test_base_events::test_shutdown_default_executor_timeout`.
///
/// `run` and a runner wait without a limit for functions that have begun. tokio's own runtimes can have a limit.
#[test]
fn a_limit_for_functions_that_have_begun_is_tokios() {
    for runtime in [current_thread(), multi_thread()] {
        let (release, released) = mpsc::channel::<()>();
        let (sender, begun) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let task = {
            let _guard = runtime.enter();
            to_thread(move || {
                sender.send(()).unwrap();
                released.recv().unwrap_err();
                end.send(()).unwrap();
            })
        };
        begun.recv().unwrap();
        runtime.shutdown_timeout(Duration::from_millis(1));
        assert!(!task.is_finished());
        drop(release);
        ended.recv().unwrap();
    }
}
