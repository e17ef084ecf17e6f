use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use crate::left_behind;
use crate::{CancelHandle, SharedTask, TaskFuture, WatchFuture, cancel};

/// A coroutine that is scheduled on tokio: it runs on its own, and can be cancelled and awaited.
///
/// A `Task<T>` is an owner of tokio's [`JoinHandle<T>`], and one word larger. [`id`](Self::id) is tokio's, and tools such as tokio-console see it as any other task. [`create_task`](crate::create_task) makes one
/// from a coroutine, [`ensure_future`](crate::ensure_future()) from either kind, and `Task::from(handle)` from what
/// [`tokio::spawn`] returns. The conversion back, `JoinHandle::from(task)`, is there too.
///
/// # Awaiting
///
/// `task.await` gives `Result<T, JoinError>`: what the coroutine returned, or how it ended without a value, which is
/// a panic or a cancellation.
///
/// | how | what it does | if that await is dropped first |
/// | --- | --- | --- |
/// | `task.await` | ties the task to the awaiter | the task is cancelled |
/// | `(&mut task).await` | only watches it | the task goes on |
///
/// The first is why a timeout leaves no orphan: when `timeout(limit, task)` gives up, the task is cancelled too. It is
/// what asyncio does when the task that awaits another is cancelled. A dropped await can't wait for the end of the task;
/// the [group around the awaiter](crate::guide::structured_concurrency) does.
///
/// A task that awaits itself waits until it is cancelled.
///
/// Only an await that has begun ties: an `async` block that owns a task and is dropped before its first poll merely
/// drops the task.
///
/// A `Task` is deliberately [`IntoFuture`], not [`Future`]: that is how the compiler tells a task from a coroutine.
/// Where a function asks for a `Future`, as `Runtime::block_on` does, write `task.into_future()`; for futures' `join_all`
/// and `select_all`, write `tasks.into_iter().map(IntoFuture::into_future)`.
///
/// # Dropping
///
/// Dropping a `Task` detaches it, as in tokio: it runs on, and nobody can ask for its result any more. (asyncio's tasks
/// run on too, but only until they are garbage-collected.)
///
/// To have a task cancelled when its owner is dropped, keep its [`TaskFuture`], which `task.into_future()` returns:
///
/// ```
/// use ensure_future::{Task, TaskFuture, accepts_awaitable};
///
/// /// Jobs that end with their owner.
/// #[derive(Default)]
/// struct Jobs {
///     running: Vec<TaskFuture<()>>,
/// }
///
/// #[accepts_awaitable]
/// impl Jobs {
///     fn adopt(&mut self, job: Task<()>) {
///         self.running.push(job.into_future());
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let job = ensure_future::create_task(std::future::pending());
/// let remote = job.abort_handle();
///
/// let mut jobs = Jobs::default();
/// jobs.adopt(job);
/// drop(jobs);
/// tokio::task::yield_now().await;
/// assert!(remote.is_finished());
/// # }
/// ```
///
/// With the [feature](crate::features) `tokio-util`, its `AbortOnDropHandle` is accepted wherever a `Task` is, and can be declared.
///
/// # Examples
///
/// ```
/// use ensure_future::create_task;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), tokio::task::JoinError> {
/// let answer = create_task(async { 42 });
/// assert_eq!(answer.await?, 42);
///
/// let endless = create_task(std::future::pending::<()>());
/// assert!(endless.cancel(), "it was still running");
/// assert!(endless.await.unwrap_err().is_cancelled());
/// # Ok(())
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.Task`](https://docs.python.org/3/library/asyncio-task.html#task-object).
pub struct Task<T> {
    handle: JoinHandle<T>,
    /// How the task is left behind, if `T` was known to be `Send` and `'static` where the task was made.
    leave: Option<fn(JoinHandle<T>)>,
}

impl<T> Task<T> {
    /// No task, for a parameter that is declared `Option<Task<T>>`: short for `None::<Task<_>>`.
    ///
    /// A mere `None` says nothing about what it would hold, and the compiler has to know.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{Task, accepts_awaitable, run};
    ///
    /// #[accepts_awaitable]
    /// fn cancel(task: Option<Task<u8>>) -> bool {
    ///     task.is_some_and(|task| task.cancel())
    /// }
    ///
    /// assert!(!cancel(Task::NONE));
    /// assert!(run(async { cancel(Some(async { 1 })) }));
    /// ```
    ///
    /// # In asyncio
    ///
    /// `None`.
    pub const NONE: Option<Self> = None;

    /// Requests that the task be cancelled, and returns whether it was still running.
    ///
    /// The task ends at its next suspension point: its coroutine is dropped there, and awaiting it gives a
    /// [`JoinError`] for which [`is_cancelled`](JoinError::is_cancelled) holds. `true` is no promise of that. On
    /// another thread the task may finish in the same moment, and what [`tokio::task::spawn_blocking`] has begun can't
    /// be interrupted; nor does a task end this way that cancels itself and then returns without another await. The
    /// outcome of the task tells. [`cancel_and_wait`](Self::cancel_and_wait) waits for it. A
    /// [`graceful`](crate::graceful()) coroutine is not dropped, but asked to end, and may go on.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::create_task;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut task = create_task(async { "done" });
    /// (&mut task).await.unwrap();
    /// assert!(!task.cancel(), "it had finished before");
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `Task.cancel()`. Here, a cancellation has no message, and several are not counted: there is no `uncancel()`.
    pub fn cancel(&self) -> bool {
        let was_running = !self.is_finished();
        cancel::request(&self.handle);
        was_running
    }

    /// Requests that the task be cancelled, and waits until it has really ended.
    ///
    /// The request is made at once, before the returned future is polled. When the future is ready, the coroutine has
    /// been dropped, destructors and all, and everything that it [left behind](crate::guide::structured_concurrency) has ended.
    /// The future gives the task's outcome, hence the result of a task that finished
    /// after all, as a [`graceful`](crate::graceful()) one may.
    ///
    /// A graceful coroutine has to be polled to hear the request, as `loop { select! { _ = &mut job => break, .. } }`
    /// [polls it](crate::graceful#the-coroutine-has-to-be-polled). There is no time limit for one that nobody polls.
    ///
    /// # Errors
    ///
    /// A [`JoinError`]: usually the cancellation itself, or the panic of a task that panicked.
    ///
    /// # Panics
    ///
    /// The future panics if the task has given its result already, to an earlier `(&mut task).await`.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, the task is cancelled all the same. The
    /// [group around it](crate::guide::structured_concurrency), if there is one, waits for its end.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::create_task;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let task = create_task(std::future::pending::<()>());
    /// assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `task.cancel()`, and then `await task` with its `CancelledError` caught.
    pub fn cancel_and_wait(self) -> TaskFuture<T> {
        self.into_future().cancelled()
    }

    /// Makes it a task that many can await.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::create_task;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let answer = create_task(async { 42 }).shared();
    /// assert_eq!(answer.clone().await.unwrap(), 42);
    /// assert_eq!(answer.await.unwrap(), 42);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// Not needed: each task can be awaited by many there.
    pub fn shared(self) -> SharedTask<T> {
        self.into()
    }

    /// Makes the task that was spawned with this handle. If an await of it is dropped, its end is waited for.
    pub(crate) fn spawned(handle: JoinHandle<T>) -> Self
    where
        T: Send + 'static,
    {
        let leave = Some(left_behind::leave_sent::<T> as fn(JoinHandle<T>));
        Self { handle, leave }
    }

    /// Polls the task. Unlike `task.await`, this does not tie the task to the awaiter.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<T, JoinError>> {
        Pin::new(&mut self.handle).poll(context)
    }

    /// Returns whether the task has ended: with a value, by a panic or by a cancellation.
    ///
    /// A cancelled task has not ended before its coroutine is dropped, so this can be `false` right after
    /// [`cancel`](Self::cancel).
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::create_task;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut task = create_task(async {});
    /// assert!(!task.is_finished(), "it has had no turn yet");
    /// (&mut task).await.unwrap();
    /// assert!(task.is_finished());
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `Task.done()`.
    pub fn is_finished(&self) -> bool {
        self.handle.is_finished()
    }

    /// Returns tokio's id of the task.
    ///
    /// A task keeps its id through [`ensure_future`](crate::ensure_future()) and every function that accepts it. So the id
    /// shows that it is the same task.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{Task, ensure_future};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let handle = tokio::spawn(async { 42 });
    /// let id = handle.id();
    /// let task: Task<u8> = ensure_future(handle);
    /// assert_eq!(task.id(), id);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// The identity of the object: `ensure_future(task) is task`.
    pub fn id(&self) -> Id {
        self.handle.id()
    }

    /// Returns a handle that can cancel the task from elsewhere, as [`cancel`](Self::cancel) does, and can be cloned.
    pub fn cancel_handle(&self) -> CancelHandle {
        CancelHandle::new([self.abort_handle()])
    }

    /// Returns tokio's handle, which can abort the task from elsewhere and can be cloned.
    ///
    /// Its `abort` is tokio's, and drops a [`graceful`](crate::graceful()) coroutine too, unasked;
    /// [`cancel_handle`](Self::cancel_handle) asks.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::create_task;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let task = create_task(std::future::pending::<()>());
    /// let remote = task.abort_handle();
    /// tokio::spawn(async move { remote.abort() });
    /// assert!(task.await.unwrap_err().is_cancelled());
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// A second reference to the task.
    #[must_use = "an abort handle does nothing unless `abort` is called"]
    pub fn abort_handle(&self) -> AbortHandle {
        self.handle.abort_handle()
    }
}

/// `task.await`: if it is dropped before the task has ended, the task is cancelled.
///
/// The future panics if the task has given its result already, to an earlier `(&mut task).await`.
impl<T> IntoFuture for Task<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = TaskFuture<T>;

    fn into_future(self) -> TaskFuture<T> {
        TaskFuture::new(self.handle, self.leave)
    }
}

/// `(&mut task).await`: the task stays yours, and goes on if the await is dropped.
///
/// The future panics if it is polled when the task has given its result already, to an earlier `(&mut task).await`.
impl<'a, T> IntoFuture for &'a mut Task<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = WatchFuture<'a, T>;

    fn into_future(self) -> WatchFuture<'a, T> {
        WatchFuture::new(&mut self.handle)
    }
}

/// The same task, with the same id. If an await of it is dropped, it is cancelled, but no group waits for its end: see
/// [structured concurrency](crate::guide::structured_concurrency#what-is-not-waited-for).
impl<T> From<JoinHandle<T>> for Task<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        let leave = None;
        Self { handle, leave }
    }
}

/// The same task, with the same id. Awaiting a [`JoinHandle`] does not tie the task to the awaiter.
impl<T> From<Task<T>> for JoinHandle<T> {
    fn from(task: Task<T>) -> Self {
        task.handle
    }
}

/// Shows the id and whether the task has ended; what it computes need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("id", &self.id())
            .field("is_finished", &self.is_finished())
            .finish()
    }
}
