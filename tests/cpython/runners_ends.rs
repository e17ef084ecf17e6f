//! The end of `run` and `Runner`: tasks that are left over, and Ctrl-C.

use std::future::pending;

use ensure_future::{Runner, Task, create_task, graceful, promise, run};
use tokio::sync::oneshot;
use tokio::task::{JoinError, yield_now};

use support::{History, lifeline, now, panic_of, text};

/// CPython's `test_runners::test_asyncio_run_cancels_hanging_tasks`.
#[test]
fn what_is_left_has_ended_when_run_returns() {
    let history = History::default();
    let (dropped, cleaned_up) = run(async {
        let cleaning_up = graceful(async |cancel| {
            cancel.requested().await;
            yield_now().await;
            "cleaned up"
        });
        let tasks = (create_task(history.endless()), create_task(cleaning_up));
        yield_now().await; // they begin
        assert_eq!(history.polls(), 1);
        tasks
    });
    assert_eq!(history.drops(), 1);
    assert!(dropped.is_finished() && cleaned_up.is_finished());
    assert!(now(dropped.into_future()).unwrap_err().is_cancelled());
    assert_eq!(now(cleaned_up.into_future()).unwrap(), "cleaned up");
}

/// A coroutine that panics when it is cancelled, and owns another coroutine until then.
async fn panics_when_cancelled(held: impl Future<Output = ()>) -> u8 {
    graceful(async |cancel| {
        cancel.requested().await;
        drop(held);
        panic!("it was cancelled")
    })
    .await
}

/// CPython's `test_runners::test_asyncio_run_reports_hanging_tasks_errors`.
#[test]
fn a_panic_of_what_is_left_is_that_tasks_own() {
    let history = History::default();
    let (value, left) = run(async {
        let left = create_task(panics_when_cancelled(history.endless()));
        yield_now().await; // it begins
        (123, left)
    });
    assert_eq!((value, history.drops()), (123, 1));
    let panic = now(left.into_future()).unwrap_err().into_panic();
    assert_eq!(text(&*panic), "it was cancelled");
}

/// CPython's `test_runners::test_asyncio_run_closes_gens_after_hanging_tasks_errors`.
#[test]
fn what_is_left_has_ended_although_it_and_main_panic() {
    let history = History::default();
    let mut left: Option<Task<u8>> = None;
    panic_of(|| {
        run(async {
            left = Some(create_task(panics_when_cancelled(history.endless())));
            yield_now().await; // it begins
            panic!("main");
        });
    });
    assert_eq!(history.drops(), 1);
    let panic = now(left.unwrap().into_future()).unwrap_err().into_panic();
    assert_eq!(text(&*panic), "it was cancelled");
}

/// The main function of a program that ends in order. `interrupted` stands for `tokio::signal::ctrl_c`.
async fn until_interrupted<T>(
    mut main: Task<T>,
    interrupted: oneshot::Receiver<()>,
) -> Result<T, JoinError> {
    tokio::select! {
        outcome = (&mut main).into_future() => outcome,
        _ = interrupted => main.cancel_and_wait().await,
    }
}

/// CPython's `test_runners::test_interrupt_call_soon`.
#[test]
fn a_program_that_awaits_ctrl_c_can_cancel_its_main() {
    let mut runner = Runner::new().unwrap();
    let saved = runner.run(async {
        let (interrupt, interrupted) = oneshot::channel();
        let main = create_task(graceful(async |cancel| {
            interrupt.send(()).unwrap();
            while !cancel.is_requested() {
                yield_now().await;
            }
            "saved"
        }));
        until_interrupted(main, interrupted).await
    });
    assert_eq!(saved.unwrap(), "saved");

    let (line, mut watch) = lifeline();
    let dropped = runner.run(async {
        let (interrupt, interrupted) = oneshot::channel();
        let main = create_task(line.endless::<()>());
        watch.started().await;
        interrupt.send(()).unwrap();
        until_interrupted(main, interrupted).await
    });
    assert!(dropped.unwrap_err().is_cancelled());
    assert!(!watch.is_alive());
}

/// CPython's `test_runners::test_interrupt_wait`.
#[test]
fn cancelling_main_cancels_what_it_awaits() {
    let mut runner = Runner::new().unwrap();
    runner.run(async {
        let (interrupt, interrupted) = oneshot::channel();
        let (mut resolver, promised) = promise::<u8>();
        let main = create_task(async {
            interrupt.send(()).unwrap();
            promised.await
        });
        let outcome = until_interrupted(main, interrupted).await;
        assert!(outcome.unwrap_err().is_cancelled());
        resolver.cancelled().await;
    });
}

/// CPython's `test_runners::test_interrupt_cancelled_task`.
#[test]
fn ctrl_c_adds_nothing_to_a_cancellation() {
    let mut runner = Runner::new().unwrap();
    let outcome = runner.run(async {
        let (interrupt, interrupted) = oneshot::channel();
        let main = create_task(pending::<()>());
        let remote = main.abort_handle();
        let other = create_task(async move {
            yield_now().await;
            remote.abort();
            interrupt.send(()).unwrap();
        });
        let outcome = until_interrupted(main, interrupted).await;
        other.await.unwrap();
        outcome
    });
    assert!(outcome.unwrap_err().is_cancelled());
}
