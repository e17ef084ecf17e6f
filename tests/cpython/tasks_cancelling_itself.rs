//! Tasks that cancel themselves.

use std::future::{pending, ready};

use ensure_future::{SharedTask, create_task, promise};
use tokio::sync::oneshot;

use support::{lifeline, on_both_flavours};

/// A task that cancels itself and then runs a future.
fn cancels_itself(then: impl Future<Output = u8> + Send + 'static) -> SharedTask<u8> {
    let (give, given) = oneshot::channel::<SharedTask<u8>>();
    let task = create_task(async {
        let itself = given.await.unwrap();
        assert!(itself.cancel());
        drop(itself);
        then.await
    });
    let task = task.shared();
    give.send(task.clone()).unwrap();
    task
}

/// CPython's `test_tasks::test_cancel_current_task`.
#[test]
fn it_ends_where_it_waits_next() {
    on_both_flavours(async || {
        let task = cancels_itself(pending());
        assert!((&task).await.unwrap_err().is_cancelled());
        assert!(task.is_finished());
        assert!(!task.cancel());
    });
}

/// CPython's `test_tasks::test_cancel_at_end`.
///
/// As in tokio, a task that ends without waiting returns its value: it has no suspension point to be cancelled at.
#[test]
fn it_has_its_value_if_it_waits_no_more() {
    on_both_flavours(async || {
        let task = cancels_itself(ready(12));
        assert_eq!((&task).await.unwrap(), 12);
        assert!(!task.cancel());
    });
}

/// CPython's `test_tasks::test_cancel_awaited_task`.
#[test]
fn it_cancels_what_it_awaits_next() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (mut resolver, promised) = promise();
        let nested = create_task(async move {
            line.started();
            promised.await.unwrap()
        });
        let remote = nested.abort_handle();
        watch.started().await;
        let task = cancels_itself(async { nested.await.unwrap() });
        assert!(task.await.unwrap_err().is_cancelled());
        watch.dropped().await;
        resolver.cancelled().await;
        while !remote.is_finished() {
            tokio::task::yield_now().await;
        }
    });
}
