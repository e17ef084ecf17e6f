//! The current task, and the list of all tasks.

use std::future::{pending, poll_fn};
use std::pin::pin;

use ensure_future::form::Running;
use ensure_future::{
    Awaitable, Task, create_local_task, create_named_task, create_task, current_task,
    ensure_future, named_tasks, run, task_name,
};
use tokio::sync::oneshot;
use tokio::task::{Id, LocalSet, yield_now};

use support::{current_thread, now, on_both_flavours, text};

/// A handle from another runtime, whose tasks are listed.
struct Foreign(oneshot::Receiver<u8>);

impl Awaitable<Task<u8>, Running> for Foreign {
    fn ensure(self) -> Task<u8> {
        create_named_task("foreign", async { self.0.await.unwrap() })
    }
}

/// The ids of all listed tasks.
fn listed() -> Vec<Id> {
    named_tasks().into_iter().map(|(id, _)| id).collect()
}

/// CPython's `test_tasks::test__register_task_1`.
/// CPython's `test_tasks::test__register_task_2`.
///
/// An awaitable of another type becomes a named task.
#[test]
fn the_task_of_a_foreign_handle_is_listed() {
    on_both_flavours(async || {
        let (_sender, receiver) = oneshot::channel();
        assert_eq!(listed(), []);
        let task = ensure_future(Foreign(receiver));
        assert_eq!(listed(), [task.id()]);
        assert_eq!(task_name(task.id()).as_deref(), Some("foreign"));
    });
}

/// CPython's `test_tasks::test__register_task_3`.
#[test]
fn a_task_that_has_ended_is_not_listed() {
    on_both_flavours(async || {
        let (sender, receiver) = oneshot::channel();
        sender.send(42).unwrap();
        let mut task = ensure_future(Foreign(receiver));
        assert_eq!((&mut task).await.unwrap(), 42);
        assert_eq!(listed(), []);
        assert_eq!(task_name(task.id()), None);
    });
}

/// CPython's `test_tasks::test__unregister_task`.
///
/// A task leaves the list when it ends, and not before.
#[test]
fn ending_takes_a_task_off_the_list() {
    on_both_flavours(async || {
        let first = create_named_task("first", pending::<()>());
        let second = create_named_task("second", pending::<()>());
        assert_eq!(listed(), [first.id(), second.id()]);
        first.cancel_and_wait().await.unwrap_err();
        assert_eq!(listed(), [second.id()]);
        let id = second.id();
        drop(second);
        assert_eq!(listed(), [id], "it runs on");
    });
}

/// CPython's `test_tasks::test__unregister_task_not_registered`.
#[test]
fn ending_once_more_takes_nothing_else_off_the_list() {
    on_both_flavours(async || {
        let mut ended = create_named_task("worker", async {});
        (&mut ended).await.unwrap();
        let other = create_named_task("worker", pending::<()>());
        let unlisted = create_task(async {});

        assert!(!ended.cancel());
        drop(ended);
        unlisted.await.unwrap();
        assert_eq!(listed(), [other.id()]);
    });
}

/// CPython's `test_tasks::test_current_task_no_running_loop`.
/// CPython's `test_tasks::test_current_task_no_running_loop_implicit`.
///
/// Asking outside a runtime is not an error.
#[test]
fn no_task_is_current_where_nothing_runs() {
    assert_eq!(current_task(), None);
    let runtime = current_thread();
    let _guard = runtime.enter();
    assert_eq!(current_task(), None);
}

/// CPython's `test_tasks::test_current_task_with_implicit_loop`.
///
/// The main coroutine of a runtime is not a tokio task, and has no id.
#[test]
fn a_task_is_the_current_one_within_itself() {
    on_both_flavours(async || {
        let task = create_task(async {
            let at_first = current_task();
            yield_now().await;
            (at_first, current_task())
        });
        let id = Some(task.id());
        assert_eq!(task.await.unwrap(), (id, id));
        assert_eq!(current_task(), None);
    });
    assert_eq!(current_task(), None);
}

/// CPython's `test_tasks::test_current_task`.
/// CPython's `test_tasks::test__leave_task`.
#[test]
fn a_task_is_the_current_one_only_while_its_runtime_runs_it() {
    let runtime = current_thread();
    let task = {
        let _guard = runtime.enter();
        create_task(async { current_task() })
    };
    let id = task.id();
    assert_eq!(current_task(), None);
    assert_eq!(runtime.block_on(task.into_future()).unwrap(), Some(id));
    assert_eq!(current_task(), None);
}

/// CPython's `test_tasks::test__enter_task`.
///
/// A task is entered when it is polled. A coroutine that is polled by other code is not a task.
#[test]
fn a_coroutine_is_in_a_task_only_where_one_polls_it() {
    let coroutine = || async { current_task() };
    assert_eq!(now(coroutine()), None);
    on_both_flavours(async || {
        assert_eq!(coroutine().await, None);
        let task = create_task(coroutine());
        let id = task.id();
        assert_eq!(task.await.unwrap(), Some(id));

        let within = create_task(async { now(async { current_task() }) });
        let id = within.id();
        assert_eq!(within.await.unwrap(), Some(id));
    });
}

/// CPython's `test_tasks::test__enter_task_failure`.
/// CPython's `test_tasks::test__leave_task_failure1`.
/// CPython's `test_tasks::test__leave_task_failure2`.
///
/// tokio enters and leaves tasks, so the order can't be wrong. A task may be entered within another one. The outer task
/// is the current one again after the inner poll, even if that panicked.
#[test]
fn a_task_that_runs_within_another_is_current_until_its_turn_ends() {
    run(async {
        let outer = create_local_task(async {
            let outer = current_task();
            let set = LocalSet::new();
            let mut within = pin!(set.run_until(async {
                let inner = create_local_task(async { current_task() });
                let id = inner.id();
                assert_eq!(inner.await.unwrap(), Some(id));
                let failing = create_local_task(async { panic!("the inner task's own words") });
                let outcome: Result<(), _> = failing.await;
                outcome.unwrap_err().into_panic()
            }));
            let panic = poll_fn(|context| {
                assert_eq!(current_task(), outer);
                let polled = within.as_mut().poll(context);
                assert_eq!(current_task(), outer);
                polled
            });
            assert_eq!(text(&*panic.await), "the inner task's own words");
            outer
        });
        let id = outer.id();
        assert_eq!(outer.await.unwrap(), Some(id));
        assert_eq!(current_task(), None);
    });
}
