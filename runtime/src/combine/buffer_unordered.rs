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

/// Runs the awaitables of an iterator or a stream, at most `limit` at a time, and returns their outcomes as a stream,
/// in the order in which the tasks end.
///
/// An awaitable is drawn, and a coroutine (a future that is not spawned yet) is spawned, only while fewer than `limit`
/// outcomes are outstanding. So there are never more than `limit` tasks and outcomes in memory.
/// [`buffered()`](crate::buffered()) returns the outcomes in the order in which the awaitables were drawn. A child that
/// fails does not stop the others: a panic or a cancellation is
/// [a result like any other](fn@crate::gather#what-counts-as-a-failure).
///
/// The returned value is a [`Stream`] of [`Completed`]. It also has a method [`next`](BufferUnordered::next) for code
/// without streams. The index of a [`Completed`] counts the awaitables in the order in which they are drawn. Tasks that
/// had ended before they were drawn come in the order in which they were drawn.
///
/// The stream draws only while you poll it. The tasks that it has drawn run on by themselves. A [`Task`] or a
/// `JoinHandle` in the source is already running, so the limit does not hold it back.
///
/// # Panics
///
/// Panics at the caller's line if `limit` is zero. The stream panics if
///
/// - it draws a coroutine outside a tokio runtime;
/// - the source panics;
/// - an earlier `(&mut task).await` has returned the result of a task.
///
/// You can poll the stream again after a panic.
///
/// # Cancel safety
///
/// If the stream is dropped, every task that was drawn and has not ended is cancelled, and the outcomes that were not
/// returned are lost. A panic of their destructors is ignored, as tokio ignores it for the output of a task that nobody
/// awaits. Awaitables that were not drawn are dropped with the source: a coroutine never starts, and a [`Task`] is
/// detached.
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
/// No counterpart, since `asyncio.as_completed` has no limit. The function is named after [`buffer_unordered`][futures]
/// of futures' `StreamExt`, which polls the futures in place instead of spawning them.
///
/// [futures]: https://docs.rs/futures/latest/futures/stream/trait.StreamExt.html#method.buffer_unordered
/// [`Stream`]: https://docs.rs/futures-core/latest/futures_core/stream/trait.Stream.html
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
/// `S` is the stream of tasks that it draws from: [`TaskSource::Tasks`]. If you can't write this type, write
/// `impl Stream<Item = Task<T>> + Unpin`.
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
    /// Waits until the next task has ended, and returns its outcome. Returns `None` when all outcomes have been
    /// returned.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: the next call returns the outcome.
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

/// Shows the tasks that have been drawn and whose outcomes have not been returned. `T` need not be
/// [`Debug`](fmt::Debug).
impl<T, S> fmt::Debug for BufferUnordered<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BufferUnordered")
            .field("limit", &self.limit)
            .field("running", &self.running)
            .finish_non_exhaustive()
    }
}
