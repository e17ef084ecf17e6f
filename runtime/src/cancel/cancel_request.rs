use std::fmt;
use std::future::{pending, poll_fn};
use std::sync::Arc;

use tokio::task::Id;
#[cfg(feature = "tokio-util")]
use tokio_util::sync::CancellationToken;

use super::REGISTRY;
use super::blocked::{is_function, listening_task};
use super::graceful::Registered;
use super::listener::Listener;
#[cfg(feature = "tokio-util")]
use crate::util::sync::OnceLock;
use crate::util::sync::{AtomicUsize, Ordering};

/// The request to cancel a task, as a [`graceful()`](crate::graceful()) coroutine of the task sees it.
///
/// With the feature `tokio-util`, you can convert a request into a [`CancellationToken`][token], and a token into a
/// request:
///
/// - The token of a request is cancelled when the task is asked to end. This counts as if the coroutine had looked at
///   the request. Cancelling the token does not cancel the task.
/// - The request of a token is made when the token is cancelled. Outside a graceful coroutine, you can pass this
///   request to code that takes a `CancelRequest`. Only [`accept`](Self::accept) panics.
///
/// [token]: https://docs.rs/tokio-util/latest/tokio_util/sync/struct.CancellationToken.html
///
/// # In asyncio
///
/// `CancelledError`, and `Task.cancelling()`.
#[derive(Clone)]
pub struct CancelRequest {
    pub(super) source: Source,
}

/// The origin of a request.
#[derive(Clone)]
pub(super) enum Source {
    /// A graceful coroutine, which listens for the task that polls it.
    Coroutine(Arc<Coroutine>),
    #[cfg(feature = "tokio-util")]
    Token(CancellationToken),
}

/// A graceful coroutine.
pub(super) struct Coroutine {
    pub(super) listener: Listener<Id>,
    /// The token that is cancelled with the request, if the request was converted into one.
    #[cfg(feature = "tokio-util")]
    pub(super) token: OnceLock<CancellationToken>,
}

impl Coroutine {
    pub(super) fn new() -> Self {
        Self {
            listener: Listener::new(),
            #[cfg(feature = "tokio-util")]
            token: OnceLock::new(),
        }
    }
}

impl CancelRequest {
    /// Returns the request that a graceful coroutine sees.
    pub(super) fn of(coroutine: Arc<Coroutine>) -> Self {
        Self {
            source: Source::Coroutine(coroutine),
        }
    }

    /// Returns whether the task has been asked to end, or the coroutine was dropped before it has ended.
    ///
    /// Once it is `true`, it stays `true`.
    ///
    /// # In asyncio
    ///
    /// `Task.cancelling() > 0`.
    pub fn is_requested(&self) -> bool {
        match &self.source {
            Source::Coroutine(coroutine) => coroutine.listener.observe(&REGISTRY),
            #[cfg(feature = "tokio-util")]
            Source::Token(token) => token.is_cancelled(),
        }
    }

    /// Waits until the task is asked to end. If the body ends first, this never completes.
    ///
    /// In another task, it also completes when the coroutine is dropped or panics before it has ended, for example
    /// because its runtime shuts down.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: if there is a request, the next call returns at once.
    ///
    /// # In asyncio
    ///
    /// The `CancelledError`, which arrives by itself.
    pub async fn requested(&self) {
        match &self.source {
            Source::Coroutine(coroutine) => requested(&coroutine.listener).await,
            #[cfg(feature = "tokio-util")]
            Source::Token(token) => token.cancelled().await,
        }
    }

    /// Waits until the task is asked to end, and then ends it as a cancelled task. This never returns, so the rest of
    /// the body does not run.
    ///
    /// If the task has other graceful coroutines, the task ends when these have ended too:
    ///
    /// - Each coroutine beside this one has to end.
    /// - A coroutine around this one has to end if it looks at the request. Otherwise, it ends together with this one.
    ///
    /// # Panics
    ///
    /// Panics if it is polled in another task than the graceful coroutine, since only the coroutine's own task can
    /// accept. It also panics for a request that was made from a `CancellationToken`, since such a request belongs to
    /// no task. It also panics in a function that [`to_thread`](crate::to_thread()) runs, since the function's task
    /// can't be cancelled any more. In a function that tokio's `spawn_blocking` or `block_in_place` runs, it never
    /// completes.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped before there is a request, nothing is lost. After it has accepted a request, dropping
    /// it does not withdraw the acceptance.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{Task, create_task, graceful};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let task: Task<u8> = create_task(graceful(async |cancel| cancel.accept().await));
    /// tokio::task::yield_now().await; // it begins
    /// assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `raise` in `except CancelledError`.
    pub async fn accept(&self) -> ! {
        let listener = self.own_listener();
        requested(listener).await;
        self.own_listener().accept(&REGISTRY); // which panics if the coroutine has moved to another task
        pending().await // until the task is aborted
    }

    /// Returns the listener of the coroutine, which has to run in this task.
    fn own_listener(&self) -> &Listener<Id> {
        match &self.source {
            Source::Coroutine(coroutine) => {
                let here = listening_task();
                assert!(
                    !here.is_some_and(is_function),
                    "`CancelRequest::accept` is awaited in a function that `to_thread` runs, which can't be cancelled \
                     any more: await `requested` and return instead"
                );
                assert!(
                    coroutine.listener.is_in(here),
                    "`CancelRequest::accept` is awaited in another task than its graceful coroutine: only the task in \
                     which the coroutine runs can accept; elsewhere, await `requested` instead"
                );
                &coroutine.listener
            }
            #[cfg(feature = "tokio-util")]
            Source::Token(_) => panic!(
                "`CancelRequest::accept` is awaited on a request that was made from a `CancellationToken`, which \
                 belongs to no task: await `requested` and return instead"
            ),
        }
    }
}

/// Waits until a coroutine is asked to end.
async fn requested(listener: &Listener<Id>) {
    let signal = &listener.signal;
    let mut registered = Registered::new(&signal.wakers);
    let _waiting = Waiting::new(&signal.waiting);
    poll_fn(|context| listener.poll_requested(&REGISTRY, &mut registered.slot, context)).await;
}

/// Counts a pending future until this is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for CancelRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_requested = match &self.source {
            Source::Coroutine(coroutine) => coroutine.listener.is_requested(&REGISTRY), // does not observe the request
            #[cfg(feature = "tokio-util")]
            Source::Token(token) => token.is_cancelled(),
        };
        f.debug_struct("CancelRequest")
            .field("is_requested", &is_requested)
            .finish()
    }
}
