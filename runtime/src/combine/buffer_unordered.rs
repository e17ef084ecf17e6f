mod running;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::{FusedStream, Stream};

use self::running::Running;
use crate::combine::task_source::Undrawn;
use crate::left_behind::{self, Key};
use crate::util::user_code::discard;
use crate::{Completed, Task, TaskSource};

/// Runs the awaitables of an iterator or a stream, at most `limit` at once, and gives the outcome of each as soon as it
/// is there.
///
/// An awaitable is drawn, and a coroutine scheduled, only when less than `limit` outcomes are awaited: there is never
/// more in memory than `limit` tasks and outcomes. [`buffered()`](crate::buffered()) gives outcomes in the order in
/// which the awaitables were drawn. One that fails stops no other: a panic and a cancellation are results like any other.
///
/// The returned value is a [`Stream`], and has a method [`next`](BufferUnordered::next) for code that uses no streams.
/// The index of a [`Completed`] counts the awaitables as they are drawn. Outcomes are in the order in which the tasks
/// end; those that had ended before they were drawn, in that order.
///
/// It draws only while it is polled; what it has drawn runs on by itself. A [`Task`] or a `JoinHandle` in the source
/// runs already, so the limit does not hold it back.
///
/// # Panics
///
/// When `limit` is zero, at the caller's line. The stream panics if it draws a coroutine outside a tokio runtime, if the
/// source panics, and if a task has given its result already, to an earlier `(&mut task).await`. It can be polled again
/// after it.
///
/// # Cancel safety
///
/// If the stream is dropped, every task that was drawn and has not ended is cancelled, and the outcomes that were not
/// given are lost. A panic of their destructors is ignored, as tokio does for the output of a task that nobody awaits.
/// What was not drawn is dropped with the source: a coroutine never starts, and a [`Task`] is detached.
///
/// # Examples
///
/// ```
/// use ensure_future::buffer_unordered;
/// use tokio::time::{Duration, sleep};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// async fn answer_after(seconds: u64) -> u64 {
///     sleep(Duration::from_secs(seconds)).await;
///     seconds
/// }
///
/// let mut answers = buffer_unordered(2, [5, 2, 1].map(answer_after));
/// let mut order = Vec::new();
/// while let Some(answer) = answers.next().await {
///     order.push((answer.index, answer.result.unwrap()));
/// }
/// assert_eq!(order, [(1, 2), (2, 1), (0, 5)]);
/// # }
/// ```
///
/// # In asyncio
///
/// No counterpart: `asyncio.as_completed` has no limit. It is named after [`buffer_unordered`][futures] of futures'
/// `StreamExt`, which polls in place what is spawned here.
///
/// [futures]: https://docs.rs/futures/latest/futures/stream/trait.StreamExt.html#method.buffer_unordered
#[track_caller]
pub fn buffer_unordered<T, A, Form>(limit: usize, awaitables: A) -> BufferUnordered<T, A::Tasks>
where
    A: TaskSource<T, Form>,
{
    assert!(limit > 0, "`buffer_unordered` needs a limit above zero");
    BufferUnordered {
        limit,
        drawn: 0,
        running: Running::new(),
        undrawn: Undrawn::new(awaitables.into_tasks()),
    }
}

/// The stream that [`buffer_unordered()`] returns.
///
/// `S` is the stream of tasks that it draws from: [`TaskSource::Tasks`]. Where it can't be written,
/// `impl Stream<Item = Task<T>> + Unpin` can.
///
/// # Cancel safety
///
/// If it is dropped, every task that was drawn and has not ended is cancelled.
#[must_use = "it draws nothing unless polled: use `next().await`"]
pub struct BufferUnordered<T, S> {
    limit: usize,
    /// Number of awaitables that have been drawn.
    drawn: usize,
    running: Running<T>,
    undrawn: Undrawn<S>,
}

impl<T, S> BufferUnordered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin,
{
    /// Waits for the next awaitable to end, and gives its outcome; `None` when all have been given.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: the next call goes on from there.
    pub async fn next(&mut self) -> Option<Completed<T>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Completed<T>>> {
        let completed = ready!(self.poll_completed(context));
        if let Some(completed) = &completed {
            left_behind::pass_on(Key::Task(completed.id));
        }
        Poll::Ready(completed)
    }

    fn poll_completed(&mut self, context: &mut Context<'_>) -> Poll<Option<Completed<T>>> {
        while self.running.len() < self.limit {
            match self.undrawn.poll_draw(context) {
                Poll::Ready(Some(task)) => {
                    let index = self.drawn;
                    self.drawn += 1;
                    if let Some(completed) = self.running.add(index, task) {
                        return Poll::Ready(Some(completed));
                    }
                }
                Poll::Ready(None) | Poll::Pending => break,
            }
        }
        if self.running.len() > 0 {
            self.running.poll_next(context).map(Some)
        } else if self.undrawn.has_ended() {
            Poll::Ready(None)
        } else {
            Poll::Pending
        }
    }
}

impl<T, S> Drop for BufferUnordered<T, S> {
    fn drop(&mut self) {
        discard(self.running.take().map(Task::into_future)); // cancels all, even if a waker panics
    }
}

#[diagnostic::do_not_recommend]
impl<T, S> Stream for BufferUnordered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin,
{
    type Item = Completed<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.undrawn.size_hint(self.running.len())
    }
}

impl<T, S> FusedStream for BufferUnordered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin,
{
    fn is_terminated(&self) -> bool {
        self.running.len() == 0 && self.undrawn.has_ended()
    }
}

/// No field is pinned.
impl<T, S> Unpin for BufferUnordered<T, S> {}

/// Shows the tasks that have been drawn and not been given yet; what they give need not be [`Debug`](fmt::Debug).
impl<T, S> fmt::Debug for BufferUnordered<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BufferUnordered")
            .field("limit", &self.limit)
            .field("running", &self.running)
            .finish_non_exhaustive()
    }
}
