use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::{FusedStream, Stream};
use tokio::task::JoinError;

use crate::combine::task_source::Undrawn;
use crate::left_behind::{self, Key};
use crate::util::user_code::discard;
use crate::{Task, TaskSource};

/// Runs the awaitables of an iterator or a stream, at most `limit` at once, and gives their outcomes in the order in
/// which they were drawn.
///
/// An awaitable is drawn, and a coroutine scheduled, only when less than `limit` outcomes are awaited. So the tasks that
/// have ended before their turn count too, and a slow one holds the others up: there is never more in memory than
/// `limit` tasks and outcomes. [`buffer_unordered()`](crate::buffer_unordered()) gives outcomes as soon as they are
/// there. One that fails stops no other: a panic and a cancellation are results like any other.
///
/// The returned value is a [`Stream`], and has a method [`next`](Buffered::next) for code that uses no streams. It draws
/// only while it is polled; what it has drawn runs on by itself. A [`Task`] or a `JoinHandle` in the source runs already,
/// so the limit does not hold it back.
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
/// use ensure_future::buffered;
/// use tokio::time::{Duration, Instant, sleep};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// async fn answer_after(seconds: u64) -> u64 {
///     sleep(Duration::from_secs(seconds)).await;
///     seconds
/// }
///
/// let begin = Instant::now();
/// let mut answers = buffered(2, [3, 1, 1, 1].map(answer_after));
/// let mut order = Vec::new();
/// while let Some(answer) = answers.next().await {
///     order.push(answer.unwrap());
/// }
/// assert_eq!(order, [3, 1, 1, 1]);
/// assert_eq!(begin.elapsed().as_secs(), 4, "the two in the middle ran beside the first, one after the other");
/// # }
/// ```
///
/// # In asyncio
///
/// No counterpart: a loop over tasks, and an `asyncio.Semaphore` that they acquire. It is named after
/// [`buffered`][futures] of futures' `StreamExt`, which polls in place what is spawned here.
///
/// [futures]: https://docs.rs/futures/latest/futures/stream/trait.StreamExt.html#method.buffered
#[track_caller]
pub fn buffered<T, A, Form>(limit: usize, awaitables: A) -> Buffered<T, A::Tasks>
where
    A: TaskSource<T, Form>,
{
    assert!(limit > 0, "`buffered` needs a limit above zero");
    Buffered {
        limit,
        running: VecDeque::new(),
        undrawn: Undrawn::new(awaitables.into_tasks()),
    }
}

/// The stream that [`buffered()`] returns.
///
/// `S` is the stream of tasks that it draws from: [`TaskSource::Tasks`]. Where it can't be written,
/// `impl Stream<Item = Task<T>> + Unpin` can.
///
/// # Cancel safety
///
/// If it is dropped, every task that was drawn and has not ended is cancelled.
#[must_use = "it draws nothing unless polled: use `next().await`"]
pub struct Buffered<T, S> {
    limit: usize,
    /// The tasks whose outcomes have not been given, in the order in which they were drawn. Only the first is polled: a
    /// task costs nothing until its turn.
    running: VecDeque<Task<T>>,
    undrawn: Undrawn<S>,
}

impl<T, S> Buffered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin,
{
    /// Waits for the next awaitable to end, in the order in which they were drawn, and gives its outcome; `None` when
    /// all have been given.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: the next call goes on from there.
    pub async fn next(&mut self) -> Option<Result<T, JoinError>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, JoinError>>> {
        while self.running.len() < self.limit {
            match self.undrawn.poll_draw(context) {
                Poll::Ready(Some(task)) => self.running.push_back(task),
                Poll::Ready(None) | Poll::Pending => break,
            }
        }
        let Some(task) = self.running.front_mut() else {
            return if self.undrawn.has_ended() {
                Poll::Ready(None)
            } else {
                Poll::Pending
            };
        };
        let (id, had_ended) = (task.id(), task.is_finished());
        let result = match catch_unwind(AssertUnwindSafe(|| task.poll(context))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(result)) => Ok(result),
            Err(panic) if had_ended => Err(panic), // its outcome was fetched before
            Err(panic) => resume_unwind(panic), // by the destructor of an old waker: the task runs on
        };
        self.running.pop_front();
        match result {
            Ok(result) => {
                left_behind::pass_on(Key::Task(id));
                Poll::Ready(Some(result))
            }
            Err(panic) => resume_unwind(panic),
        }
    }
}

impl<T, S> Drop for Buffered<T, S> {
    fn drop(&mut self) {
        let running = mem::take(&mut self.running).into_iter();
        discard(running.map(Task::into_future)); // cancels all, even if a waker panics
    }
}

#[diagnostic::do_not_recommend]
impl<T, S> Stream for Buffered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin,
{
    type Item = Result<T, JoinError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.undrawn.size_hint(self.running.len())
    }
}

impl<T, S> FusedStream for Buffered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin,
{
    fn is_terminated(&self) -> bool {
        self.running.is_empty() && self.undrawn.has_ended()
    }
}

/// No field is pinned.
impl<T, S> Unpin for Buffered<T, S> {}

/// Shows the tasks that have been drawn and not been given yet; what they give need not be [`Debug`](fmt::Debug).
impl<T, S> fmt::Debug for Buffered<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffered")
            .field("limit", &self.limit)
            .field("running", &self.running)
            .finish_non_exhaustive()
    }
}
