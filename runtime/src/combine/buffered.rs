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

/// Runs the awaitables of an iterator or a stream, at most `limit` at a time, and returns their outcomes as a stream,
/// in the order in which they were drawn.
///
/// An awaitable is drawn, and a coroutine (a future that is not spawned yet) is spawned, only while fewer than `limit`
/// outcomes are outstanding. A task that has ended before its turn counts too, so a slow task holds the others up.
/// There are never more than `limit` tasks and outcomes in memory. [`buffer_unordered()`](crate::buffer_unordered())
/// returns each outcome as soon as the task has ended. A child that fails does not stop the others: a panic or a
/// cancellation is [a result like any other](fn@crate::gather#what-counts-as-a-failure).
///
/// The returned value is a [`Stream`] of `Result<T, JoinError>`. It also has a method [`next`](Buffered::next) for code
/// without streams. The stream draws only while you poll it. The tasks that it has drawn run on by themselves. A
/// [`Task`] or a `JoinHandle` in the source is already running, so the limit does not hold it back.
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
/// No counterpart. The nearest is a loop over tasks that acquire an `asyncio.Semaphore`. The function is named after
/// [`buffered`][futures] of futures' `StreamExt`, which polls the futures in place instead of spawning them.
///
/// [futures]: https://docs.rs/futures/latest/futures/stream/trait.StreamExt.html#method.buffered
/// [`Stream`]: https://docs.rs/futures-core/latest/futures_core/stream/trait.Stream.html
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
/// `S` is the stream of tasks that it draws from: [`TaskSource::Tasks`]. If you can't write this type, write
/// `impl Stream<Item = Task<T>> + Unpin`.
///
/// # Cancel safety
///
/// If it is dropped, every task that was drawn and has not ended is cancelled.
#[must_use = "it draws nothing unless polled: use `next().await`"]
pub struct Buffered<T, S> {
    limit: usize,
    /// The tasks whose outcomes have not been returned, in the order in which they were drawn. Only the first is
    /// polled: a task costs nothing until it is the first.
    running: VecDeque<Task<T>>,
    undrawn: Undrawn<S>,
}

impl<T, S> Buffered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin,
{
    /// Waits until the next task has ended, in the order in which the awaitables were drawn, and returns its outcome.
    /// Returns `None` when all outcomes have been returned.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: the next call returns the outcome.
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
        let id = task.id();
        let result = match catch_unwind(AssertUnwindSafe(|| task.poll(context))) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(result)) => Ok(result),
            Err(panic) if task.is_finished() => Err(panic), // its outcome was fetched before
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

/// Shows the tasks that have been drawn and whose outcomes have not been returned. `T` need not be
/// [`Debug`](fmt::Debug).
impl<T, S> fmt::Debug for Buffered<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffered")
            .field("limit", &self.limit)
            .field("running", &self.running)
            .finish_non_exhaustive()
    }
}
