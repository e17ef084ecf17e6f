//! `wait_for` whose awaiter is cancelled.

use std::time::Duration;

use ensure_future::{Task, create_task, graceful, wait_for};
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::task::AbortHandle;
use tokio::time::timeout;

use support::{lifeline, on_both_flavours, poll_once};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(3600);

/// The test's side of a coroutine that ignores a cancellation, and ends when the test says so.
struct Stubborn {
    started: Receiver<()>,
    asked: Receiver<()>,
    proceed: Sender<()>,
    exited: Receiver<u8>,
}

fn stubborn() -> (impl Future<Output = u8> + Send + 'static, Stubborn) {
    let (starts, started) = oneshot::channel();
    let (is_asked, asked) = oneshot::channel();
    let (proceed, may_proceed) = oneshot::channel();
    let (exits, exited) = oneshot::channel();
    let coroutine = graceful(async move |cancel| {
        starts.send(()).unwrap();
        cancel.requested().await;
        is_asked.send(()).unwrap();
        may_proceed.await.unwrap();
        exits.send(42).unwrap();
        42
    });
    let test = Stubborn {
        started,
        asked,
        proceed,
        exited,
    };
    (coroutine, test)
}

/// CPython's `test_waitfor::test_asyncio_wait_for_cancelled`.
///
/// The coroutine that calls `wait_for` is dropped at once. `cancel_and_wait` waits for everything that it leaves
/// behind.
#[test]
fn the_end_of_who_waits_is_also_that_of_what_it_waits_for() {
    on_both_flavours(async || {
        let (coroutine, mut test) = stubborn();
        let waiting = create_task(wait_for(coroutine, LONG));
        test.started.await.unwrap();
        let mut end = waiting.cancel_and_wait();
        assert!(poll_once(&mut end).is_pending());
        test.asked.await.unwrap();
        assert!(poll_once(&mut end).is_pending());
        test.proceed.send(()).unwrap();
        assert!(end.await.unwrap_err().is_cancelled());
        assert_eq!(test.exited.try_recv(), Ok(42));
    });
}

/// The same case without `cancel_and_wait`: the awaiter ends at once, and its task is still asked to end.
#[test]
fn who_waits_ends_at_once_and_what_it_waits_for_is_asked() {
    on_both_flavours(async || {
        let (coroutine, test) = stubborn();
        let waiting = create_task(wait_for(coroutine, LONG));
        test.started.await.unwrap();
        waiting.cancel();
        assert!(waiting.await.unwrap_err().is_cancelled());
        test.asked.await.unwrap();
        test.proceed.send(()).unwrap();
        assert_eq!(test.exited.await, Ok(42));
    });
}

/// The same case as in asyncio: an awaiter that must wait is graceful.
#[test]
fn who_is_graceful_can_wait_for_what_it_cancels() {
    on_both_flavours(async || {
        let (coroutine, mut test) = stubborn();
        let waiting = create_task(graceful(async move |cancel| {
            let mut task = create_task(coroutine);
            tokio::select! {
                _ = timeout(LONG, &mut task) => panic!("it ends when it is asked"),
                () = cancel.requested() => task.cancel_and_wait().await.unwrap(),
            }
        }));
        test.started.await.unwrap();
        waiting.cancel();
        test.asked.await.unwrap();
        assert!(!waiting.is_finished());
        test.proceed.send(()).unwrap();
        assert_eq!(waiting.await.unwrap(), 42);
        assert_eq!(test.exited.try_recv(), Ok(42));
    });
}

/// CPython's `test_waitfor::test_wait_for_self_cancellation`.
#[test]
fn who_waits_for_a_slow_end_can_be_cancelled() {
    on_both_flavours(async || {
        let (coroutine, test) = stubborn();
        let task = create_task(coroutine);
        test.started.await.unwrap();
        let waiting = create_task(wait_for(task, Duration::ZERO));
        test.asked.await.unwrap();
        waiting.cancel();
        assert!(waiting.await.unwrap_err().is_cancelled());
        test.proceed.send(()).unwrap();
        assert_eq!(test.exited.await, Ok(42));
    });
}

/// CPython's `test_waitfor::test_cancel_wait_for`.
#[test]
fn cancelling_who_waits_cancels_the_task() {
    on_both_flavours(async || {
        cancelled_with_who_waits(async |task| wait_for(task, LONG).await.is_ok()).await;
    });
}

/// CPython's `test_waitfor::test_cancel_blocking_wait_for`.
///
/// Without a limit, this is a plain await.
#[test]
fn cancelling_who_awaits_cancels_the_task() {
    on_both_flavours(async || {
        cancelled_with_who_waits(async |task| task.await.is_ok()).await;
    });
}

async fn cancelled_with_who_waits<W>(wait: W)
where
    W: AsyncFnOnce(Task<()>) -> bool,
{
    let (line, mut watch) = lifeline();
    let task = create_task(line.endless::<()>());
    watch.started().await;
    let mut waiting = Box::pin(wait(task));
    assert!(poll_once(&mut waiting).is_pending());
    drop(waiting);
    watch.dropped().await;
}

/// CPython's `test_waitfor::test_wait_for_issue86296`.
///
/// If the result is needed later, the caller shares the task, since `wait_for` owns its argument.
#[test]
fn a_cancel_that_comes_with_the_result_is_not_lost() {
    on_both_flavours(async || {
        let (send_waiting, its_handle) = oneshot::channel::<AbortHandle>();
        let inner = create_task(async {
            its_handle.await.unwrap().abort();
            "done"
        })
        .shared();
        let awaited = inner.clone().into_future();
        let (mut line, mut watch) = lifeline();
        let waiting = create_task(async move {
            line.started();
            wait_for(awaited, LONG).await.unwrap().unwrap();
            "reached the end"
        });
        watch.started().await;
        send_waiting.send(waiting.abort_handle()).unwrap();
        assert!(waiting.await.unwrap_err().is_cancelled());
        assert_eq!(inner.await.unwrap(), "done");
    });
}
