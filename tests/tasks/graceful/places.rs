//! Nested graceful coroutines, and graceful coroutines that move from one task to another.

use std::future::pending;

use ensure_future::{CancelRequest, Task, graceful};
use tokio::sync::oneshot;
use tokio::{join, select};

use support::alive::in_every_form_leaving_none;
use support::forms::Form;
use support::keep::keep;
use support::{Lifeline, let_others_run, lifeline, poll_once};

in_every_form_leaving_none! {
    a_body_around_one_that_accepts_has_nothing_left_to_do
    bodies_beside_one_that_accepts_are_waited_for
    a_body_around_one_that_accepts_cleans_up_if_it_looks
    a_body_around_one_that_does_not_look_goes_on
    a_body_goes_to_another_task
}

async fn accept(mut line: Lifeline, cancel: CancelRequest) {
    line.started();
    cancel.accept().await;
}

async fn a_body_around_one_that_accepts_has_nothing_left_to_do<F: Form>() {
    let (line, mut watch) = lifeline();
    let task: Task<()> = keep(F::of(graceful(async |_| {
        graceful(async |_| graceful(async |cancel| accept(line, cancel).await).await).await;
    })));
    watch.started().await;
    assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
}

async fn bodies_beside_one_that_accepts_are_waited_for<F: Form>() {
    let (line, mut watch) = lifeline();
    let (sender, mut saved) = oneshot::channel();
    let task: Task<()> = keep(F::of(graceful(async |_around| {
        join!(
            graceful(async |cancel| accept(line, cancel).await),
            graceful(async |cancel: CancelRequest| {
                cancel.requested().await;
                let_others_run().await;
                sender.send(()).unwrap();
            }),
        );
    })));
    watch.started().await;
    let_others_run().await;
    assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
    saved.try_recv().unwrap();
}

async fn a_body_around_one_that_accepts_cleans_up_if_it_looks<F: Form>() {
    let (line, mut watch) = lifeline();
    let (sender, mut saved) = oneshot::channel();
    let task: Task<()> = keep(F::of(graceful(async |around: CancelRequest| {
        select! {
            biased;
            () = graceful(async |cancel| accept(line, cancel).await) => {}
            () = around.requested() => {
                let_others_run().await;
                sender.send(()).unwrap();
            }
        }
    })));
    watch.started().await;
    let_others_run().await;
    task.cancel_and_wait().await.unwrap(); // the output of the outer coroutine
    saved.try_recv().unwrap();
}

async fn a_body_around_one_that_does_not_look_goes_on<F: Form>() {
    let (line, mut watch) = lifeline();
    let task: Task<bool> = keep(F::of(graceful(async |around: CancelRequest| {
        graceful(async |cancel: CancelRequest| {
            let mut line = line;
            line.started();
            cancel.requested().await;
        })
        .await;
        let_others_run().await;
        around.is_requested()
    })));
    watch.started().await;
    assert!(task.cancel_and_wait().await.unwrap());
}

async fn a_body_goes_to_another_task<F: Form>() {
    let (line, mut watch) = lifeline();
    let (give, given) = oneshot::channel();
    let first: Task<()> = keep(F::of(async {
        let mut body = Box::pin(graceful(async |cancel: CancelRequest| {
            let mut line = line;
            line.started();
            cancel.requested().await;
            let_others_run().await;
            "saved"
        }));
        assert!(poll_once(&mut body).is_pending());
        give.send(body).ok().unwrap();
        pending::<()>().await;
    }));
    watch.started().await;
    let second: Task<&str> = keep(F::of(given.await.unwrap()));
    let_others_run().await;
    assert!(first.cancel_and_wait().await.unwrap_err().is_cancelled());
    assert!(!second.is_finished());
    assert_eq!(second.cancel_and_wait().await.unwrap(), "saved");
}
