pub(crate) mod tuples;

use std::fmt;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::FusedFuture;
use tokio::task::JoinError;

use crate::left_behind::{self, Key, Remains};
use crate::util::sync::{AtomicBool, Ordering};
use crate::util::user_code::{Unclaimed, discard};
use crate::{CancelHandle, Task, accepts_awaitable};

/// Waits for all awaitables of a collection, and returns their outcomes, in the order in which they were passed.
///
/// The call itself spawns the coroutines (futures that are not spawned yet), so they run concurrently, even while
/// nobody awaits the returned future. A child that fails does not stop the others: a panic or a cancellation is a
/// result like any other. An empty collection gives an empty `Vec`, at once. For awaitables of different types, use
/// [`gather!`](crate::gather!).
///
/// If you pass `JoinHandle`s, rustc may be unable to infer the type of the results, since a `JoinHandle` is a future
/// too. In this case, write `gather(handles.into_iter().map(Task::from))`.
///
/// # What counts as a failure
///
/// The functions that wait for several children differ in what a panic, an `Err` or a cancellation of one child means
/// for the others:
///
/// | function | a panic | an `Err` | a cancellation |
/// | --- | --- | --- | --- |
/// | [`gather()`], [`as_completed()`](crate::as_completed()), [`buffered()`](crate::buffered()), [`buffer_unordered()`](crate::buffer_unordered()) | a result | a result | a result |
/// | [`wait()`](crate::wait()) | a result; ends a wait for [`FirstException`](crate::ReturnWhen::FirstException) | a result; ends such a wait if [`exception_if`](crate::Wait::exception_if) says so | a result |
/// | [`try_gather()`](crate::try_gather()) | cancels the others | cancels the others | cancels the others |
/// | [`race_ok()`](crate::race_ok()) | waits for the others | waits for the others | waits for the others |
/// | [`TaskGroup`](crate::TaskGroup) | cancels the others | cancels the others | no failure: the others go on |
///
/// # Panics
///
/// Panics at the caller's line if you pass a coroutine outside a tokio runtime. The returned future panics if it is
/// polled after it has completed, or if an earlier `(&mut task).await` has returned the result of a task.
///
/// # Cancel safety
///
/// If the returned future is dropped, every child that has not ended is cancelled. All results are lost, even the
/// results of children that had ended. A panic of their destructors is ignored, as tokio ignores it for the output of a
/// task that nobody awaits.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_task, gather};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// async fn square(number: u32) -> u32 {
///     number * number
/// }
///
/// let squares = gather((1..=3).map(square)).await;
/// let squares: Result<Vec<u32>, _> = squares.into_iter().collect();
/// assert_eq!(squares.unwrap(), [1, 4, 9]);
///
/// let endless = create_task(std::future::pending::<()>());
/// endless.cancel();
/// let results = gather([endless, create_task(async {})]).await;
/// assert!(results[0].as_ref().unwrap_err().is_cancelled());
/// assert!(results[1].is_ok());
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.gather(*awaitables, return_exceptions=True)`][asyncio]. In asyncio, you can pass an awaitable twice, and
/// it is awaited once; here, a task has one owner, so you can't pass it twice. If the awaiter is cancelled after all
/// children have ended but before it is polled, it still gets the results in asyncio; here, they are lost.
///
/// [asyncio]: https://docs.python.org/3/library/asyncio-task.html#asyncio.gather
#[accepts_awaitable]
pub fn gather<T>(tasks: Vec<Task<T>>) -> Gather<T> {
    Gather {
        results: Some(Unclaimed::default()),
        running: tasks.into_iter(),
        ends: AtomicBool::new(false),
        remains: Remains::default(),
    }
}

/// The future that [`gather()`] returns.
///
/// # Cancel safety
///
/// If it is dropped, every child that has not ended is cancelled.
#[must_use = "dropping it cancels the children: `.await` it"]
pub struct Gather<T> {
    /// The tasks whose results are not fetched yet. They are awaited one after the other: the future is ready only when
    /// all have ended, and a child costs nothing until it is the first.
    running: vec::IntoIter<Task<T>>,
    results: Option<Unclaimed<Vec<Result<T, JoinError>>>>,
    /// Whether it was cancelled, and therefore waits for everything that its children leave behind.
    ends: AtomicBool,
    remains: Remains,
}

impl<T> Gather<T> {
    /// Requests that all children that have not ended be cancelled. When you then await the future, it waits for their
    /// end, without a time limit.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::gather;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let gathered = gather([std::future::pending::<()>()]);
    /// gathered.cancel();
    /// assert!(gathered.await[0].as_ref().unwrap_err().is_cancelled());
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `cancel()` of the future that `asyncio.gather` returns.
    pub fn cancel(&self) {
        self.ends.store(true, Ordering::Relaxed);
        for task in self.running.as_slice() {
            task.cancel();
        }
    }

    /// Returns a handle that cancels all children from elsewhere. You can clone it.
    ///
    /// From then on, the future waits for everything that its children leave behind, even if they are not cancelled.
    pub fn cancel_handle(&self) -> CancelHandle {
        self.ends.store(true, Ordering::Relaxed);
        CancelHandle::new(self.running.as_slice().iter().map(Task::abort_handle))
    }
}

impl<T> Future for Gather<T> {
    type Output = Vec<Result<T, JoinError>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self {
            running,
            results,
            ends,
            remains,
        } = &mut *self;
        let gathered = results
            .as_mut()
            .expect("gather is polled after it has completed");
        while let Some(task) = running.as_mut_slice().first_mut() {
            let result = ready!(task.poll(context));
            let key = Key::Task(task.id());
            if gathered.is_empty() {
                // Not before the first result: a pending future needs no memory for results.
                gathered.reserve_exact(running.len());
            }
            gathered.push(result);
            running.next();
            if *ends.get_mut() {
                remains.add(key);
            } else {
                left_behind::pass_on(key);
            }
        }
        ready!(remains.poll_gone(context));
        let all = gathered.claim();
        *results = None;
        Poll::Ready(all)
    }
}

impl<T> FusedFuture for Gather<T> {
    fn is_terminated(&self) -> bool {
        self.results.is_none()
    }
}

/// No field is pinned.
impl<T> Unpin for Gather<T> {}

impl<T> Drop for Gather<T> {
    fn drop(&mut self) {
        discard(mem::take(&mut self.running).map(Task::into_future)); // cancels all, even if a waker panics
    }
}

/// Shows the tasks that are still awaited. `T` need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for Gather<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gather")
            .field("running", &self.running.as_slice())
            .finish_non_exhaustive()
    }
}
