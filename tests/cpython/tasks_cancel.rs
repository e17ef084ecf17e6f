//! Cancelling a task: its effect on the task, on what it awaits, and on its awaiter.

use std::time::Duration;

use ensure_future::{Task, create_task, graceful, promise};
use tokio::sync::oneshot;
use tokio::task::{JoinError, yield_now};
use tokio::time::sleep;

use super::tasks_clock::{after, on_paused_clock, takes};
use support::{History, let_others_run, lifeline, on_both_flavours, on_current_thread, text};

/// CPython's `test_tasks::test_cancelling`.
///
/// Requests are not counted. A graceful coroutine only sees whether there was one.
#[test]
fn a_request_can_be_made_again_until_the_task_has_ended() {
    on_both_flavours(async || {
        let (show, shown) = oneshot::channel();
        let (proceed, may_proceed) = oneshot::channel::<()>();
        let mut task: Task<u8> = create_task(graceful(async move |cancel| {
            show.send(cancel.clone()).unwrap();
            may_proceed.await.unwrap();
            cancel.accept().await
        }));
        let request = shown.await.unwrap();
        assert!(!request.is_requested());
        for _ in 0..2 {
            assert!(task.cancel());
            assert!(request.is_requested() && !task.is_finished());
        }
        proceed.send(()).unwrap();
        assert!((&mut task).await.unwrap_err().is_cancelled());
        assert!(!task.cancel());
    });
}

/// CPython's `test_tasks::test_cancel`.
#[test]
fn a_sleeping_task_is_cancelled_at_once() {
    on_paused_clock(async {
        let mut task = create_task(after(10_000, 12));
        let_others_run().await;
        assert!(task.cancel());
        let error = takes(0, &mut task).await.unwrap_err();
        assert!(error.is_cancelled());
        assert!(task.is_finished());
        assert!(!task.cancel());
    });
}

/// CPython's `test_tasks::test_cancel_yield`.
#[test]
fn a_task_that_yields_is_cancelled_there() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let mut task: Task<()> = create_task(async move {
            line.started();
            loop {
                yield_now().await;
            }
        });
        watch.started().await;
        assert!(task.cancel());
        assert!((&mut task).await.unwrap_err().is_cancelled());
        assert!(!task.cancel());
        watch.dropped().await;
    });
}

/// CPython's `test_tasks::test_cancel_inner_future`.
///
/// The awaiter gets an `Err`, and decides how to end: here it passes the error on.
#[test]
fn who_awaits_a_cancelled_promise_is_told() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (mut resolver, promised) = promise::<()>();
        let (id, remote) = (promised.id(), promised.abort_handle());
        let task = create_task(async move {
            line.started();
            promised.await?;
            Ok::<_, JoinError>(12)
        });
        watch.started().await;
        remote.abort();
        let error = task.await.unwrap().unwrap_err();
        assert!(error.is_cancelled());
        assert_eq!(error.id(), id);
        resolver.cancelled().await;
        assert!(resolver.is_cancelled());
    });
}

/// CPython's `test_tasks::test_cancel_both_task_and_inner_future`.
#[test]
fn a_task_cancelled_with_what_it_awaits_is_cancelled() {
    on_current_thread(async {
        let history = History::default();
        let (mut resolver, promised) = promise::<()>();
        let remote = promised.abort_handle();
        let mut task = create_task(history.watch(promised.into_future()));
        let_others_run().await;
        remote.abort();
        assert!(task.cancel());
        assert!((&mut task).await.unwrap_err().is_cancelled());
        assert!(task.is_finished());
        assert_eq!(history.drops(), 1);
        resolver.cancelled().await;
    });
}

/// CPython's `test_tasks::test_sleep_cancel`.
#[test]
fn the_timer_of_a_cancelled_task_is_dropped() {
    on_paused_clock(async {
        let history = History::default();
        let task = create_task(history.watch(sleep(Duration::from_secs(10))));
        let_others_run().await;
        assert_eq!((history.polls(), history.drops()), (1, 0));
        task.cancel();
        takes(0, let_others_run()).await;
        assert_eq!((history.polls(), history.drops()), (1, 1));
    });
}

/// CPython's `test_tasks::test_task_cancel_sleeping_task`.
#[test]
fn who_awaits_a_cancelled_task_is_told_and_goes_on() {
    on_paused_clock(async {
        let doer = create_task(async {
            let sleeper = create_task(after(5_000_000, ()));
            let remote = sleeper.abort_handle();
            tokio::spawn(async move {
                after(100, ()).await;
                remote.abort();
            });
            match sleeper.await {
                Err(error) if error.is_cancelled() => "cancelled",
                _ => "slept in",
            }
        });
        assert_eq!(takes(100, doer).await.unwrap(), "cancelled");
    });
}

/// CPython's `test_tasks::test_task_cancel_waiter_future`.
#[test]
fn cancelling_a_task_cancels_the_promise_that_it_awaits() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (mut resolver, promised) = promise::<()>();
        let task = create_task(async move {
            line.started();
            promised.await
        });
        watch.started().await;
        assert!(!resolver.is_cancelled());
        task.cancel();
        assert!(task.await.unwrap_err().is_cancelled());
        resolver.cancelled().await;
        assert_eq!(resolver.resolve(()), Err(()));
    });
}

/// CPython's `test_tasks::test_baseexception_during_cancel`.
#[test]
fn a_panic_while_it_is_cancelled_is_the_outcome() {
    struct Panics;

    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("the destructor's own words");
        }
    }

    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let dropping = create_task(async {
            let _panics = Panics;
            line.endless::<()>().await;
        });
        watch.started().await;
        assert_panicked(dropping, "the destructor's own words").await;

        let (line, mut watch) = lifeline();
        let asked = create_task(graceful(async |cancel| {
            let mut line = line;
            line.started();
            cancel.requested().await;
            panic!("the body's own words");
        }));
        watch.started().await;
        assert_panicked(asked, "the body's own words").await;
    });
}

async fn assert_panicked(task: Task<()>, words: &str) {
    assert!(task.cancel());
    let error = task.await.unwrap_err();
    assert!(error.is_panic() && !error.is_cancelled());
    assert_eq!(text(&*error.into_panic()), words);
}
