use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};

use crate::combine::completion_queue::CompletionQueue;
use crate::left_behind::{self, Key};
use crate::{Completed, Task, accepts_awaitable};

/// Gives the outcomes of all awaitables of a collection, each as soon as it is there.
///
/// Coroutines are scheduled by the call itself. One that fails stops no other. The returned value is a [`Stream`], and
/// has a method [`next`](AsCompleted::next) for code that uses no streams.
///
/// With the [feature](crate::features) `futures`, it becomes a stream of `Result`s for `TryStreamExt`.
///
/// asyncio's `timeout` is tokio's: `timeout(limit, completed.next())` loses nothing, and can be repeated.
///
/// # Panics
///
/// When a coroutine is given outside a tokio runtime, at the caller's line. The stream panics if a task has given its
/// result already, to an earlier `(&mut task).await`.
///
/// # Cancel safety
///
/// If the stream is dropped, every child that has not ended is cancelled, and the outcomes that were not drawn are
/// lost. A panic of their destructors is ignored, as tokio does for the output of a task that nobody awaits.
///
/// # Examples
///
/// ```
/// use ensure_future::as_completed;
/// use tokio::time::{Duration, sleep};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// async fn answer_after(seconds: u64) -> u64 {
///     sleep(Duration::from_secs(seconds)).await;
///     seconds
/// }
///
/// let mut completed = as_completed([3, 1, 2].map(answer_after));
/// let mut order = Vec::new();
/// while let Some(child) = completed.next().await {
///     order.push(child.result.unwrap());
/// }
/// assert_eq!(order, [1, 2, 3]);
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.as_completed`][asyncio], iterated over asynchronously. There, children run on when the loop is left.
///
/// [asyncio]: https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed
#[accepts_awaitable]
pub fn as_completed<T>(tasks: Vec<Task<T>>) -> AsCompleted<T> {
    AsCompleted {
        running: CompletionQueue::new(tasks),
    }
}

/// The stream that [`as_completed()`] returns.
///
/// # Cancel safety
///
/// If it is dropped, every child that has not ended is cancelled.
#[must_use = "dropping it cancels the children: draw them with `next().await`"]
pub struct AsCompleted<T> {
    running: CompletionQueue<Task<T>>,
}

impl<T> AsCompleted<T> {
    /// Waits for the next child to end, and gives its outcome; `None` when all have been given.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: the next call goes on from there.
    pub async fn next(&mut self) -> Option<Completed<T>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Completed<T>>> {
        let completed = ready!(self.running.poll_next(context));
        if let Some(completed) = &completed {
            left_behind::pass_on(Key::Task(completed.id));
        }
        Poll::Ready(completed)
    }
}

impl<T> Drop for AsCompleted<T> {
    fn drop(&mut self) {
        self.running.abandon();
    }
}

#[diagnostic::do_not_recommend]
impl<T> Stream for AsCompleted<T> {
    type Item = Completed<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.running.len(), Some(self.running.len()))
    }
}

impl<T> FusedStream for AsCompleted<T> {
    fn is_terminated(&self) -> bool {
        self.running.len() == 0
    }
}

/// No field is pinned.
impl<T> Unpin for AsCompleted<T> {}

/// Shows the tasks that have not been given yet; what they give need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for AsCompleted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.running.iter()).finish()
    }
}
