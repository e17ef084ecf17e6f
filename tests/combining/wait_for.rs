//! `wait_for` and `wait_for_at`: a late task is cancelled and waited for, and no result is lost.

use std::error::Error;
use std::future;
use std::sync::mpsc;
use std::time::Duration;

use ensure_future::{WaitForError, create_task, graceful, wait_for, wait_for_at};
use tokio::task::{JoinError, yield_now};
use tokio::time::{Instant, advance, pause, sleep};

use support::alive::leaving_none;
use support::child::{ChildOf, ERROR, End, PANIC, VALUE};
use support::forms::{Coroutine, Form, Running, TokiosHandle, in_every_form};
use support::keep::keep;
use support::phases::{Awaiting, Fate, Function, in_every_phase};
use support::{
    History, lifeline, on_both_flavours, on_current_thread, on_paused_clock, panic_of, poll_once,
    text,
};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(3600);

/// tokio's timers round up to a millisecond.
const RESOLUTION: Duration = Duration::from_millis(2);

in_every_form! {
    what_is_ready_in_time_is_returned
    what_has_ended_before_is_returned_even_without_time
    what_is_late_has_ended_when_it_returns
    a_panic_is_told_from_a_time_out
    dropping_it_after_its_first_poll_cancels_the_task
}

in_every_phase! {
    with_time = WithTime
    with_a_deadline = WithADeadline
}

#[derive(Clone, Copy)]
struct WithTime;

impl Function for WithTime {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;
    const IS_LAZY: bool = true;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let waiting = wait_for(child, LONG);
        Box::pin(async {
            End::of(match waiting.await {
                Err(WaitForError::Failed(error)) => Err(error),
                value => Ok(value.unwrap()),
            })
        })
    }
}

#[derive(Clone, Copy)]
struct WithADeadline;

impl Function for WithADeadline {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;
    const IS_LAZY: bool = true;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let waiting = wait_for_at(child, Instant::now() + LONG);
        Box::pin(async {
            End::of(match waiting.await {
                Err(WaitForError::Failed(error)) => Err(error),
                value => Ok(value.unwrap()),
            })
        })
    }
}

async fn what_is_ready_in_time_is_returned<F: Form>() {
    let value = wait_for(F::of(async { "value" }), LONG).await;
    assert_eq!(value.unwrap(), "value");
}

async fn what_has_ended_before_is_returned_even_without_time<F: Form>() {
    let mut task = keep(F::of(async { "value" }));
    while !task.is_finished() {
        yield_now().await;
    }
    let value = wait_for(task, Duration::ZERO).await;
    assert_eq!(value.unwrap(), "value");

    let (line, mut watch) = lifeline();
    task = keep(F::of(line.endless()));
    watch.started().await;
    task.cancel();
    watch.dropped().await;
    while !task.is_finished() {
        yield_now().await;
    }
    let error = wait_for(task, Duration::ZERO).await.unwrap_err();
    assert!(matches!(error, WaitForError::Failed(error) if error.is_cancelled()));
}

async fn what_is_late_has_ended_when_it_returns<F: Form>() {
    let (line, mut watch) = lifeline();
    let awaitable = F::of(line.endless::<()>());
    let error = wait_for(awaitable, Duration::from_millis(1))
        .await
        .unwrap_err();
    assert!(matches!(error, WaitForError::TimedOut));
    assert!(!watch.is_alive(), "its destructors have run");
}

async fn a_panic_is_told_from_a_time_out<F: Form>() {
    let panicking = F::of(async {
        yield_now().await;
        panic!("the coroutine's own words")
    });
    let failed: Result<(), _> = wait_for(panicking, LONG).await;
    let Err(WaitForError::Failed(error)) = failed else {
        panic!("{failed:?}");
    };
    assert_eq!(text(&*error.into_panic()), "the coroutine's own words");
}

async fn dropping_it_after_its_first_poll_cancels_the_task<F: Form>() {
    let (line, mut watch) = lifeline();
    let mut waiting = Box::pin(wait_for(F::of(line.endless::<()>()), LONG));
    assert!(poll_once(&mut waiting).is_pending());
    watch.started().await;
    drop(waiting);
    watch.dropped().await;
}

#[test]
fn a_coroutine_without_any_time_never_starts() {
    on_current_thread(async {
        let history = History::default();
        let error = wait_for(history.endless(), Duration::ZERO)
            .await
            .unwrap_err();
        assert!(matches!(error, WaitForError::TimedOut));
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}

#[test]
fn a_coroutine_is_scheduled_by_the_first_poll() {
    on_current_thread(async {
        let history = History::default();
        let waiting = wait_for(history.endless(), LONG);
        yield_now().await;
        assert_eq!(history.polls(), 0);
        drop(waiting);
        assert_eq!(history.drops(), 1);
    });
}

// Contract 4.3.
#[test]
fn a_result_that_arrives_after_the_time_out_is_returned() {
    on_both_flavours(async || {
        // A blocking function can not be interrupted, so it finishes although its task is cancelled.
        let (sender, receiver) = mpsc::channel();
        let (started, running) = tokio::sync::oneshot::channel();
        let blocking = tokio::task::spawn_blocking(move || {
            started.send(()).unwrap();
            receiver.recv().unwrap()
        });
        running.await.unwrap();

        let mut waiting = Box::pin(wait_for::<&str, _>(blocking, Duration::ZERO));
        while !poll_once(&mut waiting).is_pending() {}
        sleep(RESOLUTION).await;
        assert!(poll_once(&mut waiting).is_pending(), "it waits for the end");
        sender.send("late").unwrap();
        assert_eq!(waiting.await.unwrap(), "late");
    });
}

#[test]
fn what_a_child_says_after_the_time_out_is_returned() {
    what_it_says_after_the_time_out_is_returned::<Coroutine>();
    what_it_says_after_the_time_out_is_returned::<Running>();
    what_it_says_after_the_time_out_is_returned::<TokiosHandle>();
}

/// A `graceful` child that cleans up after the limit, for every way in which it can end.
fn what_it_says_after_the_time_out_is_returned<F: Form>() {
    let (limit, cleanup) = (Duration::from_secs(1), Duration::from_secs(5));
    for end in [End::Value, End::Error, End::Panic, End::Cancellation] {
        on_current_thread(leaving_none(async {
            pause();
            let cleaning = F::of(graceful(async move |cancel| {
                cancel.requested().await;
                sleep(cleanup).await;
                match end {
                    End::Value => Ok(VALUE),
                    End::Error => Err(ERROR),
                    End::Panic => panic!("{PANIC}"),
                    End::Cancellation => cancel.accept().await,
                }
            }));
            let begin = Instant::now();
            let ended = match wait_for(cleaning, limit).await {
                Ok(outcome) => End::of(Ok::<_, JoinError>(outcome)),
                Err(WaitForError::Failed(error)) => End::of(Err(error)),
                Err(WaitForError::TimedOut) => End::Cancellation,
            };
            assert_eq!(ended, end);
            assert!(begin.elapsed() >= limit + cleanup, "it was waited for");
        }));
    }
}

#[test]
fn the_limit_is_that_of_the_clock() {
    on_current_thread(async {
        pause();
        let limit = Duration::from_secs(5);
        let begin = Instant::now();
        wait_for(future::pending::<()>(), limit).await.unwrap_err();
        let elapsed = begin.elapsed();
        assert!(
            (limit..limit + RESOLUTION).contains(&elapsed),
            "{elapsed:?}"
        );

        let in_time = async {
            sleep(Duration::from_secs(4)).await;
            "in time"
        };
        assert_eq!(wait_for(in_time, limit).await.unwrap(), "in time");
    });
}

#[test]
fn a_deadline_is_one_of_the_clock_however_late_the_first_poll() {
    on_current_thread(leaving_none(async {
        pause();
        let limit = Duration::from_secs(5);
        let begin = Instant::now();
        let deadline = begin + limit;
        let late = wait_for_at(future::pending::<()>(), deadline);
        let in_time = wait_for_at(sleep(Duration::from_secs(3)), deadline);
        advance(Duration::from_secs(1)).await;
        in_time.await.unwrap();
        let error = late.await.unwrap_err();
        assert!(matches!(error, WaitForError::TimedOut));
        let elapsed = begin.elapsed();
        assert!(
            (limit..limit + RESOLUTION).contains(&elapsed),
            "{elapsed:?}"
        );
    }));
}

#[test]
fn a_deadline_that_has_passed_is_a_limit_of_zero() {
    on_current_thread(async {
        pause();
        let deadline = Instant::now();
        for passed in [Duration::ZERO, Duration::from_secs(1)] {
            advance(passed).await;
            let history = History::default();
            let error = wait_for_at(history.endless(), deadline).await.unwrap_err();
            assert!(matches!(error, WaitForError::TimedOut));
            assert_eq!((history.polls(), history.drops()), (0, 1));

            let ended = create_task(async { "value" });
            while !ended.is_finished() {
                yield_now().await;
            }
            assert_eq!(wait_for_at(ended, deadline).await.unwrap(), "value");
        }
    });
}

#[test]
fn a_runtime_without_a_timer_is_a_panic() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let panic = panic_of(|| runtime.block_on(wait_for(future::pending::<()>(), LONG)));
    assert!(
        panic.message.contains("timers are disabled"),
        "{}",
        panic.message
    );
}

#[test]
fn errors_tell_what_happened() {
    assert_eq!(
        WaitForError::TimedOut.to_string(),
        "the task did not end in time, and was cancelled"
    );
    on_current_thread(async {
        let panicking = async { panic!("the coroutine's own words") };
        let error = wait_for::<(), _>(panicking, LONG).await.unwrap_err();
        assert_eq!(error.to_string(), "the task ended without a value");
        let source = std::error::Error::source(&error).unwrap();
        assert!(source.to_string().contains("the coroutine's own words"));
    });
}

/// As in asyncio, also if the timer of the limit was set first.
// Contract 2.5.
#[test]
fn a_result_that_is_due_at_the_limit_is_given() {
    let limit = Duration::from_millis(100);
    let sleeping = || async move {
        tokio::time::sleep(limit).await;
        1
    };
    on_paused_clock(async {
        assert_eq!(ensure_future::wait_for(sleeping(), limit).await.unwrap(), 1);
        let task = create_task(sleeping());
        yield_now().await;
        assert_eq!(ensure_future::wait_for(task, limit).await.unwrap(), 1);

        let tasks = [create_task(sleeping()), create_task(sleeping())];
        let waited = ensure_future::wait(tasks, ensure_future::ReturnWhen::AllCompleted);
        let waited = waited.timeout(limit).await.unwrap();
        assert_eq!((waited.done.len(), waited.pending.len()), (2, 0));
    });
}

#[test]
fn the_cause_of_its_error_is_that_of_the_task() {
    on_current_thread(async {
        let late = wait_for(future::pending::<()>(), Duration::ZERO).await;
        assert!(late.unwrap_err().source().is_none());
        let task = create_task(future::pending::<()>());
        task.cancel();
        let cancelled = wait_for(task, LONG).await.unwrap_err();
        assert!(cancelled.source().unwrap().is::<JoinError>());
    });
}
