use std::fmt;
use std::future::pending;

use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use crate::{Task, create_task};

/// Makes a task whose value comes from elsewhere: the owner of the [`Resolver`] gives it, once.
///
/// It connects what is not a coroutine: callbacks, other threads, other programs.
///
/// # Panics
///
/// Outside a tokio runtime, at the caller's line.
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
/// [`loop.create_future()`][asyncio], whose two sides are one object there.
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

/// The side of a [`promise()`] that gives the value.
///
/// If it is dropped before, the task is cancelled.
///
/// # In asyncio
///
/// `Future.set_result`. An exception is a value here: promise a `Result`.
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
    /// With the value itself, if the task has been cancelled. `Ok` is no promise that somebody reads it: a task whose
    /// handle was dropped takes it all the same, and one that is cancelled before its next turn loses it.
    pub fn resolve(mut self, value: T) -> Result<(), T> {
        match self.sender.take() {
            Some(sender) => sender.send(value),
            None => Err(value),
        }
    }

    /// Returns whether the task has been cancelled, so that nobody wants the value any more.
    ///
    /// This becomes true shortly after the request, not at once. A task that is detached still wants the value.
    pub fn is_cancelled(&self) -> bool {
        self.sender.as_ref().is_none_or(oneshot::Sender::is_closed)
    }

    /// Waits until the task has been cancelled.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost.
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
