//! `graceful` coroutines: the request to cancel that the body sees, and its ways to answer.

mod listens;
mod places;
mod reaches;
mod request;
mod unpolled;
mod user_code;

use std::future::pending;

use ensure_future::{CancelRequest, Task, create_task, graceful};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::alive::in_every_form_leaving_none;
use support::forms::Form;
use support::keep::keep;
use support::{History, Lifeline, let_others_run, lifeline, now, on_current_thread, text};

in_every_form_leaving_none! {
    what_the_body_returns_is_the_tasks_value
    nothing_is_requested_of_a_body_that_ends_by_itself
    a_body_may_ignore_the_request
    a_second_request_is_the_same
    accepting_ends_the_task_as_a_cancelled_one
    accepting_waits_for_a_request
    an_abort_drops_it_at_once
    a_panic_of_the_body_is_the_tasks
}

async fn what_the_body_returns_is_the_tasks_value<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let task = keep(F::of(graceful(async move |cancel: CancelRequest| {
        assert!(!cancel.is_requested());
        line.started();
        cancel.requested().await;
        assert!(cancel.is_requested());
        yield_now().await;
        "saved"
    })));
    watch.started().await;
    assert!(task.cancel());
    assert_eq!(task.await.unwrap(), "saved");
    watch.dropped().await;
}

async fn nothing_is_requested_of_a_body_that_ends_by_itself<F: Form>() {
    let task = keep(F::of(graceful(async |cancel: CancelRequest| {
        yield_now().await;
        cancel.is_requested()
    })));
    while !task.is_finished() {
        yield_now().await;
    }
    assert!(!task.cancel());
    assert!(!task.await.unwrap());
}

async fn a_body_may_ignore_the_request<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let (proceed, proceeds) = oneshot::channel();
    let task = keep(F::of(graceful(async move |_| {
        line.started();
        proceeds.await.unwrap()
    })));
    watch.started().await;
    assert!(task.cancel());
    let_others_run().await;
    assert!(watch.is_alive());
    assert!(!task.is_finished());
    proceed.send(7).unwrap();
    assert_eq!(task.await.unwrap(), 7);
}

async fn a_second_request_is_the_same<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let (asked, is_asked) = oneshot::channel();
    let (proceed, proceeds) = oneshot::channel();
    let task = keep(F::of(graceful(async move |cancel: CancelRequest| {
        line.started();
        cancel.requested().await;
        asked.send(()).unwrap();
        cancel.requested().await;
        proceeds.await.unwrap()
    })));
    watch.started().await;
    assert!(task.cancel());
    assert!(task.cancel());
    is_asked.await.unwrap();
    assert!(task.cancel(), "it is still running");
    let ending = task.cancel_and_wait();
    let_others_run().await;
    proceed.send(7).unwrap();
    assert_eq!(ending.await.unwrap(), 7);
}

async fn accepting_ends_the_task_as_a_cancelled_one<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let accepting = graceful(async move |cancel: CancelRequest| {
        line.started();
        cancel.accept().await;
    });
    let task = keep(F::of(async {
        accepting.await;
        unreachable!("it goes no further");
    }));
    let task: Task<()> = task;
    watch.started().await;
    let error = task.cancel_and_wait().await.unwrap_err();
    assert!(error.is_cancelled());
    assert!(!watch.is_alive(), "its destructors have run");
}

async fn accepting_waits_for_a_request<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let task: Task<()> = keep(F::of(graceful(async move |cancel: CancelRequest| {
        line.started();
        cancel.accept().await;
    })));
    watch.started().await;
    let_others_run().await;
    assert!(watch.is_alive());
    assert!(!task.is_finished());
    assert!(task.cancel());
    watch.dropped().await;
}

async fn an_abort_drops_it_at_once<F: Form>() {
    for is_asked_first in [false, true] {
        let (mut line, mut watch) = lifeline();
        let (asked, is_asked) = oneshot::channel();
        let task = keep(F::of(graceful(async move |cancel: CancelRequest| {
            line.started();
            cancel.requested().await;
            asked.send(()).unwrap();
            line_held(line).await;
        })));
        let task: Task<()> = task;
        watch.started().await;
        if is_asked_first {
            task.cancel();
            is_asked.await.unwrap();
            task.abort_handle().abort();
        } else {
            task.abort_handle().abort();
            is_asked.await.unwrap_err();
        }
        watch.dropped().await;
        assert!(task.await.unwrap_err().is_cancelled());
    }
}

async fn a_panic_of_the_body_is_the_tasks<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let task: Task<()> = keep(F::of(graceful(async move |cancel: CancelRequest| {
        line.started();
        cancel.requested().await;
        panic!("the body's own words")
    })));
    watch.started().await;
    let panic = task.cancel_and_wait().await.unwrap_err().into_panic();
    assert_eq!(text(&*panic), "the body's own words");
}

#[test]
fn a_coroutine_that_is_cancelled_before_its_first_turn_never_begins() {
    on_current_thread(async {
        let history = History::default();
        let task = create_task(history.watch(graceful(async |cancel: CancelRequest| {
            cancel.requested().await;
        })));
        assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}

#[test]
fn a_request_shows_whether_it_is_made() {
    let shown = now(graceful(async |cancel: CancelRequest| {
        format!("{cancel:?}")
    }));
    assert_eq!(shown, "CancelRequest { is_requested: false }");
}

/// Never ends, and owns the lifeline until it is dropped.
async fn line_held(line: Lifeline) {
    let _line = line;
    pending::<()>().await;
}
