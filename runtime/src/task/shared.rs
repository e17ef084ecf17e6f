use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use tokio::task::{AbortHandle, Id, JoinError, JoinHandle, coop};

use crate::left_behind::{self, Key};
use crate::util::sync::{Mutex, OnceLock};
use crate::util::user_code::discard;
use crate::util::wakers::Wakers;
use crate::{CancelHandle, Task, cancel};

/// A task that you can clone and await several times: each await returns a clone of its value.
///
/// [`Task::shared`] makes a `SharedTask`. If you declare a parameter as a `SharedTask`, callers pass a coroutine (a
/// future that is not spawned yet), a `Task`, tokio's `JoinHandle` or a `SharedTask`, which stays the same task. So a
/// caller can pass a clone and await another clone.
///
/// `shared.await`, of any clone or reference, returns `Result<T, Arc<JoinError>>`. It does not tie the task to the
/// awaiter: if the await is dropped, the task runs on. When the last clone is dropped, the task is detached, like any
/// other task, and a value that it holds is dropped. If the destructor of the value panics, the panic is ignored, as
/// tokio ignores it for the output of a task that nobody awaits.
///
/// A `SharedTask` is not accepted where `Task<T>` is declared, since a `SharedTask` has many owners. You can pass
/// `shared.into_future()`, which is a coroutine. Each time, it is spawned as a new task, which ends when the shared
/// task ends. Cancelling the new task leaves the shared task running. [`wait`](crate::wait()) also takes `SharedTask`s.
///
/// A `SharedTask<T>` is `Send` only if `T` is `Send` and `Sync`, since clones on several threads read the value.
///
/// # In `select!` and `timeout`
///
/// Dropping `(&shared).await` never cancels the task. So you can use `&shared` in `select!` and `timeout` again and
/// again, without [`shield`](crate::shield()) or [`wait`](crate::wait()). The second example does this in a loop.
///
/// # Panics
///
/// Awaiting it panics if an earlier `(&mut task).await` has returned the task's result.
///
/// # Examples
///
/// ```
/// use ensure_future::{SharedTask, accepts_awaitable, create_task};
///
/// #[accepts_awaitable]
/// async fn length(text: SharedTask<String>) -> usize {
///     text.await.unwrap().len()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let text = create_task(async { "shared".to_owned() }).shared();
/// assert_eq!(length(text.clone()).await, 6);
/// assert_eq!(text.await.unwrap(), "shared");
/// # }
/// ```
///
/// A server awaits either a job or the signal to stop:
///
/// ```
/// use ensure_future::{SharedTask, create_task};
/// use tokio::sync::{mpsc, oneshot};
///
/// async fn serve(mut jobs: mpsc::Receiver<u32>, closing: SharedTask<()>) -> u32 {
///     let mut sum = 0;
///     loop {
///         tokio::select! {
///             biased;
///             Some(job) = jobs.recv() => sum += job,
///             _ = &closing => return sum,
///         }
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (close, closed) = oneshot::channel();
/// let closing = create_task(async { closed.await.unwrap_or(()) }).shared();
/// let (sender, jobs) = mpsc::channel(2);
/// let server = create_task(serve(jobs, closing.clone()));
///
/// sender.send(1).await.unwrap();
/// sender.send(2).await.unwrap();
/// close.send(()).unwrap();
/// assert_eq!(server.await.unwrap(), 3);
/// # }
/// ```
///
/// # In asyncio
///
/// Any task. Any number of coroutines can await it, but if an awaiter is cancelled, so is the task.
pub struct SharedTask<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    id: Id,
    /// The handle, until the outcome is set. It is polled only with the waker `awaiters`, so no waker of a user is
    /// dropped under the lock: see *no user code under a lock* in [`sync`](crate::util::sync).
    running: Mutex<Option<JoinHandle<T>>>,
    outcome: OnceLock<Outcome<T>>,
    awaiters: Arc<Wakers>,
}

type Outcome<T> = Result<T, Arc<JoinError>>;

impl<T> Shared<T> {
    /// Polls the task until its outcome is set.
    fn poll_outcome(&self) -> Poll<()> {
        let mut running = self.running.lock();
        if let Some(handle) = &mut *running {
            let outcome = ready!(poll_handle(handle, &self.awaiters));
            let _ = self.outcome.set(outcome.map_err(Arc::new)); // nobody else sets it under the lock
        }
        let ended = running.take();
        drop(running);
        drop(ended);
        Poll::Ready(())
    }
}

/// Polls regardless of the cooperative budget, which [`SharedTaskFuture`] checks for the awaiter that polls. Otherwise,
/// tokio would wake all awaiters when the budget of that awaiter is used up.
fn poll_handle<T>(
    handle: &mut JoinHandle<T>,
    awaiters: &Arc<Wakers>,
) -> Poll<Result<T, JoinError>> {
    let waker = Waker::from(awaiters.clone());
    let handle = pin!(coop::unconstrained(handle));
    handle.poll(&mut Context::from_waker(&waker))
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        discard(self.outcome.take());
    }
}

impl<T> SharedTask<T> {
    /// Requests that the task be cancelled, for all of its awaiters. Returns whether it was still running.
    ///
    /// See [`Task::cancel`].
    ///
    /// # In asyncio
    ///
    /// `Task.cancel()`.
    pub fn cancel(&self) -> bool {
        let running = self.running();
        if let Some(running) = &running {
            cancel::request_by(running);
        }
        running.is_some()
    }

    /// Returns a handle that cancels the task from elsewhere. You can clone it, and it does not count as an owner of
    /// the task.
    ///
    /// See [`Task::cancel_handle`].
    pub fn cancel_handle(&self) -> CancelHandle {
        CancelHandle::new(self.running())
    }

    /// Returns a handle of the task, unless the task has ended.
    pub(crate) fn running(&self) -> Option<AbortHandle> {
        let running = self.shared.running.lock();
        let handle = running.as_ref().filter(|handle| !handle.is_finished());
        handle.map(JoinHandle::abort_handle)
    }

    /// Returns whether the task has ended: with a value, by a panic or by a cancellation.
    pub fn is_finished(&self) -> bool {
        let running = self.shared.running.lock();
        running.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Returns tokio's id of the task, which all clones have in common.
    pub fn id(&self) -> Id {
        self.shared.id
    }
}

impl<T> Clone for SharedTask<T> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
        }
    }
}

/// Converts a `Task` into a `SharedTask`, which is the same task with the same id.
impl<T> From<Task<T>> for SharedTask<T> {
    fn from(task: Task<T>) -> Self {
        JoinHandle::from(task).into()
    }
}

/// Converts a handle into a `SharedTask`, which is the same task with the same id.
impl<T> From<JoinHandle<T>> for SharedTask<T> {
    fn from(mut handle: JoinHandle<T>) -> Self {
        let awaiters = Arc::default();
        let outcome = OnceLock::new();
        // An earlier `(&mut task).await` may have left a waker of a user in the task. This poll drops that waker,
        // because later polls are made under the lock. If the waker panics, the next poll has no waker to drop: see
        // *old waker is dropped* in `tokio_assumptions`.
        while !handle.is_finished() {
            let polled = catch_unwind(AssertUnwindSafe(|| poll_handle(&mut handle, &awaiters)));
            match polled {
                Ok(Poll::Pending) => break,
                Ok(Poll::Ready(ended)) => {
                    let _ = outcome.set(ended.map_err(Arc::new));
                    break;
                }
                Err(panic) => discard([panic]),
            }
        }
        Self {
            shared: Arc::new(Shared {
                id: handle.id(),
                running: Mutex::new(Some(handle).filter(|_| outcome.get().is_none())),
                outcome,
                awaiters,
            }),
        }
    }
}

/// `shared.await`: if it is dropped before the task has ended, the task runs on.
impl<T: Clone> IntoFuture for SharedTask<T> {
    type Output = Result<T, Arc<JoinError>>;
    type IntoFuture = SharedTaskFuture<T>;

    fn into_future(self) -> SharedTaskFuture<T> {
        SharedTaskFuture {
            task: self,
            slot: None,
        }
    }
}

/// `(&shared).await`: the same as awaiting a clone.
impl<T: Clone> IntoFuture for &SharedTask<T> {
    type Output = Result<T, Arc<JoinError>>;
    type IntoFuture = SharedTaskFuture<T>;

    fn into_future(self) -> SharedTaskFuture<T> {
        self.clone().into_future()
    }
}

/// Shows the task's id and whether it has ended. `T` need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for SharedTask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedTask")
            .field("id", &self.id())
            .field("is_finished", &self.is_finished())
            .finish()
    }
}

/// The future that awaits a [`SharedTask`].
///
/// # Cancel safety
///
/// If it is dropped, the task runs on.
#[must_use = "it does nothing unless you `.await` it"]
pub struct SharedTaskFuture<T> {
    task: SharedTask<T>,
    /// The slot of its waker, after the first poll that was pending.
    slot: Option<usize>,
}

impl<T: Clone> Future for SharedTaskFuture<T> {
    type Output = Result<T, Arc<JoinError>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { task, slot } = &mut *self;
        let turn = ready!(coop::poll_proceed(context));
        let shared = &*task.shared;
        if shared.outcome.get().is_none() {
            shared.awaiters.register(slot, context.waker());
            ready!(shared.poll_outcome());
        }
        turn.made_progress();
        left_behind::pass_on(Key::Task(shared.id));
        let outcome = shared.outcome.get();
        Poll::Ready(
            outcome
                .expect("the outcome is set when the task has ended")
                .clone(),
        )
    }
}

impl<T> SharedTaskFuture<T> {
    pub(crate) fn task(&self) -> &SharedTask<T> {
        &self.task
    }
}

impl<T> Drop for SharedTaskFuture<T> {
    fn drop(&mut self) {
        if let Some(slot) = self.slot {
            self.task.shared.awaiters.remove(slot);
        }
    }
}

/// No field is pinned.
impl<T> Unpin for SharedTaskFuture<T> {}

impl<T> fmt::Debug for SharedTaskFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.task.fmt(f)
    }
}
