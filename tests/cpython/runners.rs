//! `run` and `Runner` running a coroutine.

use std::cell::Cell;
use std::rc::Rc;
use std::thread;

use ensure_future::{Runner, Task, create_local_task, create_task, run};
use tokio::runtime::{Builder, Handle, LocalOptions};
use tokio::task::yield_now;
use tokio::task_local;

use support::{
    History, current_thread, multi_thread, now, on_both_flavours, panic_of, panics_here,
};

/// CPython's `test_runners::test_asyncio_run_return`.
#[test]
fn run_returns_what_main_returns() {
    let main = async {
        yield_now().await;
        42
    };
    assert_eq!(run(main), 42);
}

/// CPython's `test_runners::test_asyncio_run_raises`.
#[test]
fn run_fails_as_main_does() {
    let failing = async {
        yield_now().await;
        Err::<u8, _>("spam")
    };
    assert_eq!(run(failing), Err("spam"));

    let panicking = async {
        yield_now().await;
        panic!("spam");
    };
    assert_eq!(panic_of(|| run(panicking)).message, "spam");
}

/// CPython's `test_runners::test_asyncio_run_from_running_loop`.
#[test]
fn run_inside_a_runtime_panics_at_the_callers_line() {
    async fn main() {
        let history = History::default();
        let message = panics_here(|| run(history.endless()));
        assert!(message.contains("from within a runtime"), "{message}");
        assert_eq!((history.polls(), history.drops()), (0, 1));
    }

    run(main());
    on_both_flavours(main);
}

/// CPython's `test_runners::test_asyncio_run_loop_factory`.
#[test]
fn a_runtime_that_was_built_elsewhere_runs_main_itself() {
    for runtime in [current_thread(), multi_thread()] {
        let main = async {
            let task = create_task(async { Handle::current().id() });
            (Handle::current().id(), task.await.unwrap())
        };
        let id = runtime.handle().id();
        assert_eq!(runtime.block_on(main), (id, id));
    }
}

/// CPython's `test_runners::test_custom_factory`.
#[test]
fn a_local_runtime_that_was_built_elsewhere_does_what_a_runner_does() {
    let main = async {
        let not_send = Rc::new(42);
        create_local_task(async move { (*not_send, Handle::current().id()) }).await
    };
    let mut builder = Builder::new_current_thread();
    let runtime = builder.build_local(LocalOptions::default()).unwrap();
    let id = runtime.handle().id();
    assert_eq!(runtime.block_on(main).unwrap(), (42, id));
}

/// CPython's `test_runners::test_run`.
#[test]
fn a_runner_that_is_gone_leaves_a_handle_that_runs_nothing() {
    let history = History::default();
    let mut runner = Runner::new().unwrap();
    let done = runner.run(async {
        yield_now().await;
        ("done", Handle::current().id())
    });
    assert_eq!(done, ("done", runner.handle().id()));

    let handle = runner.handle().clone();
    drop(runner);
    let late = Task::from(handle.spawn(history.endless()));
    assert!(now(late.into_future()).unwrap_err().is_cancelled());
    assert_eq!((history.polls(), history.drops()), (0, 1));
}

/// CPython's `test_runners::test_run_future`.
#[test]
fn a_task_is_run_as_the_future_that_awaits_it() {
    let mut runner = Runner::new().unwrap();
    let task = Task::from(runner.handle().spawn(async { 42 }));
    assert_eq!(runner.run(task.into_future()).unwrap(), 42);
}

/// CPython's `test_runners::test_run_keeps_context`.
///
/// A tokio context ends with its scope. Data for several runs is borrowed.
#[test]
fn a_runners_coroutines_share_what_they_borrow() {
    task_local! { static NUMBER: i32; }

    let number = Cell::new(-1);
    let set = async |value| {
        let old = number.get();
        yield_now().await;
        number.set(value);
        old
    };
    let mut runner = Runner::new().unwrap();
    assert_eq!(runner.run(set(1)), -1);
    assert_eq!(runner.run(set(2)), 1);
    assert_eq!(number.get(), 2);

    assert_eq!(runner.run(NUMBER.scope(3, async { NUMBER.get() })), 3);
    runner.run(async { NUMBER.try_with(|_| ()).unwrap_err() });
}

/// CPython's `test_runners::test_recursive_run`.
#[test]
fn a_runner_inside_another_panics_at_the_callers_line() {
    let history = History::default();
    let (mut outer, mut inner) = (Runner::new().unwrap(), Runner::new().unwrap());
    outer.run(async {
        let message = panics_here(|| inner.run(history.endless()));
        assert!(message.contains("from within a runtime"), "{message}");
    });
    assert_eq!((history.polls(), history.drops()), (0, 1));
    assert_eq!(inner.run(async { 42 }), 42, "it can be used again");
    assert_eq!(outer.run(async { 42 }), 42, "it can be used again");
}

/// CPython's `test_runners::test_signal_install_not_supported_ok`.
#[test]
fn a_runner_works_on_any_thread() {
    let thread = thread::spawn(|| {
        let mut runner = Runner::new().unwrap();
        (runner.run(async { 1 }), run(async { 2 }))
    });
    assert_eq!(thread.join().unwrap(), (1, 2));
}

/// CPython's `test_runners::test_no_repr_is_call_on_the_task_result`.
#[test]
fn what_is_returned_need_not_be_debug() {
    struct NotDebug(u8);

    let mut runner = Runner::new().unwrap();
    let NotDebug(first) = runner.run(async { NotDebug(1) });
    let NotDebug(second) = run(async { NotDebug(2) });
    assert_eq!((first, second), (1, 2));
}
