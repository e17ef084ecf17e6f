mod limit;
mod running;
mod waitable;

use std::borrow::Borrow;
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::task::coop;
use tokio::time::Instant;

use self::limit::Limit;
use self::running::Running;
pub use self::waitable::{WaitTask, Waitable};
use crate::combine::completion_queue::Watched;
use crate::util::user_code::{Unclaimed, discard};
use crate::{Completed, Task};

/// Waits for awaitables of a collection until `return_when` is fulfilled, and cancels none of them.
///
/// Coroutines are scheduled by the call itself. Awaiting the returned future gives both sets: the outcomes of the tasks
/// that have ended, and the other tasks, which are the same as were passed, and go on. [`timeout`](Wait::timeout) sets a
/// limit, and [`timeout_at`](Wait::timeout_at) a deadline.
///
/// A collection of [`SharedTask`](crate::SharedTask)s is accepted too. They stay shared, and nothing is spawned; an
/// error is then an `Arc<JoinError>`. To race one shared task with other work, `wait` is not needed: await `&shared` in
/// `select!` or `timeout`, as `SharedTask` shows.
///
/// # Errors
///
/// [`WaitError::Empty`] if the collection is empty.
///
/// # Panics
///
/// When a coroutine is given outside a tokio runtime, at the caller's line. The returned future panics if it is polled
/// after it has completed, if a task has given its result already, to an earlier `(&mut task).await`, and, with a
/// limit, in a runtime whose timer is not enabled. It also passes on a panic of [`exception_if`](Wait::exception_if)'s
/// function, and can be polled again after it.
///
/// # Cancel safety
///
/// If the returned future is dropped, the tasks go on, and nobody can ask for their results any more. Values that it
/// holds already are dropped; a panic of their destructors is ignored, as tokio does for the output of a task that
/// nobody awaits.
///
/// # Examples
///
/// ```
/// use ensure_future::{ReturnWhen, create_task, wait};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let quick = create_task(async { "quick" });
/// let endless = create_task(std::future::pending());
/// let id = endless.id();
///
/// let waited = wait([quick, endless], ReturnWhen::FirstCompleted).await.unwrap();
/// assert_eq!(waited.done[0].result.as_ref().unwrap(), &"quick");
/// assert_eq!(waited.pending[0].id(), id);
/// # }
/// ```
///
/// Shared tasks:
///
/// ```
/// use ensure_future::{ReturnWhen, create_task, wait};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let closing = create_task(std::future::pending::<()>()).shared();
/// let job = create_task(async {}).shared();
///
/// let waited = wait([closing.clone(), job], ReturnWhen::FirstCompleted).await.unwrap();
/// assert_eq!(waited.done[0].index, 1);
/// assert_eq!(waited.pending[0].id(), closing.id());
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.wait`](https://docs.python.org/3/library/asyncio-task.html#asyncio.wait). There, a task that is done keeps
/// its result; here, the result is moved out of it, and stands in `done` with the task's id.
#[track_caller]
pub fn wait<P, Form>(tasks: impl Waitable<P, Form>, return_when: ReturnWhen) -> Wait<P::Output, P>
where
    P: WaitTask,
{
    Wait::new(tasks.ensure(), return_when)
}

/// When [`wait()`] returns.
///
/// # In asyncio
///
/// `ALL_COMPLETED`, `FIRST_COMPLETED` and `FIRST_EXCEPTION`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReturnWhen {
    /// When all have ended.
    AllCompleted,
    /// When one has ended, however it did. All that have ended by then are done too.
    ///
    /// Each call polls every task. To take one outcome after the other,
    /// [`as_completed`](crate::as_completed()) is cheaper, which polls each task only when it has ended.
    FirstCompleted,
    /// When one has panicked, or returned what [`exception_if`](Wait::exception_if) says is one; otherwise, when all
    /// have ended. As in asyncio, a cancellation is none.
    FirstException,
}

/// The result of [`wait()`]. Each task that was passed is in one of the two sets.
///
/// `P` is the type of the tasks: [`Task<T>`](Task), or [`SharedTask<T>`](crate::SharedTask) where these were passed.
///
/// # In asyncio
///
/// The tuple `done, pending`.
#[derive(Debug)]
pub struct Waited<T, P = Task<T>>
where
    P: WaitTask<Output = T>,
{
    /// Those that have ended, in that order; those that had ended before the first poll, and all with
    /// [`ReturnWhen::FirstCompleted`], in the order in which they were passed. Some thousands are looked at in more
    /// than one turn; what ends meanwhile may come before the last of them.
    pub done: Vec<Completed<T, P::Error>>,
    /// The others, in the order in which they were passed.
    pub pending: Vec<P>,
}

/// Why [`wait()`] can't wait.
///
/// # In asyncio
///
/// The `ValueError` for an empty set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitError {
    /// There was nothing to wait for.
    Empty,
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is nothing to wait for: the collection of awaitables is empty")
    }
}

impl Error for WaitError {}

/// The future that [`wait()`] returns.
///
/// `P` is the type of the tasks: [`Task<T>`](Task), or [`SharedTask<T>`](crate::SharedTask) where these were passed.
///
/// # Cancel safety
///
/// If it is dropped, the tasks go on.
#[must_use = "dropping it detaches the tasks: `.await` it"]
pub struct Wait<T, P = Task<T>>
where
    P: WaitTask<Output = T>,
{
    done: Unclaimed<Vec<Completed<T, P::Error>>>,
    running: Running<P::Running>,
    return_when: ReturnWhen,
    is_exception: fn(&T) -> bool,
    limit: Limit,
    /// Whether `return_when` is fulfilled. Other tasks that have ended may still have to be moved to `done`.
    is_over: bool,
    has_returned: bool,
}

impl<T, P: WaitTask<Output = T>> Wait<T, P> {
    fn new(tasks: Vec<P>, return_when: ReturnWhen) -> Self {
        Self {
            done: Unclaimed::default(),
            running: Running::new(tasks.into_iter().map(P::begin), return_when),
            return_when,
            is_exception: |_| false,
            limit: Limit::None,
            is_over: false,
            has_returned: false,
        }
    }

    /// Waits no longer than this, from the first poll on. Then too, nothing is cancelled.
    ///
    /// What ends at that very time is in `done`: on a current-thread runtime for certain, on several threads most likely.
    ///
    /// Of several limits and [deadlines](Self::timeout_at), the last one counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{ReturnWhen, wait};
    /// use tokio::time::Duration;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let endless = std::future::pending::<()>();
    /// let waited = wait([endless], ReturnWhen::AllCompleted).timeout(Duration::from_secs(1));
    /// let waited = waited.await.unwrap();
    /// assert!(waited.done.is_empty());
    /// assert!(!waited.pending[0].is_finished());
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `asyncio.wait(.., timeout=limit)`.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limit = Limit::Set(limit);
        self
    }

    /// Waits no longer than until this instant. Then too, nothing is cancelled.
    ///
    /// If it has passed already, the first poll returns what has ended by then. Of several deadlines and
    /// [limits](Self::timeout), the last one counts.
    ///
    /// [`tokio::time::Instant`] is on tokio's clock; `Instant::from` makes one of a [`std::time::Instant`].
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{ReturnWhen, wait};
    /// use tokio::time::{Duration, Instant, sleep};
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let deadline = Instant::now() + Duration::from_secs(3);
    /// let children = [2, 4].map(|seconds| sleep(Duration::from_secs(seconds)));
    /// let waited = wait(children, ReturnWhen::AllCompleted).timeout_at(deadline).await.unwrap();
    /// assert_eq!((waited.done.len(), waited.pending.len()), (1, 1));
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `asyncio.wait(.., timeout=deadline - loop.time())`.
    pub fn timeout_at(mut self, deadline: Instant) -> Self {
        self.limit = Limit::At(deadline);
        self
    }

    /// Says which values count for [`ReturnWhen::FirstException`], as an `Err` would. By default, only a panic does.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::{Ready, ready};
    ///
    /// use ensure_future::{ReturnWhen, wait};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let children: [Ready<Result<u8, &str>>; 2] = [ready(Err("failed")), ready(Ok(1))];
    /// let waited = wait(children, ReturnWhen::FirstException).exception_if(Result::is_err);
    /// assert_eq!(waited.await.unwrap().done[0].result.as_ref().unwrap(), &Err("failed"));
    /// # }
    /// ```
    pub fn exception_if(mut self, is_exception: fn(&T) -> bool) -> Self {
        self.is_exception = is_exception;
        self
    }

    /// Whether the last task in `done` fulfils `return_when`.
    fn ends_with_last(&self) -> bool {
        match (self.return_when, self.done.last()) {
            (ReturnWhen::FirstException, Some(child)) => match &child.result {
                Ok(value) => (self.is_exception)(value),
                Err(error) => error.borrow().is_panic(),
            },
            _ => false,
        }
    }

    /// Moves all tasks that have ended to `done`. This is pending if the budget is used up before.
    fn poll_done(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            match self.running.poll_next(context) {
                Poll::Ready(Some(child)) => {
                    self.done.push(child); // first, so that the outcome is not lost if `is_exception` panics
                    self.is_over |= self.ends_with_last();
                }
                Poll::Ready(None) => {
                    self.is_over = true;
                    return Poll::Ready(());
                }
                Poll::Pending if coop::has_budget_remaining() => return Poll::Ready(()),
                Poll::Pending => {
                    // The last outcome may have used up the budget, and then nothing has arranged another poll.
                    // Without budget, `poll_proceed` does.
                    let _none_left = coop::poll_proceed(context);
                    return Poll::Pending;
                }
            }
        }
    }
}

impl<T, P: WaitTask<Output = T>> Future for Wait<T, P> {
    type Output = Result<Waited<T, P>, WaitError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let wait = &mut *self;
        assert!(!wait.has_returned, "wait is polled after it has completed");
        if wait.done.is_empty() && wait.running.iter().next().is_none() {
            wait.has_returned = true;
            return Poll::Ready(Err(WaitError::Empty));
        }
        wait.limit.begin();
        ready!(wait.poll_done(context));
        if !wait.is_over && !wait.limit.is_reached(context) {
            return Poll::Pending;
        }
        wait.has_returned = true;
        let running = wait.running.take();
        let mut pending = Vec::with_capacity(running.len());
        pending.extend(running.into_iter().flatten().map(P::end));
        Poll::Ready(Ok(Waited {
            pending,
            done: wait.done.claim(),
        }))
    }
}

/// No field is pinned.
impl<T, P: WaitTask<Output = T>> Unpin for Wait<T, P> {}

impl<T, P: WaitTask<Output = T>> Drop for Wait<T, P> {
    fn drop(&mut self) {
        discard(self.running.take()); // each task may drop a user's waker, which may panic
    }
}

/// Shows the ids of the tasks that have not ended yet; what they give need not be [`Debug`](fmt::Debug).
impl<T, P: WaitTask<Output = T>> fmt::Debug for Wait<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let running: Vec<_> = self.running.iter().map(Watched::id).collect();
        f.debug_struct("Wait")
            .field("return_when", &self.return_when)
            .field("running", &running)
            .finish_non_exhaustive()
    }
}
