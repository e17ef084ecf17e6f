use std::fmt;
use std::sync::Arc;

use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use crate::left_behind::LocalEnd;
use crate::task::in_current_span;
use crate::{CancelHandle, Task, TaskFuture, WatchFuture};

/// A [`Task`] whose coroutine stays on one thread, so that it need not be [`Send`].
///
/// [`create_local_task`](crate::create_local_task) makes one, inside a [`LocalSet`](tokio::task::LocalSet), a
/// [`LocalRuntime`](tokio::runtime::LocalRuntime) or [`run`](crate::run). Otherwise it behaves like a `Task`:
/// `task.await` ties it to the awaiter, `(&mut task).await` does not, and dropping it detaches it.
///
/// # Examples
///
/// ```
/// use std::rc::Rc;
///
/// use ensure_future::{create_local_task, run};
///
/// let shared = Rc::new(20);
/// let answer = run(async {
///     let task = create_local_task({
///         let shared = Rc::clone(&shared);
///         async move { *shared + 1 }
///     });
///     *shared + task.await.unwrap() + 1
/// });
/// assert_eq!(answer, 42);
/// ```
///
/// # In asyncio
///
/// [`asyncio.Task`](https://docs.python.org/3/library/asyncio-task.html#task-object), which never leaves its thread.
pub struct LocalTask<T> {
    task: Task<T>,
    /// The end of the task, if its coroutine announces it.
    end: Option<Arc<LocalEnd>>,
}

impl<T> LocalTask<T> {
    /// Spawns a coroutine on the current local runtime or set.
    #[track_caller]
    pub(crate) fn spawn(coroutine: impl Future<Output = T> + 'static) -> Self
    where
        T: 'static,
    {
        let (coroutine, end) = announcing(coroutine);
        Self::new(tokio::task::spawn_local(coroutine), end)
    }

    pub(crate) fn new(handle: JoinHandle<T>, end: Arc<LocalEnd>) -> Self {
        Self {
            task: handle.into(),
            end: Some(end),
        }
    }

    /// Requests that the task be cancelled, and returns whether it was still running.
    ///
    /// See [`Task::cancel`].
    pub fn cancel(&self) -> bool {
        self.task.cancel()
    }

    /// Requests that the task be cancelled, and waits until it has really ended.
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
    /// See [`Task::cancel_and_wait`], which also says what a [`graceful`](crate::graceful()) coroutine has to do to hear
    /// the request. There is no time limit.
    pub fn cancel_and_wait(self) -> TaskFuture<T> {
        self.into_future().cancelled()
    }

    /// Returns whether the task has ended: with a value, by a panic or by a cancellation.
    ///
    /// See [`Task::is_finished`].
    pub fn is_finished(&self) -> bool {
        self.task.is_finished()
    }

    /// Returns tokio's id of the task.
    ///
    /// See [`Task::id`].
    pub fn id(&self) -> Id {
        self.task.id()
    }

    /// Returns a handle that can cancel the task from elsewhere, even from another thread.
    ///
    /// See [`Task::cancel_handle`].
    pub fn cancel_handle(&self) -> CancelHandle {
        self.task.cancel_handle()
    }

    /// Returns tokio's handle, which can abort the task from elsewhere, even from another thread.
    ///
    /// See [`Task::abort_handle`].
    #[must_use = "an abort handle does nothing unless `abort` is called"]
    pub fn abort_handle(&self) -> AbortHandle {
        self.task.abort_handle()
    }
}

/// Has a coroutine announce its end, and keep the current span.
pub(crate) fn announcing<F: Future>(
    coroutine: F,
) -> (impl Future<Output = F::Output> + use<F>, Arc<LocalEnd>) {
    let end = Arc::new(LocalEnd::default());
    // The coroutine is dropped first.
    let both = (coroutine, AnnounceOnDrop(end.clone()));
    let announcing = async move {
        let (coroutine, _announces) = both;
        coroutine.await
    };
    (in_current_span(announcing), end)
}

struct AnnounceOnDrop(Arc<LocalEnd>);

impl Drop for AnnounceOnDrop {
    fn drop(&mut self) {
        self.0.announce();
    }
}

/// `task.await`: if it is dropped before the task has ended, the task is cancelled.
impl<T> IntoFuture for LocalTask<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = TaskFuture<T>;

    fn into_future(self) -> TaskFuture<T> {
        match self.end {
            None => self.task.into_future(),
            Some(end) => TaskFuture::of_local(self.task.into(), end),
        }
    }
}

/// `(&mut task).await`: the task stays yours, and goes on if the await is dropped.
///
/// The future panics if it is polled when the task has given its result already, to an earlier `(&mut task).await`.
impl<'a, T> IntoFuture for &'a mut LocalTask<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = WatchFuture<'a, T>;

    fn into_future(self) -> WatchFuture<'a, T> {
        (&mut self.task).into_future()
    }
}

/// The same task, with the same id: a coroutine that may leave its thread need not.
impl<T> From<Task<T>> for LocalTask<T> {
    fn from(task: Task<T>) -> Self {
        let end = None;
        Self { task, end }
    }
}

/// The same task, with the same id: for what [`tokio::task::spawn_local`] returns.
impl<T> From<JoinHandle<T>> for LocalTask<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        Task::from(handle).into()
    }
}

/// The same task, with the same id. Awaiting a [`JoinHandle`] does not tie the task to the awaiter.
impl<T> From<LocalTask<T>> for JoinHandle<T> {
    fn from(task: LocalTask<T>) -> Self {
        task.task.into()
    }
}

/// Shows the id and whether the task has ended; what it computes need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for LocalTask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalTask")
            .field("id", &self.id())
            .field("is_finished", &self.is_finished())
            .finish()
    }
}
