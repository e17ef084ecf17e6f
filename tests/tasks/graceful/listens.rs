//! The graceful coroutines that a request to cancel reaches, and the time until which it does.

use std::future::pending;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ensure_future::{CancelRequest, Task, create_task, graceful};
use tokio::join;
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::alive::{in_every_form_leaving_none, leaving_none};
use support::forms::Form;
use support::keep::keep;
use support::{
    History, let_others_run, lifeline, now, on_both_flavours, on_multi_thread, poll_once,
};

in_every_form_leaving_none! {
    when_the_body_has_ended_the_task_is_cancelled_like_any_other
    a_body_that_was_dropped_listens_no_more
    a_request_that_the_body_does_not_look_at_cancels_what_follows
    all_bodies_of_a_task_are_asked
    a_body_ends_no_other_that_cleans_up
    a_body_that_begins_after_the_request_is_asked_when_another_accepts
    to_show_a_request_is_not_to_see_it
    others_are_not_asked
    who_does_not_listen_is_not_affected_by_others_who_do
    a_request_can_be_seen_from_another_task
}

async fn when_the_body_has_ended_the_task_is_cancelled_like_any_other<F: Form>() {
    let (line, mut watch) = lifeline();
    let task: Task<()> = keep(F::of(async {
        graceful(async |_| yield_now().await).await;
        line.endless::<()>().await;
    }));
    watch.started().await;
    assert!(task.cancel());
    watch.dropped().await;
    assert!(task.await.unwrap_err().is_cancelled());
}

async fn a_request_that_the_body_does_not_look_at_cancels_what_follows<F: Form>() {
    let (line, mut watch) = lifeline();
    let (sender, receiver) = oneshot::channel::<()>();
    let task: Task<()> = keep(F::of(async {
        graceful(async |_| {
            let mut line = line;
            line.started();
            receiver.await.unwrap();
        })
        .await;
        pending::<()>().await;
    }));
    watch.started().await;
    task.cancel();
    sender.send(()).unwrap(); // the body ends without seeing a request
    assert!(task.await.unwrap_err().is_cancelled());
}

async fn a_body_ends_no_other_that_cleans_up<F: Form>() {
    let (line, mut watch) = lifeline();
    let (sender, saved) = oneshot::channel();
    let task: Task<()> = keep(F::of(async {
        join!(
            graceful(async |cancel: CancelRequest| {
                cancel.requested().await;
                let_others_run().await;
                sender.send("saved").unwrap();
            }),
            graceful(async |cancel: CancelRequest| {
                let mut line = line;
                line.started(); // the first coroutine has started too
                cancel.accept().await;
            }),
        );
    }));
    watch.started().await;
    task.cancel();
    assert_eq!(saved.await.unwrap(), "saved");
    assert!(
        task.await.unwrap_err().is_cancelled(),
        "as the other one has it"
    );
}

async fn a_body_that_begins_after_the_request_is_asked_when_another_accepts<F: Form>() {
    let (line, mut watch) = lifeline();
    let (asked, late) = oneshot::channel();
    let task: Task<()> = keep(F::of(async {
        join!(
            graceful(async |cancel: CancelRequest| {
                let mut line = line;
                line.started();
                cancel.requested().await;
                asked.send(()).unwrap();
                let_others_run().await; // the other coroutine begins
                cancel.accept().await;
            }),
            async {
                late.await.unwrap();
                graceful(async |cancel: CancelRequest| cancel.requested().await).await;
                pending::<()>().await;
            },
        );
    }));
    watch.started().await;
    assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
}

async fn to_show_a_request_is_not_to_see_it<F: Form>() {
    let (line, mut watch) = lifeline();
    let (sender, receiver) = oneshot::channel::<()>();
    let task: Task<()> = keep(F::of(async {
        graceful(async |cancel: CancelRequest| {
            let mut line = line;
            line.started();
            receiver.await.unwrap();
            assert_eq!(
                format!("{cancel:?}"),
                "CancelRequest { is_requested: true }"
            );
        })
        .await;
        pending::<()>().await;
    }));
    watch.started().await;
    task.cancel();
    sender.send(()).unwrap();
    assert!(task.await.unwrap_err().is_cancelled());
}

async fn a_body_that_was_dropped_listens_no_more<F: Form>() {
    let (line, mut watch) = lifeline();
    let (asked, is_asked) = oneshot::channel::<()>();
    let task: Task<()> = keep(F::of(async {
        {
            let listening = pin!(graceful(async |cancel: CancelRequest| {
                cancel.requested().await;
                asked.send(()).unwrap();
            }));
            let mut listening = Box::pin(listening);
            assert!(poll_once(&mut listening).is_pending());
        }
        line.endless::<()>().await;
    }));
    watch.started().await;
    assert!(task.cancel());
    watch.dropped().await;
    is_asked.await.unwrap_err();
    assert!(task.await.unwrap_err().is_cancelled());
}

async fn all_bodies_of_a_task_are_asked<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let task = keep(F::of(async move {
        let one = graceful(async |cancel: CancelRequest| {
            cancel.requested().await;
            1
        });
        let two = graceful(async |outer: CancelRequest| {
            let inner = graceful(async move |inner: CancelRequest| {
                line.started();
                inner.requested().await;
                2
            });
            (inner.await, outer.is_requested())
        });
        join!(one, two)
    }));
    watch.started().await;
    assert!(task.cancel());
    assert_eq!(task.await.unwrap(), (1, (2, true)));
}

async fn others_are_not_asked<F: Form>() {
    let (mut first_line, mut first_watch) = lifeline();
    let (mut other_line, mut other_watch) = lifeline();
    let (proceed, proceeds) = oneshot::channel::<()>();
    let first = keep(F::of(graceful(async move |cancel: CancelRequest| {
        first_line.started();
        cancel.requested().await;
    })));
    let other = keep(F::of(graceful(async move |cancel: CancelRequest| {
        other_line.started();
        proceeds.await.unwrap();
        cancel.is_requested()
    })));
    first_watch.started().await;
    other_watch.started().await;
    first.cancel_and_wait().await.unwrap();
    proceed.send(()).unwrap();
    assert!(!other.await.unwrap());
}

async fn who_does_not_listen_is_not_affected_by_others_who_do<F: Form>() {
    let (mut line, mut listening) = lifeline();
    let listener = create_task(graceful(async move |cancel: CancelRequest| {
        line.started();
        cancel.requested().await;
    }));
    listening.started().await;
    let (line, mut watch) = lifeline();
    let ordinary: Task<()> = keep(F::of(line.endless()));
    watch.started().await;
    assert!(ordinary.cancel_and_wait().await.unwrap_err().is_cancelled());
    assert!(!watch.is_alive());
    assert!(listening.is_alive());
    listener.cancel_and_wait().await.unwrap();
}

async fn a_request_can_be_seen_from_another_task<F: Form>() {
    let (sender, receiver) = oneshot::channel();
    let (proceed, proceeds) = oneshot::channel::<()>();
    let task = keep(F::of(graceful(async |cancel: CancelRequest| {
        sender.send(cancel.clone()).unwrap();
        proceeds.await.unwrap();
    })));
    let cancel = receiver.await.unwrap();
    let waits = cancel.clone();
    let waiting = create_task(async move { waits.requested().await });
    let_others_run().await;
    assert!(!waiting.is_finished());
    assert!(task.cancel());
    waiting.await.unwrap();
    proceed.send(()).unwrap();
    task.await.unwrap();
    assert!(cancel.is_requested(), "it stays made");
}

#[test]
fn what_is_in_no_task_is_asked_by_nobody() {
    assert!(!now(graceful(
        async |cancel: CancelRequest| cancel.is_requested()
    )));
    on_both_flavours(async || {
        let asked = graceful(async |cancel: CancelRequest| {
            let_others_run().await;
            cancel.is_requested()
        });
        assert!(!asked.await);
    });
}

/// A request that races with the start and the end of a body reaches the body or cancels the task.
// Contract 4.2.
#[test]
fn a_request_is_never_lost() {
    on_both_flavours(async || {
        leaving_none(async {
            for round in 0..1000 {
                let history = History::default();
                let task = create_task(history.watch(async move {
                    for _ in 0..round % 3 {
                        yield_now().await;
                    }
                    graceful(async |cancel: CancelRequest| {
                        cancel.accept().await;
                    })
                    .await;
                }));
                let task: Task<()> = task;
                for _ in 0..round % 7 {
                    yield_now().await;
                }
                assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
                assert_eq!(history.drops(), 1);
            }
        })
        .await;
    });
}

/// A request after the body's end cancels the task at its next suspension point.
// Contract 4.2.
#[test]
fn a_request_is_not_lost_either_when_the_body_ends_meanwhile() {
    on_multi_thread(async {
        for _ in 0..2000 {
            let turns = Arc::new(AtomicUsize::new(0));
            let task = create_task({
                let turns = turns.clone();
                async move {
                    while !graceful(async |cancel| cancel).await.is_requested() {
                        turns.fetch_add(1, Ordering::SeqCst);
                        yield_now().await;
                    }
                }
            });
            while turns.load(Ordering::SeqCst) < 3 {
                yield_now().await;
            }
            task.cancel();
            let limit = turns.load(Ordering::SeqCst) + 10_000;
            while !task.is_finished() {
                assert!(turns.load(Ordering::SeqCst) < limit, "it was not cancelled");
                yield_now().await;
            }
        }
    });
}
