//! The request to cancel that the graceful coroutines of a task share: requested, seen, accepted, and requested again.

use std::future::pending;
use std::pin::Pin;

use ensure_future::{CancelRequest, Task, TaskGroup, create_task, graceful};
use tokio::join;
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::alive::in_every_form_leaving_none;
use support::child::Returned;
use support::forms::Form;
use support::keep::keep;
use support::{let_others_run, lifeline, on_multi_thread, poll_once, text};

in_every_form_leaving_none! {
    a_coroutine_that_begins_inside_one_that_was_asked_is_asked_too
    a_body_sees_at_once_that_its_task_has_been_asked
    a_coroutine_that_begins_beside_one_that_was_asked_is_asked_too
    nothing_escalates_while_a_coroutine_listens
    a_request_that_was_seen_is_used_up_when_the_last_coroutine_ends
    a_request_after_the_first_was_used_up_is_a_new_one
    a_coroutine_that_moves_to_a_task_that_was_asked_is_asked
    a_coroutine_that_has_moved_may_accept_in_its_new_task
    only_its_own_task_may_accept
    a_coroutine_whose_task_has_ended_is_not_asked
}

async fn a_coroutine_that_begins_inside_one_that_was_asked_is_asked_too<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let (proceed, proceeds) = oneshot::channel::<()>();
    let task: Task<bool> = keep(F::of(graceful(async move |_outer| {
        line.started();
        proceeds.await.unwrap();
        graceful(async |inner: CancelRequest| {
            let is_requested = inner.is_requested();
            inner.requested().await;
            is_requested
        })
        .await
    })));
    watch.started().await;
    let ended = task.cancel_and_wait();
    let_others_run().await;
    proceed.send(()).unwrap();
    assert!(ended.await.unwrap());
}

/// The body checks for a request in the closure, before the future is created.
async fn a_body_sees_at_once_that_its_task_has_been_asked<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let (proceed, proceeds) = oneshot::channel::<()>();
    let task = keep(F::of(graceful(async move |_outer| {
        line.started();
        proceeds.await.unwrap();
        graceful(|inner: CancelRequest| {
            let is_requested = inner.is_requested();
            async move { is_requested }
        })
        .await
    })));
    watch.started().await;
    assert!(task.cancel());
    proceed.send(()).unwrap();
    assert!(task.await.unwrap());
}

async fn a_coroutine_that_begins_beside_one_that_was_asked_is_asked_too<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let (proceed, proceeds) = oneshot::channel::<()>();
    let (end, ends) = oneshot::channel::<()>();
    let task = keep(F::of(async move {
        let busy = graceful(async move |_| {
            line.started();
            ends.await.unwrap();
        });
        let late = async {
            proceeds.await.unwrap();
            let is_requested = graceful(async |late: CancelRequest| late.is_requested()).await;
            end.send(()).unwrap();
            is_requested
        };
        join!(busy, late).1
    }));
    watch.started().await;
    assert!(task.cancel());
    proceed.send(()).unwrap();
    assert!(task.await.unwrap());
}

async fn nothing_escalates_while_a_coroutine_listens<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let (proceed, proceeds) = oneshot::channel::<()>();
    let (sender, saved) = oneshot::channel();
    let task = keep(F::of(graceful(async move |cancel: CancelRequest| {
        line.started();
        proceeds.await.unwrap();
        assert!(cancel.is_requested());
        let_others_run().await;
        sender.send("saved").unwrap();
        Returned::Ok(7)
    })));
    watch.started().await;
    for _ in 0..3 {
        assert!(task.cancel());
        let_others_run().await;
    }
    let group = TaskGroup::new();
    drop(group.create_task(task).unwrap());
    group.cancel();
    let_others_run().await;
    drop(group);
    let_others_run().await;
    proceed.send(()).unwrap();
    assert_eq!(saved.await.unwrap(), "saved");
}

async fn a_request_that_was_seen_is_used_up_when_the_last_coroutine_ends<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let task = keep(F::of(async move {
        graceful(async |cancel: CancelRequest| {
            line.started();
            cancel.requested().await;
        })
        .await;
        graceful(async |cancel: CancelRequest| {
            yield_now().await;
            cancel.is_requested()
        })
        .await
    }));
    watch.started().await;
    assert!(!task.cancel_and_wait().await.unwrap());
}

async fn a_request_after_the_first_was_used_up_is_a_new_one<F: Form>() {
    let (mut line, mut watch) = lifeline();
    let (sender, is_over) = oneshot::channel();
    let task: Task<()> = keep(F::of(async move {
        graceful(async |cancel: CancelRequest| {
            line.started();
            cancel.requested().await;
        })
        .await;
        sender.send(()).unwrap();
        pending::<()>().await;
    }));
    watch.started().await;
    assert!(task.cancel());
    is_over.await.unwrap();
    let_others_run().await;
    assert!(!task.is_finished(), "the first request is used up");
    assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
}

/// A graceful coroutine that a task polled once and then returned.
#[expect(clippy::async_yields_async)]
async fn handed_on<F: Form, T: Send + 'static>(
    coroutine: impl Future<Output = T> + Send + 'static,
) -> Pin<Box<dyn Future<Output = T> + Send>> {
    let first = keep(F::of(async move {
        let mut coroutine: Pin<Box<dyn Future<Output = T> + Send>> = Box::pin(coroutine);
        assert!(poll_once(&mut coroutine).is_pending());
        coroutine
    }));
    first.await.unwrap()
}

async fn a_coroutine_that_moves_to_a_task_that_was_asked_is_asked<F: Form>() {
    let moving = graceful(async |cancel: CancelRequest| {
        assert!(!cancel.is_requested(), "nobody has asked the first task");
        cancel.requested().await;
        "asked"
    });
    let moving = handed_on::<F, _>(moving).await;
    let (mut line, mut watch) = lifeline();
    let (proceed, proceeds) = oneshot::channel::<()>();
    let second = keep(F::of(graceful(async move |_| {
        line.started();
        proceeds.await.unwrap();
        moving.await
    })));
    watch.started().await;
    assert!(second.cancel());
    proceed.send(()).unwrap();
    assert_eq!(second.await.unwrap(), "asked");
}

async fn a_coroutine_that_has_moved_may_accept_in_its_new_task<F: Form>() {
    let moving = graceful(async |cancel: CancelRequest| {
        yield_now().await;
        cancel.accept().await;
    });
    let moving = handed_on::<F, ()>(moving).await;
    let second = keep(F::of(moving));
    let_others_run().await;
    assert!(second.cancel_and_wait().await.unwrap_err().is_cancelled());
}

async fn a_coroutine_whose_task_has_ended_is_not_asked<F: Form>() {
    let (sender, receiver) = oneshot::channel();
    let task = keep(F::of(async {
        let mut coroutine = Box::pin(graceful(async |cancel: CancelRequest| {
            sender.send(cancel).ok().unwrap();
            pending::<()>().await;
        }));
        assert!(poll_once(&mut coroutine).is_pending());
        Ok::<_, ()>(coroutine)
    }));
    let cancel = receiver.await.unwrap();
    while !task.is_finished() {
        yield_now().await;
    }
    assert!(!task.cancel());
    let group = TaskGroup::new();
    let child = group.create_task(task).unwrap();
    assert!(!child.cancel());
    group.cancel();
    let kept = child.await.unwrap();
    assert!(!cancel.is_requested());
    drop(kept);
    group.join().await.unwrap();
}

async fn only_its_own_task_may_accept<F: Form>() {
    let (sender, receiver) = oneshot::channel();
    let task = keep(F::of(graceful(async |cancel: CancelRequest| {
        sender.send(cancel.clone()).ok().unwrap();
        cancel.requested().await;
        "goes on"
    })));
    let cancel = receiver.await.unwrap();
    let accepting: Task<()> = create_task(async move { cancel.accept().await });
    let panic = accepting.await.unwrap_err().into_panic();
    assert!(
        text(&*panic).contains("only the task in which the coroutine runs can accept"),
        "{}",
        text(&*panic)
    );
    let_others_run().await;
    assert!(!task.is_finished());
    assert_eq!(task.cancel_and_wait().await.unwrap(), "goes on");
}

/// Two graceful coroutines begin in the same poll, while another thread cancels the task.
// Contract 4.2.
#[test]
fn coroutines_that_begin_during_a_request_are_all_asked() {
    on_multi_thread(async {
        for round in 0..5_000 {
            let task: Task<()> = create_task(graceful(async |_outer| {
                graceful(async |inner: CancelRequest| inner.requested().await).await;
            }));
            for _ in 0..round % 4 {
                std::hint::spin_loop();
            }
            let _ended = task.cancel_and_wait().await;
        }
    });
}
