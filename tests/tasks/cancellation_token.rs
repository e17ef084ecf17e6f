//! `CancelRequest` and tokio-util's `CancellationToken`, which convert into each other.

use ensure_future::{CancelRequest, create_task, graceful};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use support::{on_both_flavours, on_current_thread, panic_of};

#[test]
fn a_token_is_cancelled_when_the_task_is_asked() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let task = create_task(graceful(async move |cancel| {
            let token = CancellationToken::from(cancel);
            assert!(!token.is_cancelled());
            begins.send(token.clone()).unwrap();
            token.cancelled().await;
            "saved"
        }));
        let elsewhere = begun.await.unwrap();
        assert_eq!(task.cancel_and_wait().await.unwrap(), "saved");
        assert!(elsewhere.is_cancelled());
    });
}

#[test]
fn a_token_that_is_made_after_the_request_is_cancelled_at_once() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let task = create_task(graceful(async |cancel| {
            begins.send(()).unwrap();
            cancel.requested().await;
            CancellationToken::from(cancel).is_cancelled()
        }));
        begun.await.unwrap();
        assert!(task.cancel_and_wait().await.unwrap());
    });
}

/// Otherwise, the task would be aborted at the end of its coroutine, as after a request that the coroutine has not
/// looked at.
#[test]
fn a_cancelled_token_counts_as_a_look_at_the_request() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let task = create_task(async {
            let (opens, opened) = oneshot::channel();
            let job = graceful(async |cancel| {
                let token = CancellationToken::from(cancel);
                begins.send(opens).unwrap();
                opened.await.unwrap();
                token.is_cancelled()
            });
            let was_cancelled = job.await;
            tokio::task::yield_now().await;
            was_cancelled
        });
        let opens: oneshot::Sender<()> = begun.await.unwrap();
        task.cancel();
        opens.send(()).unwrap();
        assert!(task.await.unwrap());
    });
}

#[test]
fn cancelling_a_token_leaves_the_task_and_the_other_tokens_alone() {
    on_current_thread(async {
        let task = create_task(graceful(async |cancel| {
            let [token, other] = [cancel.clone(), cancel.clone()].map(CancellationToken::from);
            token.cancel();
            (other.is_cancelled(), cancel.is_requested())
        }));
        assert_eq!(task.await.unwrap(), (false, false));
    });
}

#[test]
fn a_token_outlives_its_coroutine_and_is_not_cancelled_by_its_end() {
    on_current_thread(async {
        let task = create_task(graceful(async |cancel| CancellationToken::from(cancel)));
        assert!(!task.await.unwrap().is_cancelled());
    });
}

#[test]
fn a_request_is_made_when_its_token_is_cancelled() {
    async fn serve(cancel: CancelRequest) -> &'static str {
        cancel.requested().await;
        "stopped"
    }

    on_both_flavours(async || {
        let token = CancellationToken::new();
        let request = CancelRequest::from(token.clone());
        assert!(!request.is_requested());
        let server = create_task(serve(request.clone()));
        token.cancel();
        assert_eq!(server.await.unwrap(), "stopped");
        assert!(request.is_requested());
        assert!(format!("{request:?}").contains("true"));
    });
}

#[test]
fn there_and_back_again_it_is_a_token_of_the_first() {
    let token = CancellationToken::new();
    let back = CancellationToken::from(CancelRequest::from(token.clone()));
    back.cancel();
    assert!(!token.is_cancelled());
    let back = CancellationToken::from(CancelRequest::from(token.clone()));
    token.cancel();
    assert!(back.is_cancelled());
}

#[test]
fn accepting_the_request_of_a_token_panics_and_says_why() {
    let runtime = support::current_thread();
    let panic = panic_of(|| {
        runtime.block_on(async { CancelRequest::from(CancellationToken::new()).accept().await })
    });
    assert!(
        panic.message.contains("belongs to no task"),
        "{}",
        panic.message
    );
}
