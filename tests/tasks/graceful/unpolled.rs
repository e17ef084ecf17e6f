//! Graceful coroutines that are not polled: `wait_for`, `run` and a `Runner` wait for them up to a limit.

use std::cell::RefCell;
use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use ensure_future::{
    CancelRequest, Runner, Task, WaitForError, create_task, graceful, run, to_thread, wait_for,
};
use tokio::select;
use tokio::sync::{mpsc, oneshot};
use tokio::task::yield_now;
use tokio::time::{Instant, pause, sleep};

use support::{History, let_others_run, lifeline, on_current_thread};

/// The time that `wait_for` and `run` wait for a coroutine that is not polled.
const LIMIT: Duration = Duration::from_secs(10);

const SHORT: Duration = Duration::from_millis(1);

const LONGER: Duration = Duration::from_secs(20);

/// Polls a coroutine once, with the waker of the task, so that it begins to listen.
async fn begin<F: Future + ?Sized>(mut coroutine: Pin<&mut F>) {
    let polled = poll_fn(|context| Poll::Ready(coroutine.as_mut().poll(context).is_pending()));
    assert!(polled.await);
}

/// Polls a graceful coroutine once, so that it listens. Keeps the coroutine without polling it again.
async fn serves_on() {
    let mut job = pin!(graceful(async |cancel: CancelRequest| {
        cancel.requested().await;
    }));
    begin(job.as_mut()).await;
    pending::<()>().await;
}

/// A graceful coroutine that a task polled, and then returned.
#[expect(clippy::async_yields_async)]
async fn handed_on() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let task = create_task(async {
        let mut coroutine: Pin<Box<dyn Future<Output = ()> + Send>> =
            Box::pin(graceful(async |_cancel| pending().await));
        begin(coroutine.as_mut()).await;
        coroutine
    });
    task.await.unwrap()
}

#[test]
fn wait_for_aborts_it_at_the_limit() {
    on_current_thread(async {
        pause();
        let history = History::default();
        let begin = Instant::now();
        let task = history.watch(serves_on());
        let error = wait_for(task, SHORT).await.unwrap_err();
        assert!(matches!(error, WaitForError::TimedOut));
        assert_eq!(history.drops(), 1);
        let elapsed = begin.elapsed();
        assert!(elapsed >= LIMIT && elapsed < 2 * LIMIT, "{elapsed:?}");
    });
}

#[test]
fn wait_for_waits_without_a_limit_for_one_that_is_polled() {
    on_current_thread(async {
        pause();
        let cleans_up = graceful(async |cancel: CancelRequest| {
            cancel.requested().await;
            sleep(LONGER).await;
            "cleaned up"
        });
        assert_eq!(wait_for(cleans_up, SHORT).await.unwrap(), "cleaned up");
        let does_not_look = graceful(async |_| {
            sleep(LONGER).await;
            "has not looked"
        });
        assert_eq!(
            wait_for(does_not_look, SHORT).await.unwrap(),
            "has not looked"
        );
    });
}

#[test]
fn one_that_is_polled_again_before_the_limit_is_waited_for() {
    on_current_thread(async {
        pause();
        let resumed = async {
            let mut job = pin!(graceful(async |cancel: CancelRequest| {
                cancel.requested().await;
                sleep(LONGER).await;
                "cleaned up"
            }));
            select! {
                biased;
                _ = &mut job => unreachable!("nobody has asked yet"),
                () = async {} => {}
            }
            sleep(LIMIT / 2).await;
            job.await
        };
        assert_eq!(wait_for(resumed, SHORT).await.unwrap(), "cleaned up");
    });
}

/// A typical server, which waits for its job while it handles requests.
#[test]
fn a_loop_with_select_polls_it_and_so_it_hears() {
    on_current_thread(async {
        let (sender, mut receiver) = mpsc::channel(1);
        let (mut line, mut watch) = lifeline();
        let task = create_task(async move {
            let mut handled = 0;
            let mut job = pin!(graceful(async |cancel: CancelRequest| {
                line.started();
                cancel.requested().await;
            }));
            loop {
                select! {
                    () = &mut job => break handled,
                    Some(number) = receiver.recv() => {
                        yield_now().await;
                        handled += number;
                    }
                }
            }
        });
        watch.started().await;
        sender.send(1).await.unwrap();
        sender.send(2).await.unwrap();
        let_others_run().await;
        assert_eq!(task.cancel_and_wait().await.unwrap(), 3);
    });
}

#[test]
fn run_aborts_it_at_the_limit() {
    let history = History::default();
    run(async {
        pause(); // otherwise, the test would wait for ten seconds
        drop(create_task(history.watch(serves_on())));
        drop(create_task(graceful(async |cancel: CancelRequest| {
            cancel.requested().await;
        })));
        let_others_run().await;
    });
    assert_eq!(history.drops(), 1);
}

#[test]
#[expect(clippy::async_yields_async)]
fn run_returns_although_a_task_has_handed_one_on() {
    let handed_on = run(async {
        pause();
        handed_on().await
    });
    drop(handed_on);
}

/// Leaves coroutines behind in a runner, and drops the runner.
fn drop_runner<T>(limit: Duration, leave: impl AsyncFnOnce() -> T) -> T {
    let mut runner = Runner::new().unwrap().unpolled_limit(limit);
    let left = runner.run(async {
        let left = leave().await;
        let_others_run().await;
        left
    });
    drop(runner);
    left
}

#[test]
fn a_runner_aborts_it_at_its_own_limit() {
    let history = History::default();
    for limit in [Duration::ZERO, SHORT] {
        drop_runner(limit, async || {
            drop(create_task(history.watch(serves_on())));
        });
    }
    assert_eq!(history.drops(), 2);
}

#[test]
fn a_dropped_runner_returns_although_a_task_has_handed_one_on() {
    drop(drop_runner(SHORT, handed_on));
}

/// Two coroutines, of which only the second looks at the request.
async fn serves_on_after_another() {
    let mut job = pin!(graceful(async |cancel: CancelRequest| {
        cancel.requested().await;
    }));
    begin(job.as_mut()).await;
    graceful(async |cancel: CancelRequest| cancel.requested().await).await;
    pending::<()>().await;
}

#[test]
fn one_that_is_polled_does_not_stand_for_another_that_is_not() {
    let history = History::default();
    drop_runner(SHORT, async || {
        drop(create_task(history.watch(serves_on_after_another())));
    });
    on_current_thread(async {
        pause();
        let task = history.watch(serves_on_after_another());
        let error = wait_for(task, SHORT).await.unwrap_err();
        assert!(matches!(error, WaitForError::TimedOut));
    });
    assert_eq!(history.drops(), 2);
}

/// A coroutine that sees the request, and is not polled afterwards.
async fn stops_polling() {
    let mut job = pin!(graceful(async |cancel: CancelRequest| {
        cancel.requested().await;
        pending::<()>().await;
    }));
    for _ in 0..3 {
        select! {
            biased;
            () = &mut job => {}
            () = yield_now() => {}
        }
    }
    pending::<()>().await;
}

#[test]
fn one_that_was_polled_for_an_earlier_request_is_aborted_too() {
    let history = History::default();
    drop_runner(SHORT, async || {
        let task = create_task(history.watch(stops_polling()));
        yield_now().await;
        task.cancel();
    });
    assert_eq!(history.drops(), 1);
}

/// A graceful parent that waits for its children, as `run` advises.
#[test]
fn a_child_that_nobody_polls_does_not_hold_up_its_graceful_parent() {
    let (sender, mut saved) = oneshot::channel();
    let history = History::default();
    drop_runner(SHORT, async || {
        let child = history.watch(serves_on());
        drop(create_task(graceful(async |cancel: CancelRequest| {
            let child = create_task(child);
            cancel.requested().await;
            child.cancel_and_wait().await.unwrap_err();
            sender.send("saved").unwrap();
        })));
    });
    assert_eq!(saved.try_recv().unwrap(), "saved");
    assert_eq!(history.drops(), 1);
}

/// A task of `spawn_blocking` can't be cancelled once it runs. Here, `run` runs inside such a task.
#[test]
fn what_run_is_given_in_a_blocking_task_is_not_asked() {
    on_current_thread(async {
        let (begin, has_begun) = oneshot::channel();
        let (proceed, proceeds) = oneshot::channel::<()>();
        let blocking = to_thread(|| {
            run(graceful(async |cancel: CancelRequest| {
                begin.send(()).unwrap();
                proceeds.await.unwrap();
                cancel.is_requested()
            }))
        });
        has_begun.await.unwrap();
        assert!(blocking.cancel());
        proceed.send(()).unwrap();
        assert!(!blocking.await.unwrap());
    });
}

#[test]
fn a_runner_waits_without_a_limit_for_one_that_is_polled() {
    for limit in [Duration::ZERO, SHORT] {
        let (sender, mut saved) = oneshot::channel();
        drop_runner(limit, async || {
            drop(create_task(graceful(async |cancel: CancelRequest| {
                cancel.requested().await;
                sleep(20 * SHORT).await;
                sender.send("saved").unwrap();
            })));
        });
        assert_eq!(saved.try_recv().unwrap(), "saved");
    }
}

#[test]
fn every_task_has_a_turn_before_the_limit_is_over() {
    const MANY: usize = 300;
    let saved = Arc::new(AtomicUsize::new(0));
    drop_runner(Duration::ZERO, async || {
        for _ in 0..MANY {
            let saved = saved.clone();
            drop(create_task(graceful(async move |cancel: CancelRequest| {
                cancel.requested().await;
                yield_now().await;
                saved.fetch_add(1, Ordering::Relaxed);
            })));
        }
        create_task(async {}).await.unwrap(); // all other tasks have begun by then
    });
    assert_eq!(saved.load(Ordering::Relaxed), MANY);
}

thread_local! {
    /// Its destructor is registered before those of tokio, so it runs after them.
    static EARLY: RefCell<Option<Runner>> = const { RefCell::new(None) };
    static LATE: RefCell<Runner> = RefCell::new(Runner::new().unwrap());
}

async fn leave_listening() {
    drop(create_task(graceful(async |cancel: CancelRequest| {
        cancel.requested().await;
        pending::<()>().await; // would hang if the runner waited for it
    })));
    let_others_run().await;
}

#[test]
fn a_runner_whose_thread_ends_ends_quietly() {
    let early = thread::spawn(|| {
        EARLY.with_borrow(|runner| assert!(runner.is_none()));
        let mut runner = Runner::new().unwrap();
        runner.run(leave_listening());
        EARLY.set(Some(runner));
    });
    early.join().unwrap();
    let late = thread::spawn(|| {
        LATE.with_borrow_mut(|runner| {
            runner.run(async {
                let task: Task<()> = create_task(graceful(async |cancel: CancelRequest| {
                    cancel.requested().await;
                }));
                let_others_run().await;
                drop(task);
            });
        });
    });
    late.join().unwrap();
}
