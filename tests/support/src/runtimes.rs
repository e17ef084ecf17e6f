//! Runtimes for a test, and single polls of a future.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::{sleep, timeout};

/// Runs a test on both tokio flavours.
pub fn on_both_flavours(test: impl AsyncFn()) {
    on_current_thread(test());
    on_multi_thread(test());
}

pub fn on_current_thread<T>(test: impl Future<Output = T>) -> T {
    current_thread().block_on(or_hang(test))
}

pub fn on_multi_thread<T>(test: impl Future<Output = T>) -> T {
    multi_thread().block_on(or_hang(test))
}

/// Runs a test on one thread with a paused clock, which advances when all tasks are idle. The test may use a minute of
/// it.
pub fn on_paused_clock<T>(test: impl Future<Output = T>) -> T {
    let mut runtime = Builder::new_current_thread();
    let runtime = runtime.enable_all().start_paused(true).build().unwrap();
    runtime.block_on(or_hang(test))
}

/// On a paused clock, waits until all other tasks are idle.
pub async fn all_idle() {
    sleep(Duration::from_millis(1)).await;
}

/// Fails a test that hangs. No other result depends on the limit.
pub async fn or_hang<T>(test: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(60);
    timeout(limit, test).await.expect("the test hangs")
}

pub fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

pub fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// The number of tasks in the current runtime.
///
/// tokio may still count a task that has just ended, so tests that count let no task end.
pub fn alive_tasks() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

/// Polls a future once, with a waker that does nothing.
pub fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// The output of a future that is ready at its first poll, without a runtime.
pub fn now<F: Future>(future: F) -> F::Output {
    match poll_once(&mut pin!(future)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future waits for something"),
    }
}

/// Yields until every ready task has been polled, on a current-thread runtime.
pub async fn let_others_run() {
    for _ in 0..5 {
        tokio::task::yield_now().await;
    }
}
