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
use crate::left_behind::{self, Key};
use crate::util::user_code::{Unclaimed, discard};
use crate::{Completed, Task};

/// Waits for the awaitables of a collection until `return_when` is fulfilled. Cancels none of them.
///
/// The call itself spawns the coroutines (futures that are not spawned yet). The output of the returned future is a
/// [`Waited`] with two sets: the outcomes of the tasks that have ended, and the other tasks, which are still the same
/// tasks and run on. [`timeout`](Wait::timeout) sets a limit, and [`timeout_at`](Wait::timeout_at) a deadline.
///
/// You can also pass a collection of [`SharedTask`](crate::SharedTask)s. They stay shared, and nothing is spawned; the
/// error of a task is then an `Arc<JoinError>`. If you only wait for one shared task beside other work, you don't need
/// `wait`: await `&shared` in `select!` or `timeout`, as [`SharedTask`](crate::SharedTask#in-select-and-timeout) shows.
///
/// # Errors
///
/// Returns [`WaitError::Empty`] if the collection is empty.
///
/// # Panics
///
/// Panics at the caller's line if you pass a coroutine outside a tokio runtime. The returned future panics if
///
/// - it is polled after it has completed;
/// - an earlier `(&mut task).await` has returned the result of a task;
/// - it has a limit, and the timer of the runtime is not enabled;
/// - the function of [`exception_if`](Wait::exception_if) panics. You can poll the future again after this panic.
///
/// # Cancel safety
///
/// If the returned future is dropped, the tasks run on, and their results are dropped when they end. Values that the
/// future already holds are dropped. A panic of their destructors is ignored, as tokio ignores it for the output of a
/// task that nobody awaits.
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
/// [`asyncio.wait`](https://docs.python.org/3/library/asyncio-task.html#asyncio.wait). In asyncio, a task that is done
/// keeps its result; here, the result is moved out of the task into `done`, with the task's id.
#[track_caller]
pub fn wait<P, Form>(tasks: impl Waitable<P, Form>, return_when: ReturnWhen) -> Wait<P::Output, P>
where
    P: WaitTask,
{
    Wait::new(tasks.ensure(), return_when)
}

/// The condition under which [`wait()`] returns.
///
/// # In asyncio
///
/// `ALL_COMPLETED`, `FIRST_COMPLETED` and `FIRST_EXCEPTION`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReturnWhen {
    /// When all tasks have ended.
    AllCompleted,
    /// When a task has ended in any way. All tasks that have ended by then are in `done`.
    ///
    /// Each call polls every task. To get one outcome after the other, [`as_completed`](crate::as_completed()) is
    /// cheaper: it polls a task only when the task has ended.
    FirstCompleted,
    /// When a task has panicked, or has returned a value that counts as an exception according to
    /// [`exception_if`](Wait::exception_if). Otherwise, when all tasks have ended. As in asyncio, a cancellation does
    /// not count.
    FirstException,
}

/// The result of [`wait()`]: each task that was passed is in one of its two sets.
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
    /// The outcomes of the tasks that have ended, in the order in which they ended.
    ///
    /// Tasks that had ended before the first poll come in the order in which they were passed. With
    /// [`ReturnWhen::FirstCompleted`], all tasks come in this order.
    ///
    /// With some thousands of tasks, `wait` needs more than one poll to look at all of them. A task that ends between
    /// these polls may come before tasks that had ended earlier.
    pub done: Vec<Completed<T, P::Error>>,
    /// The other tasks, in the order in which they were passed.
    pub pending: Vec<P>,
}

/// The error of [`wait()`].
///
/// # In asyncio
///
/// The `ValueError` for an empty set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WaitError {
    /// The collection is empty.
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
/// If it is dropped, the tasks run on.
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

    /// Limits the time of the wait, from the first poll on. At the limit, nothing is cancelled.
    ///
    /// A task that ends exactly at the limit is in `done`: always on a current-thread runtime, and nearly always on
    /// several threads.
    ///
    /// If you set several limits and [deadlines](Self::timeout_at), the last one counts.
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

    /// Waits until this instant at most. At the deadline, nothing is cancelled.
    ///
    /// If the deadline has passed already, the first poll returns the tasks that have ended by then. If you set several
    /// deadlines and [limits](Self::timeout), the last one counts.
    ///
    /// [`tokio::time::Instant`] is on tokio's clock. `Instant::from` converts a [`std::time::Instant`].
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
    ///
    /// [`tokio::time::Instant`]: https://docs.rs/tokio/latest/tokio/time/struct.Instant.html
    pub fn timeout_at(mut self, deadline: Instant) -> Self {
        self.limit = Limit::At(deadline);
        self
    }

    /// Sets which values count for [`ReturnWhen::FirstException`], for example `Result::is_err`. By default, only a
    /// panic counts.
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
    ///
    /// # In asyncio
    ///
    /// No counterpart: every exception counts.
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
                    left_behind::pass_on(Key::Task(child.id));
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

/// Shows the ids of the tasks that have not ended yet. `T` need not be [`Debug`](fmt::Debug).
impl<T, P: WaitTask<Output = T>> fmt::Debug for Wait<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let running: Vec<_> = self.running.iter().map(Watched::id).collect();
        f.debug_struct("Wait")
            .field("return_when", &self.return_when)
            .field("running", &running)
            .finish_non_exhaustive()
    }
}
