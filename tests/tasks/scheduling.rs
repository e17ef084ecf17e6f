//! The time at which a coroutine of each form is spawned. It is spawned once.

use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::thread::{self, ThreadId};

use ensure_future::{Task, accepts_awaitable, create_task, ensure_future};
use tokio::sync::oneshot;
use tokio::task::{Id, yield_now};

use support::keep::{keep, keep_async, keep_handle};
use support::{
    History, alive_tasks, on_both_flavours, on_current_thread, on_multi_thread, poll_once,
};

/// Sends the id of its task, and never ends.
async fn report(started: oneshot::Sender<Id>) {
    started.send(tokio::task::id()).unwrap();
    pending::<()>().await;
}

/// Sends the id of the task that polls it, as [`report`] does.
struct Report(Option<oneshot::Sender<Id>>);

impl Future for Report {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if let Some(started) = self.0.take() {
            started.send(tokio::task::id()).unwrap();
        }
        Poll::Pending
    }
}

/// Checks that `spawn` creates one new task, and that the coroutine runs in it without being awaited.
fn assert_spawns(spawn: impl Fn(oneshot::Sender<Id>) -> Task<()>) {
    on_both_flavours(async || {
        let (started, running) = oneshot::channel();
        let (other, before) = (create_task(pending::<()>()), alive_tasks());

        let task = spawn(started);
        assert_eq!(alive_tasks(), before + 1);
        assert_eq!(running.await.unwrap(), task.id());
        assert_ne!(task.id(), other.id());
        assert!(!task.is_finished());
    });
}

// Contract 1.2.
#[test]
fn an_async_block_is_spawned() {
    assert_spawns(|started| create_task(async move { report(started).await }));
    assert_spawns(|started| ensure_future(async move { report(started).await }));
    assert_spawns(|started| keep(async move { report(started).await }));
    assert_spawns(|started| keep_handle(async move { report(started).await }).into());
}

#[test]
fn the_call_of_an_async_fn_is_spawned() {
    assert_spawns(|started| create_task(report(started)));
    assert_spawns(|started| ensure_future(report(started)));
    assert_spawns(|started| keep(report(started)));
    assert_spawns(|started| keep_handle(report(started)).into());
}

#[test]
fn the_call_of_an_async_closure_is_spawned() {
    let with_argument = async |started| report(started).await;
    assert_spawns(|started| create_task(with_argument(started)));
    assert_spawns(|started| ensure_future(with_argument(started)));
    assert_spawns(|started| keep_handle(with_argument(started)).into());
    assert_spawns(|started| {
        let with_capture = async move || report(started).await;
        keep(with_capture())
    });
}

#[test]
fn a_boxed_future_is_spawned() {
    fn boxed(started: oneshot::Sender<Id>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(report(started))
    }

    assert_spawns(|started| create_task(boxed(started)));
    assert_spawns(|started| ensure_future(boxed(started)));
    assert_spawns(|started| keep(boxed(started)));
    assert_spawns(|started| keep_handle(boxed(started)).into());
}

#[test]
fn a_future_written_by_hand_is_spawned() {
    assert_spawns(|started| create_task(Report(Some(started))));
    assert_spawns(|started| ensure_future(Report(Some(started))));
    assert_spawns(|started| keep(Report(Some(started))));
    assert_spawns(|started| keep_handle(Report(Some(started))).into());
}

// Contract 1.2.
#[test]
fn no_call_polls_the_coroutine() {
    #[accepts_awaitable]
    fn assert_not_polled(task: Task<()>, history: &History) {
        assert_eq!(history.polls(), 0);
        assert!(task.cancel());
    }

    on_current_thread(async {
        let history = History::default();
        let created = create_task(history.endless());
        let ensured = ensure_future(history.endless());
        let kept = keep(history.endless());
        assert_not_polled(history.endless(), &history);
        assert_eq!(history.polls(), 0);

        yield_now().await;
        assert_eq!(history.polls(), 3, "each has had its first turn by now");
        assert!(
            [created, ensured, kept]
                .iter()
                .all(|task| !task.is_finished())
        );
    });
}

// Contract 1.2.
#[test]
fn the_coroutine_never_runs_on_the_caller_in_the_multi_thread_runtime() {
    async fn thread() -> ThreadId {
        yield_now().await;
        thread::current().id()
    }

    on_multi_thread(async {
        let caller = thread::current().id();
        for _ in 0..100 {
            assert_ne!(create_task(thread()).await.unwrap(), caller);
            assert_ne!(ensure_future(thread()).await.unwrap(), caller);
            assert_ne!(keep(thread()).await.unwrap(), caller);
            assert_ne!(keep_async(thread()).await.await.unwrap(), caller);
        }
    });
}

// Contract 1.4.
#[test]
fn fn_coerces_at_the_call() {
    #[accepts_awaitable]
    fn count_in_body(task: Task<()>) -> (Task<()>, usize) {
        let count = alive_tasks();
        (task, count)
    }

    on_both_flavours(async || {
        let before = alive_tasks();
        let (task, in_body) = count_in_body(pending());
        assert_eq!(in_body, before + 1);
        assert_eq!(alive_tasks(), before + 1);
        assert!(!task.is_finished());
    });
}

#[test]
fn a_fn_that_returns_a_future_coerces_at_the_call() {
    #[accepts_awaitable]
    fn later<T: Send>(task: Task<T>) -> impl Future<Output = Id> {
        async move { task.id() }
    }

    on_both_flavours(async || {
        let before = alive_tasks();
        let id = later(pending::<()>());
        assert_eq!(alive_tasks(), before + 1);
        assert_ne!(id.await, create_task(pending::<()>()).id());
    });
}

// Contract 1.4.
#[test]
fn async_fn_coerces_at_the_first_poll() {
    on_both_flavours(async || {
        let before = alive_tasks();
        let mut kept = Box::pin(keep_async(pending::<()>()));
        assert_eq!(alive_tasks(), before, "the call alone does nothing");

        assert!(poll_once(&mut kept).is_pending());
        assert_eq!(alive_tasks(), before + 1, "the first poll spawns");

        let task = kept.await;
        assert_eq!(alive_tasks(), before + 1, "and only the first");
        assert!(!task.is_finished());
    });
}

// Contract 1.4.
#[test]
fn async_fn_that_is_never_polled_drops_its_coroutine_unspawned() {
    on_both_flavours(async || {
        let (history, before) = (History::default(), alive_tasks());
        let kept = keep_async(history.endless());
        assert_eq!(history.drops(), 0);

        drop(kept);
        assert_eq!(history.drops(), 1);
        assert_eq!(history.polls(), 0);
        assert_eq!(alive_tasks(), before);
    });
}

// Contract 1.4.
#[test]
fn async_fn_that_is_never_polled_detaches_the_task_it_was_given() {
    on_both_flavours(async || {
        let (release, released) = oneshot::channel::<u8>();
        let (done, result) = oneshot::channel();
        let task = create_task(async { done.send(released.await.unwrap()).unwrap() });

        drop(keep_async(task));
        release.send(7).unwrap();
        assert_eq!(result.await.unwrap(), 7);
    });
}

// Contract 3.5.
#[test]
fn a_spawned_coroutine_is_dropped_once_it_has_ended() {
    on_both_flavours(async || {
        let history = History::default();
        let alive = Arc::new(());
        let held = Arc::clone(&alive);
        let task = ensure_future(history.watch(async move { Arc::strong_count(&held) }));
        assert_eq!(task.await.unwrap(), 2);
        assert_eq!(history.polls(), 1);
        assert_eq!(history.drops(), 1);
        assert_eq!(Arc::strong_count(&alive), 1);
    });
}
