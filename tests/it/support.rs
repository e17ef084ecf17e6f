//! What the tests share: runtimes, and coroutines that tell what happens to them.

use std::convert::Infallible;
use std::future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;
use tokio::time::timeout;

pub(crate) use crate::panics::{panic_of, panics_here, text};

/// Runs a test on both tokio flavours.
pub(crate) fn on_both_flavours(test: impl AsyncFn()) {
    on_current_thread(test());
    on_multi_thread(test());
}

pub(crate) fn on_current_thread<T>(test: impl Future<Output = T>) -> T {
    current_thread().block_on(or_hang(test))
}

pub(crate) fn on_multi_thread<T>(test: impl Future<Output = T>) -> T {
    multi_thread().block_on(or_hang(test))
}

/// Fails a test that hangs. Nothing else depends on how long the limit is.
pub(crate) async fn or_hang<T>(test: impl Future<Output = T>) -> T {
    let limit = Duration::from_secs(60);
    timeout(limit, test).await.expect("the test hangs")
}

pub(crate) fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

pub(crate) fn multi_thread() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
}

/// How many tasks the current runtime has.
///
/// A task that has just ended may still be counted, hence a test that counts lets none end.
pub(crate) fn alive_tasks() -> usize {
    Handle::current().metrics().num_alive_tasks()
}

/// Polls a future once, with a waker that does nothing.
pub(crate) fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// What a future that never waits returns, without a runtime.
pub(crate) fn now<F: Future>(future: F) -> F::Output {
    match poll_once(&mut pin!(future)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future waits for something"),
    }
}

/// Lets every task that is ready have its turn, on a current-thread runtime.
pub(crate) async fn let_others_run() {
    for _ in 0..5 {
        tokio::task::yield_now().await;
    }
}

/// Counts how often the futures that it watches were polled and dropped.
#[derive(Clone, Default)]
pub(crate) struct History(Arc<Counts>);

#[derive(Default)]
struct Counts {
    polls: AtomicUsize,
    drops: AtomicUsize,
}

impl History {
    pub(crate) fn watch<F: Future>(&self, future: F) -> Watched<F> {
        Watched {
            future: Box::pin(future),
            history: self.clone(),
        }
    }

    /// A coroutine that never ends.
    pub(crate) fn endless(&self) -> Watched<future::Pending<()>> {
        self.watch(future::pending())
    }

    pub(crate) fn polls(&self) -> usize {
        self.0.polls.load(Ordering::SeqCst)
    }

    pub(crate) fn drops(&self) -> usize {
        self.0.drops.load(Ordering::SeqCst)
    }
}

/// A future written by hand, watched by a [`History`].
pub(crate) struct Watched<F> {
    future: Pin<Box<F>>,
    history: History,
}

impl<F: Future> Future for Watched<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.history.0.polls.fetch_add(1, Ordering::SeqCst);
        self.future.as_mut().poll(context)
    }
}

impl<F> Drop for Watched<F> {
    fn drop(&mut self) {
        self.history.0.drops.fetch_add(1, Ordering::SeqCst);
    }
}

/// A coroutine's end of a line to the test: dropped with the coroutine, at the latest.
pub(crate) struct Lifeline {
    polled: Option<oneshot::Sender<()>>,
    _held: oneshot::Sender<Infallible>,
}

/// The test's end of a [`Lifeline`].
pub(crate) struct Watch {
    polled: oneshot::Receiver<()>,
    held: oneshot::Receiver<Infallible>,
}

pub(crate) fn lifeline() -> (Lifeline, Watch) {
    let (polled_sender, polled) = oneshot::channel();
    let (held_sender, held) = oneshot::channel();
    let lifeline = Lifeline {
        polled: Some(polled_sender),
        _held: held_sender,
    };
    (lifeline, Watch { polled, held })
}

impl Lifeline {
    /// Says that the coroutine runs.
    pub(crate) fn started(&mut self) {
        let polled = self.polled.take().expect("said once");
        polled.send(()).expect("the test listens");
    }

    /// A coroutine that says that it runs and never ends.
    pub(crate) async fn endless<T>(mut self) -> T {
        self.started();
        future::pending().await
    }
}

impl Watch {
    /// Waits until the coroutine runs.
    pub(crate) async fn started(&mut self) {
        (&mut self.polled).await.expect("the coroutine runs");
    }

    /// Waits until the coroutine has been dropped.
    pub(crate) async fn dropped(self) {
        self.held.await.expect_err("nothing can be sent");
    }

    /// Whether the coroutine is still there.
    pub(crate) fn is_alive(&mut self) -> bool {
        self.held.try_recv() == Err(oneshot::error::TryRecvError::Empty)
    }
}
