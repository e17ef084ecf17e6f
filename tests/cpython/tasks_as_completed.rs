//! `as_completed`: CPython's cases.

use std::future::{self, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use ensure_future::{AsCompleted, Completed, ReturnWhen, Task, as_completed, create_task, wait};
use futures_core::Stream;
use tokio::runtime::Handle;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};

use super::tasks_clock::{after, on_paused_clock, takes};
use support::{lifeline, on_both_flavours, panics_here, poll_once};

/// Draws the next outcome, as from a stream.
async fn draw<T>(stream: &mut AsCompleted<T>) -> Option<Completed<T>> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

fn value<T>(next: Option<Completed<T>>) -> T {
    let child = next.expect("there is another one");
    child.result.expect("it has a value")
}

/// CPython's `test_tasks::test_as_completed`.
#[test]
fn outcomes_are_in_the_order_in_which_they_come() {
    on_paused_clock(async {
        let children = || [after(15, "b"), after(150, "c"), after(10, "a")];
        let mut completed = as_completed(children());
        assert_eq!(value(takes(10, completed.next()).await), "a");
        assert_eq!(value(takes(5, completed.next()).await), "b");
        assert_eq!(value(takes(135, completed.next()).await), "c");
        assert!(completed.next().await.is_none());

        let mut stream = as_completed(children());
        assert_eq!(value(takes(10, draw(&mut stream)).await), "a");
        assert_eq!(value(takes(5, draw(&mut stream)).await), "b");
        assert_eq!(value(takes(135, draw(&mut stream)).await), "c");
        assert!(draw(&mut stream).await.is_none());
    });
}

/// CPython's `test_tasks::test_as_completed_with_timeout`.
///
/// The limit is tokio's, around `next`. It cancels nothing: the late outcome can be drawn later.
#[test]
fn a_limit_loses_no_outcome_and_cancels_none() {
    on_paused_clock(async {
        let mut completed = as_completed([after(100, "a"), after(150, "b")].map(create_task));
        let deadline = Instant::now() + Duration::from_millis(120);
        let in_time = takes(100, timeout_at(deadline, completed.next())).await;
        assert_eq!(value(in_time.unwrap()), "a");
        let late = takes(20, timeout_at(deadline, completed.next())).await;
        late.unwrap_err();
        assert_eq!(value(takes(30, completed.next()).await), "b");
    });
}

/// CPython's `test_tasks::test_as_completed_with_timeout`.
///
/// In asyncio, leaving the loop leaves the other tasks running. Here, they are cancelled with the stream.
#[test]
fn what_is_not_drawn_is_cancelled_with_the_stream() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let mut completed = as_completed([create_task(line.endless::<()>())]);
        watch.started().await;
        let now = Instant::now();
        timeout_at(now, completed.next()).await.unwrap_err();
        assert!(watch.is_alive());
        drop(completed);
        watch.dropped().await;
    });
}

/// CPython's `test_tasks::test_as_completed_with_unused_timeout`.
#[test]
fn a_limit_that_is_not_reached_takes_no_time() {
    on_paused_clock(async {
        let mut completed = as_completed([after(10, "a")]);
        let deadline = Instant::now() + Duration::from_secs(1);
        let drawn = takes(10, async {
            let first = timeout_at(deadline, completed.next()).await.unwrap();
            let end = timeout_at(deadline, completed.next()).await.unwrap();
            (value(first), end.is_none())
        });
        assert_eq!(drawn.await, ("a", true));
    });
}

/// CPython's `test_tasks::test_as_completed_reverse_wait`.
///
/// The `next` that is awaited first gives the first outcome, even if others were created before it.
#[test]
fn the_first_outcome_is_for_who_awaits_first() {
    on_paused_clock(async {
        let mut completed = as_completed([after(50, "a"), after(100, "b")]);
        drop(completed.next());
        assert!(poll_once(&mut Box::pin(completed.next())).is_pending());
        assert_eq!(value(takes(50, completed.next()).await), "a");
        assert_eq!(value(takes(50, completed.next()).await), "b");
    });
}

/// CPython's `test_tasks::test_as_completed_concurrent`.
///
/// `next` borrows the stream, so concurrent callers share the stream behind a lock.
#[test]
fn many_can_draw_from_it_behind_a_lock() {
    on_paused_clock(async {
        let children = as_completed([after(50, "a"), after(50, "b")]);
        let completed = Arc::new(Mutex::new(children));
        let drawing = [completed.clone(), completed]
            .map(|completed| async move { value(completed.lock().await.next().await) });
        let waited = takes(50, wait(drawing, ReturnWhen::AllCompleted)).await;
        let done = waited.unwrap().done.into_iter();
        let mut drawn: Vec<_> = done.map(|child| child.result.unwrap()).collect();
        drawn.sort_unstable();
        assert_eq!(drawn, ["a", "b"]);
    });
}

/// CPython's `test_tasks::test_as_completed_duplicate_coroutines`.
///
/// A coroutine is moved, so it can't be passed twice. Several awaiters share a task, and each await of it counts.
#[test]
fn each_await_of_a_shared_task_is_an_outcome() {
    on_both_flavours(async || {
        let ham = create_task(async { "ham" }).shared();
        let spam = create_task(async { "spam" }).shared();
        let mut completed = as_completed([&ham, &ham, &spam].map(IntoFuture::into_future));
        let mut outcomes = Vec::new();
        while let Some(child) = completed.next().await {
            outcomes.push(child.result.unwrap().unwrap());
        }
        outcomes.sort_unstable();
        assert_eq!(outcomes, ["ham", "ham", "spam"]);
    });
}

/// CPython's `test_tasks::test_as_completed_same_tasks_in_as_out`.
///
/// The stream gives outcomes, not awaitables. An outcome names its task by id, and its awaitable by index.
#[test]
fn an_outcome_says_which_task_it_is_of() {
    on_both_flavours(async || {
        let tasks = ["a", "b"].map(|name| create_task(async move { name }));
        let ids = tasks.each_ref().map(Task::id);
        let mut completed = as_completed(tasks);
        for _ in ids {
            let child = completed.next().await.unwrap();
            assert_eq!(child.id, ids[child.index]);
            assert_eq!(child.result.unwrap(), ["a", "b"][child.index]);
        }
        assert!(completed.next().await.is_none());
    });
}

/// CPython's `test_tasks::test_as_completed_resume_iterator`.
#[test]
fn a_loop_that_was_left_can_be_resumed() {
    on_both_flavours(async || {
        for is_stream in [false, true] {
            let mut completed = as_completed((0..4).map(future::ready));
            let mut next = async || {
                if is_stream {
                    draw(&mut completed).await
                } else {
                    completed.next().await
                }
            };
            let mut drawn = Vec::new();
            while let Some(child) = next().await {
                drawn.push(child.result.unwrap());
                if drawn.len() == 2 {
                    break;
                }
            }
            while let Some(child) = next().await {
                drawn.push(child.result.unwrap());
            }
            drawn.sort_unstable();
            assert_eq!(drawn, [0, 1, 2, 3]);
        }
    });
}

/// CPython's `test_tasks::test_as_completed_coroutine_without_loop`.
#[test]
fn a_coroutine_without_a_runtime_is_a_panic_at_the_callers_line() {
    let message = panics_here(|| drop(as_completed([async { 42 }])));
    assert!(message.contains("no tokio runtime"), "{message}");
}

/// CPython's `test_tasks::test_as_completed_coroutine_use_running_loop`.
#[test]
fn coroutines_run_on_the_runtime_here() {
    on_both_flavours(async || {
        let mut completed = as_completed([async { (42, Handle::current().id()) }]);
        let here = Handle::current().id();
        assert_eq!(value(completed.next().await), (42, here));
        assert!(completed.next().await.is_none());
    });
}
