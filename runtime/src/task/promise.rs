use std::fmt;
use std::future::{pending, poll_fn};
use std::pin::pin;
use std::task::Poll;

use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::{Task, create_task};

/// Creates a task whose value you give later, through the [`Resolver`].
///
/// It is for values that do not come from a coroutine: from callbacks, other threads or other programs.
///
/// # Panics
///
/// Panics at the caller's line outside a tokio runtime.
///
/// # Examples
///
/// ```
/// use ensure_future::promise;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (resolver, task) = promise();
/// std::thread::spawn(move || resolver.resolve(42));
/// assert_eq!(task.await.unwrap(), 42);
/// # }
/// ```
///
/// # In asyncio
///
/// [`loop.create_future()`][asyncio], where one object is both the resolver and the task.
///
/// [asyncio]: https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.create_future
#[track_caller]
pub fn promise<T: Send + 'static>() -> (Resolver<T>, Task<T>) {
    let (sender, receiver) = oneshot::channel();
    let task = create_task(async {
        match receiver.await {
            Ok(value) => value,
            Err(_) => pending().await, // the resolver was dropped and has cancelled the task
        }
    });
    let resolver = Resolver {
        sender: Some(sender),
        task: task.abort_handle(),
    };
    (resolver, task)
}

/// The sender of the value of a [`promise()`].
///
/// If you drop it without a value, the task is cancelled.
///
/// # In asyncio
///
/// `Future.set_result`. In the place of `set_exception`, promise a `Result`.
#[must_use = "dropping it cancels the task: give the value with `resolve`"]
pub struct Resolver<T> {
    /// The sender, until the value is given.
    sender: Option<oneshot::Sender<T>>,
    task: AbortHandle,
}

impl<T> Resolver<T> {
    /// Gives the task its value.
    ///
    /// # Errors
    ///
    /// Returns the value if the task has been cancelled.
    ///
    /// `Ok` does not promise that somebody reads the value. A task whose handle was dropped takes it anyway, and a task
    /// that is cancelled before its next poll loses it.
    pub fn resolve(mut self, value: T) -> Result<(), T> {
        match self.sender.take() {
            Some(sender) => sender.send(value),
            None => Err(value),
        }
    }

    /// Awaits a coroutine and gives the task its value. If the task is cancelled first, the coroutine is dropped.
    ///
    /// With this method, an executor that does not belong to tokio can [spawn](crate::Spawn) a coroutine and return a
    /// [`Task`].
    ///
    /// # Panics
    ///
    /// Panics with the coroutine's panic. The task is then cancelled.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, the coroutine is dropped and the task is cancelled.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::pin::Pin;
    ///
    /// use async_executor::Executor;
    /// use ensure_future::{Spawn, Task, ensure_future_on, promise};
    ///
    /// struct Foreign(Executor<'static>);
    ///
    /// impl Spawn for Foreign {
    ///     fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    ///     where
    ///         F: Future<Output: Send + 'static> + Send + 'static,
    ///     {
    ///         let (resolver, task) = promise(); // waits for the value on tokio
    ///         self.0.spawn(resolver.resolve_with(coroutine)).detach();
    ///         task
    ///     }
    ///
    ///     fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
    ///         self.spawn(coroutine)
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let executor = Foreign(Executor::new());
    /// let task = ensure_future_on(&executor, async { 42 });
    /// executor.0.run(async { assert_eq!(task.await.unwrap(), 42) }).await;
    /// # }
    /// ```
    pub async fn resolve_with(mut self, coroutine: impl Future<Output = T>) {
        let value = {
            let mut coroutine = pin!(coroutine);
            let mut cancelled = pin!(self.cancelled());
            poll_fn(|context| match cancelled.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(None),
                Poll::Pending => coroutine.as_mut().poll(context).map(Some),
            })
            .await
        };
        if let Some(value) = value {
            let _ = self.resolve(value); // fails if the task has been cancelled meanwhile
        }
    }

    /// Returns whether the task has been cancelled, so that nobody needs the value.
    ///
    /// This becomes `true` shortly after the request, not at once. A detached task still takes the value.
    ///
    /// # In asyncio
    ///
    /// `Future.cancelled()`.
    pub fn is_cancelled(&self) -> bool {
        self.sender.as_ref().is_none_or(oneshot::Sender::is_closed)
    }

    /// Waits until the task has been cancelled.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: you can call this again.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::promise;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let (mut resolver, task) = promise();
    /// task.cancel();
    /// resolver.cancelled().await;
    /// assert_eq!(resolver.resolve("unwanted"), Err("unwanted"));
    /// # }
    /// ```
    pub async fn cancelled(&mut self) {
        if let Some(sender) = &mut self.sender {
            sender.closed().await;
        }
    }
}

impl<T> Drop for Resolver<T> {
    fn drop(&mut self) {
        if self.sender.is_some() {
            self.task.abort(); // first, because dropping the sender wakes the task
        }
    }
}

impl<T> fmt::Debug for Resolver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolver")
            .field("id", &self.task.id())
            .field("is_cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}
