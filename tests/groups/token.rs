//! Groups that tokio-util's `CancellationToken` cancels.

use std::future::pending;

use ensure_future::{GroupTaskError, TaskGroup, graceful};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use support::{lifeline, on_both_flavours};

#[test]
fn a_token_cancels_the_children() {
    on_both_flavours(async || {
        let token = CancellationToken::new();
        let group = TaskGroup::<()>::new();
        group.cancel_on(token.child_token());
        let child = group.create_task(pending::<Result<(), _>>()).unwrap();
        token.cancel();
        let ended = child.await;
        assert_eq!(ended, Err(GroupTaskError::Cancelled));
        assert!(group.create_task(async { Ok(()) }).is_err());
        group.join().await.unwrap();
    });
}

#[test]
fn a_graceful_child_hears_the_token_and_passes_it_on() {
    on_both_flavours(async || {
        let token = CancellationToken::new();
        let group = TaskGroup::<()>::new();
        group.cancel_on(token.clone());
        let (begins, begun) = oneshot::channel();
        let child = graceful(async |cancel| {
            let inner = CancellationToken::from(cancel);
            begins.send(()).unwrap();
            inner.cancelled().await;
            Ok("saved")
        });
        let child = group.create_task(child).unwrap();
        begun.await.unwrap();
        token.cancel();
        assert_eq!(child.await, Ok("saved"));
    });
}

#[test]
fn a_token_cancels_a_scope() {
    on_both_flavours(async || {
        let token = CancellationToken::new();
        let body = async |group: ensure_future::TaskGroupHandle<()>| {
            group.cancel_on(token.clone());
            token.cancel();
            pending::<Result<(), ()>>().await
        };
        let error = TaskGroup::scope(body).await.unwrap_err();
        assert!(error.is_cancelled());
    });
}

#[test]
fn a_token_that_is_cancelled_already_cancels_at_once() {
    on_both_flavours(async || {
        let token = CancellationToken::new();
        token.cancel();
        let group = TaskGroup::<()>::new();
        group.cancel_on(token);
        assert!(group.create_task(async { Ok(()) }).is_err());
    });
}

#[test]
fn each_of_several_tokens_cancels() {
    on_both_flavours(async || {
        let (first, second) = (CancellationToken::new(), CancellationToken::new());
        let group = TaskGroup::<()>::new();
        group.cancel_on(first);
        group.cancel_on(second.clone());
        let child = group.create_task(pending::<Result<(), _>>()).unwrap();
        second.cancel();
        assert_eq!(child.await, Err(GroupTaskError::Cancelled));
    });
}

#[test]
fn a_group_that_has_ended_forgets_its_tokens() {
    on_both_flavours(async || {
        let token = CancellationToken::new();
        let group = TaskGroup::<()>::new();
        group.cancel_on(token.clone());
        let handle = group.handle();
        group.join().await.unwrap();
        handle.cancel_on(token.clone()); // no effect
        token.cancel();
    });
}

/// The group owns its link to the token, and the link owns a waker that refers to the group.
#[test]
fn a_token_keeps_nothing_of_a_dropped_group() {
    on_both_flavours(async || {
        let token = CancellationToken::new();
        let group = TaskGroup::new();
        group.cancel_on(token.clone());
        let (failure, mut watch) = lifeline();
        let child = group.create_task(async { Err::<(), _>(failure) }).unwrap();
        assert_eq!(child.await, Err(GroupTaskError::Failed));
        assert!(watch.is_alive());
        drop(group);
        assert!(!watch.is_alive());
        token.cancel();
    });
}
