use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};

use crate::combine::completion_queue::CompletionQueue;
use crate::left_behind::{self, Key};
use crate::{Completed, Task, accepts_awaitable};

/// Returns the outcomes of all awaitables of a collection as a stream, in the order in which the tasks end.
///
/// The call itself spawns the coroutines (futures that are not spawned yet). A child that fails does not stop the
/// others: a panic or a cancellation is [a result like any other](fn@crate::gather#what-counts-as-a-failure).
///
/// The returned value is a [`Stream`] of [`Completed`]. It also has a method [`next`](AsCompleted::next) for code
/// without streams. To limit the time, write `timeout(limit, completed.next())` with tokio's `timeout`: this loses
/// nothing, and you can repeat it.
///
/// With the [feature](crate::features) `futures`, `OutcomeStreamExt` turns the value into a stream of `Result`s, for
/// `TryStreamExt`.
///
/// # Panics
///
/// Panics at the caller's line if you pass a coroutine outside a tokio runtime. The stream panics if an earlier
/// `(&mut task).await` has returned the result of a task.
///
/// # Cancel safety
///
/// If the stream is dropped, every child that has not ended is cancelled, and the outcomes that were not drawn are
/// lost. A panic of their destructors is ignored, as tokio ignores it for the output of a task that nobody awaits.
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
/// [`asyncio.as_completed`][asyncio] in an `async for` loop. In asyncio, the children run on if you leave the loop.
///
/// [asyncio]: https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed
/// [`Stream`]: https://docs.rs/futures-core/latest/futures_core/stream/trait.Stream.html
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
    /// Waits until the next child has ended, and returns its outcome. Returns `None` when all outcomes have been
    /// returned.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: the next call returns the outcome.
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

/// Shows the tasks whose outcomes have not been returned. `T` need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for AsCompleted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.running.iter()).finish()
    }
}
