//! `CancelHandle`: cancels a task without owning it, and asks graceful coroutines.

use std::future::pending;
use std::thread;

use ensure_future::{
    CancelHandle, TaskGroup, create_local_task, create_task, gather, graceful, run,
};
use tokio::sync::oneshot;

use support::on_both_flavours;

/// A graceful coroutine, and a receiver that reports its start.
fn saving() -> (
    impl Future<Output = &'static str> + Send + 'static,
    oneshot::Receiver<()>,
) {
    let (begins, begun) = oneshot::channel();
    let coroutine = graceful(async move |cancel| {
        begins.send(()).unwrap();
        cancel.requested().await;
        "saved"
    });
    (coroutine, begun)
}

/// Cancels from another thread, with a clone of the handle.
fn cancel(handle: &CancelHandle) {
    let clone = handle.clone();
    assert!(thread::spawn(move || clone.cancel()).join().unwrap());
}

#[test]
fn each_kind_of_task_is_asked() {
    on_both_flavours(async || {
        let (coroutine, begun) = saving();
        let task = create_task(coroutine);
        begun.await.unwrap();
        let handle = task.cancel_handle();
        cancel(&handle);
        assert_eq!(task.await.unwrap(), "saved");
        assert!(handle.is_finished());
        assert!(!handle.cancel());

        let (coroutine, begun) = saving();
        let shared = create_task(coroutine).shared();
        begun.await.unwrap();
        cancel(&shared.cancel_handle());
        assert_eq!(shared.clone().await.unwrap(), "saved");
        assert!(!shared.cancel_handle().cancel());

        let group = TaskGroup::<()>::new();
        let (coroutine, begun) = saving();
        let child = group.create_task(async { Ok(coroutine.await) }).unwrap();
        begun.await.unwrap();
        cancel(&child.cancel_handle());
        assert_eq!(child.await, Ok("saved"));

        let [(first, begins), (second, begun)] = [saving(), saving()];
        let gathering = gather([create_task(first), create_task(second)]);
        begins.await.unwrap();
        begun.await.unwrap();
        cancel(&gathering.cancel_handle());
        for saved in gathering.await {
            assert_eq!(saved.unwrap(), "saved");
        }
    });
}

#[test]
fn a_local_task_is_asked() {
    run(async {
        let (coroutine, begun) = saving();
        let task = create_local_task(coroutine);
        begun.await.unwrap();
        cancel(&task.cancel_handle());
        assert_eq!(task.await.unwrap(), "saved");
    });
}

#[test]
fn a_plain_task_is_cancelled() {
    on_both_flavours(async || {
        let task = create_task(pending::<()>());
        cancel(&task.cancel_handle());
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn cancelling_a_wrapper_asks_the_inner_coroutine_and_its_end_is_waited_for() {
    on_both_flavours(async || {
        let (coroutine, begun) = saving();
        let (gives, saved) = oneshot::channel();
        let inner = create_task(async { gives.send(coroutine.await) });
        let (awaits, awaited) = oneshot::channel();
        let wrapper = create_task(async {
            awaits.send(()).unwrap();
            inner.await.is_ok()
        });
        begun.await.unwrap();
        awaited.await.unwrap();
        let end = wrapper.cancel_and_wait();
        assert!(end.await.unwrap_err().is_cancelled());
        assert_eq!(saved.await, Ok("saved"));
    });
}

#[test]
fn it_shows_its_tasks() {
    on_both_flavours(async || {
        let task = create_task(pending::<()>());
        let shown = format!("{:?}", task.cancel_handle());
        assert_eq!(
            shown,
            format!(
                "CancelHandle {{ ids: [{:?}], is_finished: false }}",
                task.id()
            )
        );
    });
}
