//! Requests to cancel by every function that cancels a task, for every form of the task.

use std::future::{pending, ready};
use std::time::Duration;

use ensure_future::{
    CancelRequest, ReturnWhen, SharedTask, TaskGroup, TaskGroupHandle, WaitForError, as_completed,
    create_task, gather, graceful, run_coroutine_threadsafe, shield, try_gather, wait, wait_for,
};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::timeout;

use support::alive::in_every_form_leaving_none;
use support::child::Returned;
use support::forms::Form;
use support::keep::keep;
use support::{Watch, let_others_run, lifeline, poll_once};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(3600);

/// The shortest duration of tokio's timers.
const SHORT: Duration = Duration::from_millis(1);

in_every_form_leaving_none! {
    a_dropped_await
    a_dropped_await_that_was_never_polled
    a_limit_of_wait_for
    no_time_for_wait_for
    an_accepted_limit_of_wait_for
    a_dropped_wait_for
    a_timeout_of_tokio
    a_sibling_that_fails_in_try_gather
    a_dropped_gather
    a_dropped_try_gather
    a_dropped_as_completed
    a_sibling_that_fails_in_a_group
    a_dropped_group
    a_dropped_join
    a_cancelled_group
    a_child_of_a_group_that_is_cancelled_by_itself
    a_dropped_scope
    a_shared_task
    a_task_for_a_thread
    whoever_leaves_it_running_does_not_ask
}

/// The test's side of a coroutine that ends when it is asked to.
struct Asked {
    watch: Watch,
    asked: oneshot::Receiver<()>,
}

/// A coroutine that returns a value when it is asked to end, after one more suspension.
fn asked() -> (impl Future<Output = Returned> + Send + 'static, Asked) {
    let (mut line, watch) = lifeline();
    let (sender, asked) = oneshot::channel();
    let coroutine = graceful(async move |cancel: CancelRequest| {
        line.started();
        cancel.requested().await;
        yield_now().await;
        sender.send(()).unwrap();
        Ok(7)
    });
    (coroutine, Asked { watch, asked })
}

impl Asked {
    async fn begun(&mut self) {
        self.watch.started().await;
    }

    /// Checks that the coroutine was asked to end, and was not dropped.
    async fn was_asked(self) {
        self.asked.await.expect("it was asked");
        self.watch.dropped().await;
    }
}

async fn a_dropped_await<F: Form>() {
    let (coroutine, mut asked) = asked();
    let mut awaiting = keep(F::of(coroutine)).into_future();
    asked.begun().await;
    assert!(poll_once(&mut awaiting).is_pending());
    drop(awaiting);
    asked.was_asked().await;
}

async fn a_dropped_await_that_was_never_polled<F: Form>() {
    let (coroutine, mut asked) = asked();
    let awaiting = keep(F::of(coroutine)).into_future();
    asked.begun().await;
    drop(awaiting);
    asked.was_asked().await;
}

/// The limit may pass before the child has begun: `wait_for` checks the limit at its next poll.
async fn a_limit_of_wait_for<F: Form>() {
    let (coroutine, mut asked) = asked();
    let mut waiting = Box::pin(wait_for(F::of(coroutine), SHORT));
    assert!(poll_once(&mut waiting).is_pending());
    asked.begun().await;
    assert_eq!(waiting.await.unwrap(), Ok(7), "a value is not lost");
    asked.was_asked().await;
}

async fn no_time_for_wait_for<F: Form>() {
    let (coroutine, mut asked) = asked();
    let task = keep(F::of(coroutine));
    asked.begun().await;
    assert_eq!(wait_for(task, Duration::ZERO).await.unwrap(), Ok(7));
    asked.was_asked().await;
}

async fn an_accepted_limit_of_wait_for<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let accepting = graceful(async move |cancel: CancelRequest| {
        line.started();
        cancel.accept().await;
    });
    let mut waiting = Box::pin(wait_for(F::of(accepting), SHORT));
    assert!(poll_once(&mut waiting).is_pending());
    watch.started().await;
    assert!(matches!(waiting.await, Err(WaitForError::TimedOut)));
    assert!(!watch.is_alive());
}

async fn a_dropped_wait_for<F: Form>() {
    let (coroutine, mut asked) = asked();
    let mut waiting = Box::pin(wait_for(F::of(coroutine), LONG));
    assert!(poll_once(&mut waiting).is_pending());
    asked.begun().await;
    drop(waiting);
    asked.was_asked().await;
}

async fn a_timeout_of_tokio<F: Form>() {
    let (coroutine, mut asked) = asked();
    let task = keep(F::of(coroutine));
    asked.begun().await;
    timeout(Duration::ZERO, task).await.unwrap_err();
    asked.was_asked().await;
}

async fn a_sibling_that_fails_in_try_gather<F: Form>() {
    let (coroutine, mut asked) = asked();
    let (fail, fails) = oneshot::channel();
    let failing = create_task(async { fails.await.unwrap() });
    let gathered = try_gather!(F::of(coroutine), failing);
    asked.begun().await;
    fail.send(Err::<(), _>("failed")).unwrap();
    assert_eq!(gathered.await.unwrap_err().index, 1);
    asked.was_asked().await;

    let (first, mut first_asked) = asked_boxed();
    let (second, mut second_asked) = asked_boxed();
    let gathered = try_gather([
        F::of(first),
        F::of(Box::pin(ready(Err("failed"))) as Boxed),
        F::of(second),
    ]);
    first_asked.begun().await;
    second_asked.begun().await;
    assert_eq!(gathered.await.unwrap_err().index, 1);
    first_asked.was_asked().await;
    second_asked.was_asked().await;
}

type Boxed = std::pin::Pin<Box<dyn Future<Output = Returned> + Send>>;

fn asked_boxed() -> (Boxed, Asked) {
    let (coroutine, asked) = asked();
    (Box::pin(coroutine), asked)
}

/// Passes a coroutine to a function and drops the future, before and after its first poll.
async fn dropped<R: Future + Unpin>(make: impl Fn(Boxed) -> R) {
    for polls in 0..2 {
        let (coroutine, mut asked) = asked_boxed();
        let mut future = make(coroutine);
        asked.begun().await;
        for _ in 0..polls {
            assert!(poll_once(&mut future).is_pending());
        }
        drop(future);
        asked.was_asked().await;
    }
}

async fn a_dropped_gather<F: Form>() {
    dropped(|coroutine| gather([F::of(coroutine)])).await;
    dropped(|coroutine| Box::pin(gather!(F::of(coroutine), async {}))).await;
}

async fn a_dropped_try_gather<F: Form>() {
    dropped(|coroutine| try_gather([F::of(coroutine)])).await;
    dropped(|coroutine| Box::pin(try_gather!(F::of(coroutine), async { Ok(1) }))).await;
}

async fn a_dropped_as_completed<F: Form>() {
    dropped(|coroutine| {
        let mut completed = as_completed([F::of(coroutine)]);
        Box::pin(async move { completed.next().await })
    })
    .await;
}

async fn a_sibling_that_fails_in_a_group<F: Form>() {
    let (coroutine, mut asked) = asked();
    let group = TaskGroup::new();
    let task = group.create_task(F::of(coroutine)).unwrap();
    asked.begun().await;
    drop(group.create_task(async { Err::<(), _>("failed") }).unwrap());
    asked.was_asked().await;
    assert_eq!(group.join().await.unwrap_err().failures.len(), 1);
    assert_eq!(task.await, Ok(7));
}

async fn a_dropped_group<F: Form>() {
    let (coroutine, mut asked) = asked();
    let group = TaskGroup::new();
    drop(group.create_task(F::of(coroutine)).unwrap());
    asked.begun().await;
    drop(group);
    asked.was_asked().await;
}

async fn a_dropped_join<F: Form>() {
    dropped(|coroutine| {
        let group = TaskGroup::new();
        drop(group.create_task(F::of(coroutine)).unwrap());
        Box::pin(group.join())
    })
    .await;
}

async fn a_cancelled_group<F: Form>() {
    let (coroutine, mut asked) = asked();
    let group = TaskGroup::new();
    let task = group.create_task(F::of(coroutine)).unwrap();
    asked.begun().await;
    group.cancel();
    group.join().await.unwrap();
    asked.was_asked().await;
    assert_eq!(task.await, Ok(7));
}

async fn a_child_of_a_group_that_is_cancelled_by_itself<F: Form>() {
    let (coroutine, mut asked) = asked();
    let group = TaskGroup::new();
    let task = group.create_task(F::of(coroutine)).unwrap();
    asked.begun().await;
    assert!(task.cancel());
    assert_eq!(task.await, Ok(7));
    asked.was_asked().await;
}

async fn a_dropped_scope<F: Form>() {
    let (coroutine, mut asked) = asked();
    let mut scope = Box::pin(TaskGroup::scope(
        async |group: TaskGroupHandle<&'static str>| {
            drop(group.create_task(F::of(coroutine)).unwrap());
            pending::<Returned>().await
        },
    ));
    assert!(poll_once(&mut scope).is_pending());
    asked.begun().await;
    drop(scope);
    asked.was_asked().await;
}

async fn a_shared_task<F: Form>() {
    let (coroutine, mut asked) = asked();
    let task: SharedTask<Returned> = keep(F::of(coroutine)).shared();
    asked.begun().await;
    assert!(task.cancel());
    assert_eq!(task.await.unwrap(), Ok(7));
    asked.was_asked().await;
}

async fn a_task_for_a_thread<F: Form>() {
    let (coroutine, mut asked) = asked();
    let task = run_coroutine_threadsafe(F::of(coroutine), &Handle::current());
    asked.begun().await;
    assert!(task.cancel());
    asked.was_asked().await;
}

async fn whoever_leaves_it_running_does_not_ask<F: Form>() {
    let leave: [fn(ensure_future::Task<Returned>); 4] = [
        drop,
        |task| drop(shield(task)),
        |task| drop(wait([task], ReturnWhen::AllCompleted)),
        |task| drop(task.shared().into_future()),
    ];
    for leave in leave {
        let (coroutine, mut asked) = asked();
        let task = keep(F::of(coroutine));
        let remote = task.abort_handle();
        asked.begun().await;
        leave(task);
        let_others_run().await;
        assert!(asked.watch.is_alive());
        remote.abort();
        asked.asked.await.unwrap_err();
        asked.watch.dropped().await;
    }
}
