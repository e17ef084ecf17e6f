//! Awaiting a task: by value, which ties the task to the awaiter, and by reference, which does not.

use std::future::pending;
use std::time::Duration;

use ensure_future::{Task, accepts_awaitable, create_task};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::timeout;

use support::{
    History, Lifeline, let_others_run, lifeline, on_both_flavours, on_current_thread, panic_of,
    poll_once,
};

const LIMIT: Duration = Duration::from_secs(60);

#[accepts_awaitable]
async fn outcome<T: Send>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

// Contract 3.2.
#[test]
fn dropping_the_await_cancels_the_task() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let mut awaiting = create_task(line.endless::<()>()).into_future();
        watch.started().await;
        assert!(poll_once(&mut awaiting).is_pending());
        assert!(watch.is_alive());

        drop(awaiting);
        watch.dropped().await;
    });
}

// Contract 3.2.
#[test]
fn dropping_the_await_before_its_first_poll_cancels_the_task() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let awaiting = create_task(line.endless::<()>()).into_future();
        watch.started().await;

        drop(awaiting);
        watch.dropped().await;
    });
}

#[test]
fn dropping_a_framework_function_that_awaits_cancels_what_it_was_given() {
    on_both_flavours(async || {
        for spawned in [false, true] {
            let (line, mut watch) = lifeline();
            let coroutine = line.endless::<()>();
            let mut awaiting: std::pin::Pin<Box<dyn Future<Output = _>>> = if spawned {
                Box::pin(outcome(create_task(coroutine)))
            } else {
                Box::pin(outcome(coroutine))
            };
            assert!(poll_once(&mut awaiting).is_pending());
            watch.started().await;

            drop(awaiting);
            watch.dropped().await;
        }
    });
}

// Contract 3.2.
#[test]
fn cancelling_travels_through_every_await() {
    /// Awaits the task in the same poll in which it reports its start.
    fn awaiting(mut line: Lifeline, task: Task<()>) -> Task<()> {
        create_task(async move {
            line.started();
            task.await.unwrap();
        })
    }

    on_both_flavours(async || {
        let [
            (line, mut inner),
            (middle_line, mut middle),
            (outer_line, mut outer),
        ] = [lifeline(), lifeline(), lifeline()];
        let task = create_task(line.endless());
        let task = awaiting(outer_line, awaiting(middle_line, task));
        inner.started().await;
        middle.started().await;
        outer.started().await;

        assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
        outer.dropped().await;
        middle.dropped().await;
        inner.dropped().await;
    });
}

#[test]
fn a_task_cancelled_before_its_first_turn_detaches_what_it_would_have_awaited() {
    on_current_thread(async {
        let (release, released) = oneshot::channel::<u8>();
        let (done, result) = oneshot::channel();
        let inner = create_task(async { done.send(released.await.unwrap()).unwrap() });
        let outer = create_task(async { inner.await.unwrap() });

        assert!(outer.cancel_and_wait().await.unwrap_err().is_cancelled());
        release.send(7).unwrap();
        assert_eq!(result.await.unwrap(), 7, "nobody had begun to await it");
    });
}

// Contract 3.2.
#[test]
fn cancelling_does_not_travel_through_a_mutable_await() {
    on_both_flavours(async || {
        let (release, released) = oneshot::channel::<u8>();
        let (done, result) = oneshot::channel();
        let mut inner = create_task(async { done.send(released.await.unwrap()).unwrap() });
        let (line, mut watch) = lifeline();
        let outer = create_task(async move {
            let mut line = line;
            line.started();
            (&mut inner).await.unwrap();
        });
        watch.started().await;

        assert!(outer.cancel_and_wait().await.unwrap_err().is_cancelled());
        release.send(7).unwrap();
        assert_eq!(result.await.unwrap(), 7, "the inner task was detached");
    });
}

#[tokio::test(start_paused = true)]
async fn a_timeout_that_expires_leaves_no_orphan() {
    let history = History::default();
    timeout(LIMIT, create_task(history.endless()))
        .await
        .unwrap_err();
    let_others_run().await;
    assert_eq!(history.drops(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_in_a_framework_function_leaves_no_orphan_of_any_form() {
    #[accepts_awaitable]
    async fn within<T: Send>(task: Task<T>, limit: Duration) -> bool {
        timeout(limit, task).await.is_ok()
    }

    let history = History::default();
    assert!(!within(history.endless(), LIMIT).await);
    assert!(!within(create_task(history.endless()), LIMIT).await);
    assert!(!within::<(), _>(tokio::spawn(history.endless()), LIMIT).await);
    let_others_run().await;
    assert_eq!(history.drops(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_timeout_that_is_kept_gives_the_result() {
    let task = create_task(async {
        tokio::time::sleep(LIMIT / 2).await;
        7
    });
    assert_eq!(timeout(LIMIT, task).await.unwrap().unwrap(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_mutable_await_can_be_dropped_and_repeated() {
    let mut task = create_task(async {
        tokio::time::sleep(LIMIT * 5 / 2).await;
        7
    });
    timeout(LIMIT, &mut task).await.unwrap_err();
    timeout(LIMIT, &mut task).await.unwrap_err();
    assert!(!task.is_finished());
    assert_eq!(timeout(LIMIT, &mut task).await.unwrap().unwrap(), 7);
}

// Contract 3.2.
#[test]
fn a_mutable_await_that_is_dropped_leaves_the_task_running() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let mut task = create_task(line.endless::<()>());
        watch.started().await;
        for _ in 0..3 {
            let mut awaiting = (&mut task).into_future();
            assert!(poll_once(&mut awaiting).is_pending());
        }
        let_others_run().await;
        assert!(watch.is_alive());
        assert!(task.cancel());
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_task_can_lose_a_select_by_reference_and_go_on() {
    on_both_flavours(async || {
        let (release, released) = oneshot::channel::<u8>();
        let mut task = create_task(async { released.await.unwrap() });
        tokio::select! {
            biased;
            _ = &mut task => panic!("it waits for the release"),
            () = yield_now() => {}
        }
        release.send(7).unwrap();
        let value = tokio::select! {
            value = &mut task => value.unwrap(),
            () = pending() => unreachable!(),
        };
        assert_eq!(value, 7);
    });
}

#[test]
fn a_task_that_loses_a_select_by_value_is_cancelled() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        tokio::select! {
            _ = task => panic!("it never ends"),
            () = watch.started() => {}
        }
        watch.dropped().await;
    });
}

#[test]
fn tasks_can_be_joined() {
    on_both_flavours(async || {
        let mut second = create_task(async { 2 });
        let (first, second) = tokio::join!(create_task(async { 1 }), &mut second);
        assert_eq!((first.unwrap(), second.unwrap()), (1, 2));
    });
}

#[test]
fn a_finished_task_gives_its_result_to_a_late_await() {
    on_both_flavours(async || {
        let task = create_task(async { 7 });
        while !task.is_finished() {
            yield_now().await;
        }
        assert_eq!(task.await.unwrap(), 7);
    });
}

#[test]
fn polling_the_future_of_a_task_after_its_result_panics_with_the_reason() {
    on_both_flavours(async || {
        let mut awaiting = create_task(async { 7 }).into_future();
        assert_eq!((&mut awaiting).await.unwrap(), 7);
        let panic = panic_of(|| poll_once(&mut awaiting));
        assert!(
            panic.message.contains("polled after completion"),
            "{}",
            panic.message
        );
    });
}

#[test]
fn a_second_mutable_await_after_the_result_panics() {
    on_both_flavours(async || {
        let mut task = create_task(async { 7 });
        assert_eq!((&mut task).await.unwrap(), 7);
        let mut awaiting = (&mut task).into_future();
        let panic = panic_of(|| poll_once(&mut awaiting));
        assert!(panic.message.contains("completion"), "{}", panic.message);
    });
}

// Contract 6.2.
#[test]
fn an_await_wakes_whoever_polled_it_last() {
    on_current_thread(async {
        let (release, released) = oneshot::channel::<u8>();
        let mut awaiting = create_task(released).into_future();
        assert!(
            poll_once(&mut awaiting).is_pending(),
            "by a waker that does nothing"
        );
        let moved = create_task(awaiting);
        let_others_run().await;
        release.send(7).unwrap();
        assert_eq!(moved.await.unwrap().unwrap().unwrap(), 7);
    });
}
