use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::combine::completion_queue::CompletionQueue;
use crate::left_behind::{self, Key, Remains};
use crate::util::user_code::{Unclaimed, discard};
use crate::{Failure, FailureSource, Task, accepts_awaitable};

/// Waits until one awaitable of a collection has succeeded, or all have failed, and gives that value or all failures.
///
/// Coroutines are scheduled by the call itself, so they run side by side, and also while nobody awaits the returned
/// future.
///
/// The value is that of the child that succeeded first. Of those that had succeeded before the first poll, it is the one
/// that was passed first; some thousands are looked at in more than one turn, and a success meanwhile may come before
/// those of the last of them. Then the others are cancelled, and have ended, destructors and all, when the value is
/// returned; their outcomes are lost, also that of another success. The cancelling happens only while you poll the
/// future. There is no time limit for the others to end, also if one of them keeps a [`graceful`](crate::graceful())
/// coroutine that nobody polls.
///
/// # Errors
///
/// A [`RaceOkError`], if no child succeeds: each has returned an `Err`, panicked or was cancelled. It holds all failures,
/// in the order in which the awaitables were passed. Of an empty collection none succeeds, so this gives an error
/// without failures, at once.
///
/// The outcomes of the other children are dropped before the value is returned. A panic of their destructors is
/// ignored, as tokio does for the output of a task that nobody awaits: the value is returned all the same.
///
/// # Panics
///
/// When a coroutine is given outside a tokio runtime, at the caller's line. The returned future panics if it is polled
/// after it has completed, and if a task has given its result already, to an earlier `(&mut task).await`.
///
/// # Cancel safety
///
/// If the returned future is dropped, every child that has not ended is cancelled, and all outcomes are lost, also those
/// of children that had ended.
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
/// No counterpart in its public API; the internal `staggered_race` without a delay. It is `Promise.any` of JavaScript,
/// and [`select_ok`][futures] of futures, which gives the last failure and the futures that are left.
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

/// Shows the tasks that have not ended yet; what they give need not be [`Debug`](fmt::Debug).
impl<T, E> fmt::Debug for RaceOk<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RaceOk")
            .field("running", &self.running.iter().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Why [`race_ok()`] gives no value.
///
/// # In asyncio
///
/// The exceptions that `staggered_race` returns. In JavaScript, an `AggregateError`.
#[derive(Debug)]
pub struct RaceOkError<E> {
    /// The failures of all children, in the order in which the awaitables were passed; none if there was no child.
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
    /// What caused the failure of the awaitable that was passed first.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.failures.first()?.source()
    }
}
