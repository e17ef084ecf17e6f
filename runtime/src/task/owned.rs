use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use crate::left_behind;
use crate::{CancelHandle, SharedTask, TaskFuture, cancel};

/// A coroutine that was spawned on tokio. It runs by itself, and you can cancel it and await it.
///
/// A coroutine is a future that is not spawned yet. These functions turn it into a task:
///
/// | function | what it takes |
/// | --- | --- |
/// | [`create_task`](crate::create_task) | a coroutine |
/// | [`ensure_future`](crate::ensure_future()) | a coroutine, a `Task` or a [`JoinHandle<T>`] |
/// | `Task::from` | the [`JoinHandle<T>`] that [`tokio::spawn`] returns |
///
/// A `Task<T>` owns a `JoinHandle<T>`, and is one word larger. `JoinHandle::from(task)` converts it back.
/// [`id`](Self::id) is tokio's id, and tools such as tokio-console show the task like any other.
///
/// # Awaiting
///
/// `task.await` returns `Result<T, JoinError>`: the value of the coroutine, or a [`JoinError`] for a panic or a
/// cancellation.
///
/// | how | what it does | if this await is dropped first |
/// | --- | --- | --- |
/// | `task.await` | ties the task to the awaiter | the task is cancelled |
/// | `(&mut task).await` | only waits for the task | the task runs on |
///
/// With `task.await`, a timeout leaves no task behind: when `timeout(limit, task)` gives up, the task is cancelled too.
/// A dropped await can't wait for the end of the task, but the
/// [group around the awaiter](crate::guide::structured_concurrency) does.
///
/// A task that awaits itself waits until it is cancelled.
///
/// Only an await that has begun ties the task: if an `async` block owns a task and is dropped before its first poll,
/// the task is just dropped.
///
/// A `Task` implements [`IntoFuture`], but not [`Future`], because this is how the compiler tells a task from a
/// coroutine. Where a function needs a `Future`, as `Runtime::block_on` does, write `task.into_future()`. For futures'
/// `join_all` and `select_all`, write `tasks.into_iter().map(IntoFuture::into_future)`.
///
/// # Dropping
///
/// If you drop a `Task`, it is detached, as in tokio: it runs on, and its result is dropped when it ends.
///
/// To cancel a task when its owner is dropped, keep its [`TaskFuture`], which `task.into_future()` returns:
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
/// With the [feature](crate::features) `tokio-util`, you can also declare tokio-util's `AbortOnDropHandle`, and callers
/// can pass it for any `Task`.
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
/// [`asyncio.Task`](https://docs.python.org/3/library/asyncio-task.html#task-object). There too, a task is cancelled
/// when a task that awaits it is cancelled. A task whose last reference is dropped runs on only until it is
/// garbage-collected.
///
/// [`JoinHandle<T>`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html
/// [`tokio::spawn`]: https://docs.rs/tokio/latest/tokio/task/fn.spawn.html
/// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
pub struct Task<T> {
    handle: JoinHandle<T>,
    /// How the task is left behind, if `T` was known to be `Send` and `'static` where the task was made.
    leave: Option<fn(JoinHandle<T>)>,
}

impl<T> Task<T> {
    /// `None`, for a parameter that is declared `Option<Task<T>>`: short for `None::<Task<_>>`.
    ///
    /// For a plain `None`, the compiler can't infer which type of awaitable the `Option` would contain.
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

    /// Requests that the task be cancelled. Returns whether it was still running.
    ///
    /// The task ends at its next suspension point. Its coroutine is dropped there, and awaiting the task returns a
    /// [`JoinError`] for which [`is_cancelled`] is true. A [`graceful`](crate::graceful()) coroutine is not dropped: it
    /// is asked to end, and may go on.
    ///
    /// `true` does not promise that the task ends as a cancelled task. There are three exceptions, and the outcome of
    /// the task shows them:
    ///
    /// - The task may finish on another thread at the same moment.
    /// - A function that [`tokio::task::spawn_blocking`] has begun can't be interrupted.
    /// - A task may cancel itself, and then return without another await.
    ///
    /// [`cancel_and_wait`](Self::cancel_and_wait) waits for the outcome.
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
    /// `Task.cancel()`. Here, a cancellation has no message, and cancellations are not counted: there is no
    /// `uncancel()`.
    ///
    /// [`is_cancelled`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html#method.is_cancelled
    /// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
    /// [`tokio::task::spawn_blocking`]: https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html
    pub fn cancel(&self) -> bool {
        let was_running = !self.is_finished();
        cancel::request(&self.handle);
        was_running
    }

    /// Requests that the task be cancelled, and waits until it has ended.
    ///
    /// The request is made at once, before the returned future is polled. The future completes when the coroutine has
    /// been dropped, its destructors have run, and everything that it
    /// [left behind](crate::guide::structured_concurrency) has ended. The output is the task's outcome. This is a value
    /// if the task finished after all, as a [`graceful`](crate::graceful()) coroutine may.
    ///
    /// A graceful coroutine
    /// [hears the request only while it is polled](crate::graceful#the-coroutine-has-to-be-polled). There is no time
    /// limit for a coroutine that nobody polls.
    ///
    /// # Errors
    ///
    /// Returns a [`JoinError`] if the task was cancelled, which is the usual case, or if it panicked.
    ///
    /// # Panics
    ///
    /// The future panics if an earlier `(&mut task).await` has returned the task's result.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, the task is still cancelled. If there is a
    /// [group around the awaiter](crate::guide::structured_concurrency), it waits for the end of the task.
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
    /// `task.cancel()`, then `await task`, and catch the `CancelledError`.
    ///
    /// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
    pub fn cancel_and_wait(self) -> TaskFuture<T> {
        self.into_future().cancelled()
    }

    /// Turns the task into a [`SharedTask`], which you can clone and await several times.
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
    /// Not needed, since any number of coroutines can await a task.
    pub fn shared(self) -> SharedTask<T> {
        self.into()
    }

    /// Makes the task that was spawned with this handle. If an await of the task is dropped, the task's end is waited
    /// for.
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
    /// A cancelled task ends when its coroutine is dropped, so this can be `false` right after
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
    /// A task keeps its id through [`ensure_future`](crate::ensure_future()) and every function that accepts
    /// awaitables. The id shows that it is the same task.
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

    /// Returns a handle that cancels the task from elsewhere, as [`cancel`](Self::cancel) does. You can clone it.
    pub fn cancel_handle(&self) -> CancelHandle {
        CancelHandle::new([self.abort_handle()])
    }

    /// Returns tokio's handle, which aborts the task from elsewhere. You can clone it.
    ///
    /// Its `abort` also drops a [`graceful`](crate::graceful()) coroutine, without asking it to end. A
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
/// The future panics if an earlier `(&mut task).await` has returned the task's result.
impl<T> IntoFuture for Task<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = TaskFuture<T>;

    fn into_future(self) -> TaskFuture<T> {
        TaskFuture::new(self.handle, self.leave)
    }
}

/// `(&mut task).await`: the task stays yours, and runs on if the await is dropped.
///
/// The future panics if an earlier `(&mut task).await` has returned the task's result.
impl<'a, T> IntoFuture for &'a mut Task<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = &'a mut JoinHandle<T>;

    fn into_future(self) -> &'a mut JoinHandle<T> {
        &mut self.handle
    }
}

/// Converts a handle into a `Task`, which is the same task with the same id. If an await of the task is dropped, the
/// task is cancelled, but no group waits for its end: see
/// [structured concurrency](crate::guide::structured_concurrency#what-is-not-waited-for).
impl<T> From<JoinHandle<T>> for Task<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        let leave = None;
        Self { handle, leave }
    }
}

/// Converts a `Task` into tokio's handle of the same task, with the same id. Awaiting a [`JoinHandle`] does not tie the
/// task to the awaiter.
///
/// [`JoinHandle`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html
impl<T> From<Task<T>> for JoinHandle<T> {
    fn from(task: Task<T>) -> Self {
        task.handle
    }
}

/// Shows the task's id and whether it has ended. `T` need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for Task<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("id", &self.id())
            .field("is_finished", &self.is_finished())
            .finish()
    }
}
