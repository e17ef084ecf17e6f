use std::fmt;
use std::sync::Arc;

use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use crate::left_behind::LocalEnd;
use crate::task::in_current_span;
use crate::{CancelHandle, Task, TaskFuture};

/// A [`Task`] whose coroutine stays on one thread, and need not be [`Send`].
///
/// [`create_local_task`](crate::create_local_task) makes a `LocalTask`. It needs a [`LocalSet`], a [`LocalRuntime`] or
/// [`run`](crate::run) around it. Otherwise, a `LocalTask` behaves like a `Task`: `task.await` ties the task to the
/// awaiter, `(&mut task).await` does not, and dropping a `LocalTask` detaches it.
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
///
/// [`LocalSet`]: https://docs.rs/tokio/latest/tokio/task/struct.LocalSet.html
/// [`LocalRuntime`]: https://docs.rs/tokio/latest/tokio/runtime/struct.LocalRuntime.html
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

    /// Requests that the task be cancelled. Returns whether it was still running.
    ///
    /// See [`Task::cancel`].
    pub fn cancel(&self) -> bool {
        self.task.cancel()
    }

    /// Requests that the task be cancelled, and waits until it has ended.
    ///
    /// See [`Task::cancel_and_wait`].
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
    /// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
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

    /// Returns a handle that cancels the task from elsewhere, even from another thread. You can clone it.
    ///
    /// See [`Task::cancel_handle`].
    pub fn cancel_handle(&self) -> CancelHandle {
        self.task.cancel_handle()
    }

    /// Returns tokio's handle, which aborts the task from elsewhere, even from another thread. You can clone it.
    ///
    /// See [`Task::abort_handle`].
    #[must_use = "an abort handle does nothing unless `abort` is called"]
    pub fn abort_handle(&self) -> AbortHandle {
        self.task.abort_handle()
    }
}

/// Wraps a coroutine so that it announces its end, and keeps the current span.
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

/// `(&mut task).await`: the task stays yours, and runs on if the await is dropped.
///
/// The future panics if an earlier `(&mut task).await` has returned the task's result.
impl<'a, T> IntoFuture for &'a mut LocalTask<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = &'a mut JoinHandle<T>;

    fn into_future(self) -> &'a mut JoinHandle<T> {
        (&mut self.task).into_future()
    }
}

/// Converts a `Task` into a `LocalTask`, which is the same task with the same id. The coroutine stays where it runs.
impl<T> From<Task<T>> for LocalTask<T> {
    fn from(task: Task<T>) -> Self {
        let end = None;
        Self { task, end }
    }
}

/// Converts a handle into a `LocalTask`, which is the same task with the same id. The handle may come from
/// [`tokio::task::spawn_local`].
///
/// [`tokio::task::spawn_local`]: https://docs.rs/tokio/latest/tokio/task/fn.spawn_local.html
impl<T> From<JoinHandle<T>> for LocalTask<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        Task::from(handle).into()
    }
}

/// Converts a `LocalTask` into tokio's handle of the same task, with the same id. Awaiting a [`JoinHandle`] does not
/// tie the task to the awaiter.
///
/// [`JoinHandle`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html
impl<T> From<LocalTask<T>> for JoinHandle<T> {
    fn from(task: LocalTask<T>) -> Self {
        task.task.into()
    }
}

/// Shows the task's id and whether it has ended. `T` need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for LocalTask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalTask")
            .field("id", &self.id())
            .field("is_finished", &self.is_finished())
            .finish()
    }
}
