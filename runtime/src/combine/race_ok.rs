use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::combine::completion_queue::CompletionQueue;
use crate::left_behind::{self, Key, Remains};
use crate::util::user_code::{Unclaimed, discard};
use crate::{Failure, FailureSource, Task, accepts_awaitable};

/// Waits until one awaitable of a collection has succeeded, and returns its value. If all have failed, returns all
/// failures.
///
/// The call itself spawns the coroutines (futures that are not spawned yet), so they run concurrently, even while
/// nobody awaits the returned future.
///
/// The value comes from the child that succeeded first. If several children had succeeded before the first poll, it
/// comes from the child that was passed first. With some thousands of children, `race_ok` needs more than one poll to
/// look at all of them. A child that succeeds between these polls may win over a child that had succeeded earlier.
///
/// After a success, the other children are cancelled. When the value is returned, they have ended, and their
/// destructors have run. Their outcomes are lost, even a second success. The cancelling happens only while you poll
/// this future. There is no time limit for the others to end, even if one of them keeps a
/// [`graceful`](crate::graceful()) coroutine that nobody polls.
///
/// # Errors
///
/// Returns a [`RaceOkError`] if no child succeeds: each has returned an `Err`, panicked or was cancelled. It contains
/// all failures, in the order in which the awaitables were passed. For an empty collection, the error has no failures,
/// and is returned at once.
///
/// The outcomes of the other children are dropped before the value is returned. A panic of their destructors is
/// ignored, as tokio ignores it for the output of a task that nobody awaits: the value is still returned.
///
/// # Panics
///
/// Panics at the caller's line if you pass a coroutine outside a tokio runtime. The returned future panics if it is
/// polled after it has completed, or if an earlier `(&mut task).await` has returned the result of a task.
///
/// # Cancel safety
///
/// If the returned future is dropped, every child that has not ended is cancelled, and all outcomes are lost, even
/// those of children that had ended.
///
/// # Examples
///
/// ```
/// use ensure_future::race_ok;
/// use tokio::time::{Duration, sleep};
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// async fn ask(mirror: u64) -> Result<u64, &'static str> {
///     sleep(Duration::from_secs(mirror)).await;
///     if mirror == 1 { Err("it is down") } else { Ok(mirror) }
/// }
///
/// assert_eq!(race_ok([3, 1, 2].map(ask)).await.unwrap(), 2);
///
/// let error = race_ok([1, 1].map(ask)).await.unwrap_err();
/// assert_eq!(error.failures.len(), 2);
/// # }
/// ```
///
/// # In asyncio
///
/// No counterpart in its public API. The internal `staggered_race` without a delay comes nearest. JavaScript's
/// `Promise.any` is like it, and so is futures' [`select_ok`][futures], which returns the last failure and the
/// remaining futures.
///
/// [futures]: https://docs.rs/futures/latest/futures/future/fn.select_ok.html
#[accepts_awaitable]
pub fn race_ok<T, E>(tasks: Vec<Task<Result<T, E>>>) -> RaceOk<T, E> {
    RaceOk {
        failures: Some(Unclaimed::new(tasks.iter().map(|_| None).collect())),
        running: CompletionQueue::new(tasks),
        value: Unclaimed::default(),
        remains: Remains::default(),
    }
}

/// The future that [`race_ok()`] returns.
///
/// # Cancel safety
///
/// If it is dropped, every child that has not ended is cancelled.
#[must_use = "dropping it cancels the children: `.await` it"]
pub struct RaceOk<T, E> {
    running: CompletionQueue<Task<Result<T, E>>>,
    /// The failures so far, by the children's indices.
    failures: Option<Unclaimed<Vec<Option<Failure<E>>>>>,
    /// The value of the child that has succeeded first.
    value: Unclaimed<Option<T>>,
    /// What the children that were cancelled have left behind.
    remains: Remains,
}

impl<T, E> Future for RaceOk<T, E> {
    type Output = Result<T, RaceOkError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self {
            running,
            failures,
            value,
            remains,
        } = &mut *self;
        let gathered = failures
            .as_mut()
            .expect("race_ok is polled after it has completed");
        while let Some(child) = ready!(running.poll_next(context)) {
            let (index, key) = (child.index, Key::Task(child.id));
            if value.is_some() {
                remains.add(key);
                discard([child.result]); // only the first value is returned
                continue;
            }
            left_behind::pass_on(key);
            match Failure::of(child.result) {
                Ok(first) => {
                    **value = Some(first);
                    running.cancel();
                }
                Err(failure) => gathered[index] = Some(failure),
            }
        }
        ready!(remains.poll_gone(context));
        if value.is_some() {
            // The value is still in `value`, so it is not lost if a destructor panics.
            gathered.discard();
        }
        let all_are_there = gathered.iter().all(Option::is_some);
        assert!(all_are_there, "race_ok is polled after it has panicked");
        let all = gathered.claim();
        *failures = None;
        Poll::Ready(value.claim().ok_or_else(|| RaceOkError {
            failures: all.into_iter().flatten().collect(),
        }))
    }
}

impl<T, E> Drop for RaceOk<T, E> {
    fn drop(&mut self) {
        self.running.abandon();
    }
}

/// No field is pinned.
impl<T, E> Unpin for RaceOk<T, E> {}

/// Shows the tasks that have not ended yet. `T` and `E` need not be [`Debug`](fmt::Debug).
impl<T, E> fmt::Debug for RaceOk<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RaceOk")
            .field("running", &self.running.iter().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The error of [`race_ok()`]: no awaitable succeeded.
///
/// # In asyncio
///
/// The exceptions that `staggered_race` returns. In JavaScript, an `AggregateError`.
#[derive(Debug)]
pub struct RaceOkError<E> {
    /// The failures of all children, in the order in which the awaitables were passed. It is empty if there was no
    /// child.
    pub failures: Vec<Failure<E>>,
}

impl<E: fmt::Display> fmt::Display for RaceOkError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failures[..] {
            [] => f.write_str("no awaitable succeeded: the collection of awaitables is empty"),
            [only] => write!(f, "the only awaitable failed: {only}"),
            [first, others @ ..] => {
                let number = 1 + others.len();
                write!(
                    f,
                    "all {number} awaitables failed; the first of them: {first}"
                )
            }
        }
    }
}

impl<E: FailureSource> Error for RaceOkError<E> {
    /// The cause of the failure of the awaitable that was passed first.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failures.first()?.source()
    }
}
