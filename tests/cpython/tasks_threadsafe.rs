//! Coroutines that a runtime runs for a thread outside of it.

use std::thread;
use std::time::Duration;

use ensure_future::{Task, run_coroutine_threadsafe};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, yield_now};

use support::{History, current_thread, lifeline, on_both_flavours, text};

/// Runs a blocking function with the runtime's handle on another thread, and waits for it.
async fn on_a_thread<T: Send + 'static>(target: impl FnOnce(&Handle) -> T + Send + 'static) -> T {
    let runtime = Handle::current();
    let (sender, receiver) = oneshot::channel();
    let thread = thread::spawn(move || sender.send(target(&runtime)).is_ok());
    let value = receiver.await.expect("the thread gives a value");
    assert!(thread.join().unwrap());
    value
}

async fn add(a: u8, b: u8) -> u8 {
    yield_now().await;
    a + b
}

/// CPython's `test_tasks::test_run_coroutine_threadsafe`.
#[test]
fn a_thread_gets_the_value_of_its_coroutine() {
    on_both_flavours(async || {
        let here = Handle::current().id();
        let submit = |runtime: &Handle| {
            let coroutine = async { (add(1, 2).await, Handle::current().id()) };
            run_coroutine_threadsafe(coroutine, runtime).result()
        };
        assert_eq!(on_a_thread(submit).await.unwrap(), (3, here));
    });
}

/// CPython's `test_tasks::test_run_coroutine_threadsafe_with_exception`.
#[test]
fn a_thread_gets_the_failure_of_its_coroutine() {
    on_both_flavours(async || {
        let submit = |runtime: &Handle| {
            let coroutine = async { Err::<u8, _>(add(1, 2).await) };
            run_coroutine_threadsafe(coroutine, runtime).result()
        };
        assert_eq!(on_a_thread(submit).await.unwrap(), Err(3));

        let submit = |runtime: &Handle| {
            let coroutine = async { panic!("{} fails", add(1, 2).await) };
            let outcome: Result<(), _> = run_coroutine_threadsafe(coroutine, runtime).result();
            outcome.unwrap_err().into_panic()
        };
        assert_eq!(text(&*on_a_thread(submit).await), "3 fails");
    });
}

/// CPython's `test_tasks::test_run_coroutine_threadsafe_task_cancelled`.
#[test]
fn a_thread_learns_that_its_task_cancelled_itself() {
    async fn cancel_itself(itself: oneshot::Receiver<AbortHandle>) -> u8 {
        itself.await.unwrap().abort();
        add(1, 2).await
    }

    on_both_flavours(async || {
        let submit = |runtime: &Handle| {
            let (sender, receiver) = oneshot::channel();
            let task = Task::from(runtime.spawn(cancel_itself(receiver)));
            sender.send(task.abort_handle()).unwrap();
            run_coroutine_threadsafe(task, runtime).result()
        };
        assert!(on_a_thread(submit).await.unwrap_err().is_cancelled());
    });
}

/// CPython's `test_tasks::test_run_coroutine_threadsafe_with_timeout`.
#[test]
fn a_thread_that_waited_long_enough_cancels_its_coroutine() {
    on_both_flavours(async || {
        let (line, watch) = lifeline();
        let submit = |runtime: &Handle| {
            let task = run_coroutine_threadsafe(line.endless::<()>(), runtime);
            let late = task.result_timeout(Duration::ZERO).unwrap_err();
            assert!(late.cancel());
            late.result()
        };
        assert!(on_a_thread(submit).await.unwrap_err().is_cancelled());
        watch.dropped().await;
    });
}

/// CPython's `test_tasks::test_run_coroutine_threadsafe_task_factory_exception`.
///
/// There are no task factories. A runtime that was shut down creates no tasks: it drops the coroutine, and the thread
/// gets a cancellation.
#[test]
fn a_thread_learns_that_no_task_is_made_of_its_coroutine() {
    let runtime = current_thread();
    let handle = runtime.handle().clone();
    drop(runtime);
    let history = History::default();
    let task = run_coroutine_threadsafe(history.endless(), &handle);
    assert!(task.result().unwrap_err().is_cancelled());
    assert_eq!((history.polls(), history.drops()), (0, 1));
}
