use std::error::Error;
use std::fmt;
use std::future::pending;
use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::sync::oneshot::{self, Receiver, Sender};

use super::{GroupTask, TaskGroup, TaskGroupHandle};
use crate::util::sync::{AtomicBool, Ordering};
use crate::util::user_code::{Panic, outcome};

/// The sender with which a child of [`TaskGroup::start`] says that it is ready.
///
/// # In asyncio
///
/// No counterpart. In Trio, `task_status`.
#[must_use = "dropping it without `send` says that the child is never ready"]
pub struct Ready<R> {
    sender: Sender<R>,
    is_ready: Arc<AtomicBool>,
}

impl<R> Ready<R> {
    /// Says that the child is ready, and sends a value to the caller of `start`.
    ///
    /// If the caller has dropped the future of `start`, the child has been cancelled, and the value is dropped.
    pub fn send(self, value: R) {
        self.is_ready.store(true, Ordering::Relaxed);
        let _ = self.sender.send(value);
    }
}

impl<R> fmt::Debug for Ready<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ready").finish_non_exhaustive()
    }
}

/// The error of [`TaskGroup::start`]: the child was never ready.
///
/// # In asyncio
///
/// No counterpart. In Trio, the exception of the child, or a `RuntimeError` if it never calls `task_status.started()`.
#[derive(Debug, PartialEq, Eq)]
pub enum StartError<E> {
    /// The group accepts no more children. If it closed during the call, the child may have begun; it was cancelled.
    Closed,
    /// The child returned an error before it was ready. The group has not failed.
    Failed(E),
    /// The child was cancelled before it was ready.
    Cancelled,
    /// The child returned without being ready. Its value was dropped.
    NeverReady,
}

impl<E> fmt::Display for StartError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Closed => "the task group takes no more children",
            Self::Failed(_) => "the child failed before it was ready",
            Self::Cancelled => "the child was cancelled before it was ready",
            Self::NeverReady => "the child never said that it was ready",
        })
    }
}

impl<E: Error + 'static> Error for StartError<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Closed | Self::Cancelled | Self::NeverReady => None,
        }
    }
}

impl<E: Send + 'static> TaskGroup<E> {
    /// Starts a child, and waits until it is ready. Returns the value that the child passes to [`Ready::send`], and the
    /// child.
    ///
    /// The child belongs to the group from the beginning: it is cancelled with the group, and the group waits for its
    /// end. But if the child fails before it is ready, `start` returns the child's error, and the group goes on.
    ///
    /// # Errors
    ///
    /// Returns a [`StartError`] if the child ends before it is ready, or if the group accepts no more children.
    ///
    /// # Panics
    ///
    /// Panics with the child's panic if it panics before it is ready. Panics outside a tokio runtime.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, the child is cancelled.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::TaskGroup;
    /// use tokio::sync::mpsc;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let group = TaskGroup::<()>::new();
    /// let server = async |ready: ensure_future::Ready<_>| {
    ///     let (sender, mut requests) = mpsc::channel::<u8>(8);
    ///     ready.send(sender);
    ///     let mut sum = 0;
    ///     while let Some(request) = requests.recv().await {
    ///         sum += request;
    ///     }
    ///     Ok(sum)
    /// };
    /// let (sender, server) = group.start(server).await.unwrap();
    /// sender.send(42).await.unwrap();
    /// drop(sender);
    /// assert_eq!(server.await, Ok(42));
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// No counterpart. In Trio, `await nursery.start(function)`.
    pub async fn start<R, T, F>(
        &self,
        child: impl FnOnce(Ready<R>) -> F,
    ) -> Result<(R, GroupTask<T>), StartError<E>>
    where
        R: Send + 'static,
        T: Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        self.handle().start(child).await
    }
}

impl<E: Send + 'static> TaskGroupHandle<E> {
    /// Starts a child, and waits until it is ready. See [`TaskGroup::start`].
    ///
    /// # Errors
    ///
    /// Returns a [`StartError`] if the child ends before it is ready, or if the group accepts no more children.
    ///
    /// # Panics
    ///
    /// Panics where [`TaskGroup::start`] does.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, the child is cancelled.
    pub async fn start<R, T, F>(
        &self,
        child: impl FnOnce(Ready<R>) -> F,
    ) -> Result<(R, GroupTask<T>), StartError<E>>
    where
        R: Send + 'static,
        T: Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        if !self.takes_children() {
            return Err(StartError::Closed);
        }
        let (sender, readiness) = oneshot::channel();
        let (ends, ended) = oneshot::channel();
        let is_ready = Arc::new(AtomicBool::new(false));
        let ready = Ready {
            sender,
            is_ready: is_ready.clone(),
        };
        let child = self.create_task(until_end(child(ready), is_ready, ends));
        let child = Some(child.map_err(|_closed| StartError::Closed)?);
        let mut starting = Starting { child, ended };
        if let Ok(value) = readiness.await {
            let child = starting.child.take().expect("it is taken once");
            return Ok((value, child));
        }
        Err(match (&mut starting.ended).await {
            Ok(End::Failed(error)) => StartError::Failed(error),
            Ok(End::Panicked(panic)) => resume_unwind(panic),
            Ok(End::Returned) => StartError::NeverReady,
            Err(_) => StartError::Cancelled,
        })
    }
}

/// A child that is not ready yet. It is cancelled when this is dropped.
struct Starting<T, E> {
    child: Option<GroupTask<T>>,
    ended: Receiver<End<E>>,
}

impl<T, E> Drop for Starting<T, E> {
    fn drop(&mut self) {
        if let Some(child) = &self.child {
            // Before the child hears of it: if it fails then, its failure must not come here, where nobody reads it.
            self.ended.close();
            child.cancel();
        }
    }
}

/// The end of a child that was not ready.
enum End<E> {
    Returned,
    Failed(E),
    Panicked(Panic),
}

/// The child. A failure before it is ready goes to the caller of `start`. The caller then cancels the child, since a
/// cancelled child is no failure of the group. If the caller is gone, the group fails.
async fn until_end<T, E>(
    coroutine: impl Future<Output = Result<T, E>>,
    is_ready: Arc<AtomicBool>,
    ends: Sender<End<E>>,
) -> Result<T, E> {
    let ended = outcome(coroutine).await;
    if is_ready.load(Ordering::Relaxed) {
        return ended.unwrap_or_else(|panic| resume_unwind(panic));
    }
    let refused = match ended {
        Ok(Ok(value)) => {
            let _ = ends.send(End::Returned);
            return Ok(value);
        }
        Ok(Err(error)) => ends.send(End::Failed(error)).err(),
        Err(panic) => ends.send(End::Panicked(panic)).err(),
    };
    match refused {
        Some(End::Failed(error)) => Err(error),
        Some(End::Panicked(panic)) => resume_unwind(panic),
        Some(End::Returned) | None => pending().await,
    }
}
