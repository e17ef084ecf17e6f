//! `shield`: the task outlives its awaiter, and can still be cancelled itself.

use std::future;

use ensure_future::{create_task, gather, shield};
use tokio::sync::oneshot;

use support::child::{ChildOf, End};
use support::forms::{Form, in_every_form};
use support::phases::{Awaiting, Fate, Function, in_every_phase};
use support::{lifeline, on_both_flavours, on_current_thread, poll_once, text};

in_every_form! {
    its_result_is_that_of_the_task
    a_panic_comes_through
    dropping_it_before_its_first_poll_leaves_the_task_running
    dropping_it_after_its_first_poll_leaves_the_task_running
    gather_cancels_the_shield_alone
}

in_every_phase! {
    alone = Alone
}

#[derive(Clone, Copy)]
struct Alone;

impl Function for Alone {
    const WHEN_DROPPED: Fate = Fate::GoesOn;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let shield = shield(child);
        Box::pin(async { End::of(shield.await) })
    }
}

async fn its_result_is_that_of_the_task<F: Form>() {
    assert_eq!(shield(F::of(async { 42 })).await.unwrap(), 42);
}

async fn a_panic_comes_through<F: Form>() {
    let panicking = F::of(async { panic!("the coroutine's own words") });
    let outcome: Result<(), _> = shield(panicking).await;
    let panic = outcome.unwrap_err().into_panic();
    assert_eq!(text(&*panic), "the coroutine's own words");
}

// Contract 3.3.
async fn dropping_it_before_its_first_poll_leaves_the_task_running<F: Form>() {
    let (proceed, ended) = shielded::<F>(drop).await;
    proceed.send(()).unwrap();
    assert_eq!(ended.await.unwrap(), "ended");
}

// Contract 4.5.
async fn dropping_it_after_its_first_poll_leaves_the_task_running<F: Form>() {
    let (proceed, ended) = shielded::<F>(|mut shield| {
        assert!(poll_once(&mut shield).is_pending());
    })
    .await;
    proceed.send(()).unwrap();
    assert_eq!(ended.await.unwrap(), "ended");
}

// Contract 4.5.
async fn gather_cancels_the_shield_alone<F: Form>() {
    let (proceed, ended) = shielded::<F>(|shield| drop(gather([shield]))).await;
    proceed.send(()).unwrap();
    assert_eq!(ended.await.unwrap(), "ended");
}

/// Shields a running coroutine and passes the shield to `handle`. Returns a sender that ends the coroutine, and a
/// receiver for its end.
async fn shielded<F: Form>(
    handle: impl FnOnce(ensure_future::Shield<()>),
) -> (oneshot::Sender<()>, oneshot::Receiver<&'static str>) {
    let (started, running) = oneshot::channel();
    let (proceed, may_proceed) = oneshot::channel();
    let (sender, ended) = oneshot::channel();
    let shield = shield(F::of(async move {
        started.send(()).unwrap();
        may_proceed.await.unwrap();
        sender.send("ended").unwrap();
    }));
    running.await.unwrap();
    handle(shield);
    (proceed, ended)
}

#[test]
fn cancelling_the_task_itself_is_seen() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        let remote = task.abort_handle();
        let shield = shield(task);
        watch.started().await;
        remote.abort();
        assert!(shield.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn it_shows_its_task() {
    on_current_thread(async {
        let task = create_task(future::pending::<()>());
        let id = task.id();
        let shown = format!("{:?}", shield(task));
        assert_eq!(
            shown,
            format!("Shield {{ id: {id:?}, is_finished: false }}")
        );
    });
}
