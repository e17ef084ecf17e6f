use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::FusedFuture;
use tokio::task::{AbortHandle, JoinError, JoinHandle};

use crate::left_behind::{self, Key, LocalEnd};
use crate::util::sync::Mutex;
use crate::util::user_code::discard;
use crate::{LocalTask, cancel};

/// The future of `task.await`, which ties the task to its awaiter.
///
/// The [`IntoFuture`] of a [`Task`](crate::Task) or [`LocalTask`](crate::LocalTask) returns it, and so do their
/// `cancel_and_wait`. Its output is the task's outcome: `Result<T, JoinError>`.
///
/// # Panics
///
/// It panics if it is polled after it has completed, or if an earlier `(&mut task).await` has returned the task's
/// result.
///
/// # Cancel safety
///
/// If it is dropped before the task has ended, the task is cancelled. To leave the task running, await `&mut task`
/// instead.
///
/// # Examples
///
/// ```
/// use std::time::Duration;
///
/// use ensure_future::create_task;
/// use tokio::time::timeout;
///
/// # #[tokio::main(flavor = "current_thread", start_paused = true)]
/// # async fn main() {
/// let task = create_task(std::future::pending::<()>());
/// let remote = task.abort_handle();
///
/// assert!(timeout(Duration::from_secs(1), task).await.is_err());
/// tokio::task::yield_now().await;
/// assert!(remote.is_finished(), "the timeout dropped the task's future, and that cancelled the task");
/// # }
/// ```
///
/// # In asyncio
///
/// `await task`, which cancels the task when its awaiter is cancelled.
#[must_use = "dropping it cancels the task: `.await` it"]
pub struct TaskFuture<T> {
    state: State<T>,
    /// How the task is left behind if this future is dropped before the task has ended.
    leave: Option<fn(JoinHandle<T>)>,
}

enum State<T> {
    /// A plain await.
    Awaiting(JoinHandle<T>),
    /// The task was cancelled, and the future waits for everything that it leaves behind.
    Ending(JoinHandle<T>),
    /// The task is local. Its `end` leaves it behind.
    Local(Box<Local<T>>),
    /// The task has ended, and the future waits for everything that the task has left behind. The lock makes this state
    /// `Sync`, as the handle is.
    Ended(Box<Mutex<Ended<T>>>),
    /// The outcome was returned. There is nothing to cancel.
    Over,
}

struct Local<T> {
    handle: JoinHandle<T>,
    end: Arc<LocalEnd>,
    /// Whether the task was cancelled, and the future waits for everything that it leaves behind.
    ends: bool,
}

/// The task, and how it ended.
type Ended<T> = (Key, Result<T, JoinError>);

impl<T> TaskFuture<T> {
    pub(crate) fn new(handle: JoinHandle<T>, leave: Option<fn(JoinHandle<T>)>) -> Self {
        let state = State::Awaiting(handle);
        Self { state, leave }
    }

    pub(crate) fn of_local(handle: JoinHandle<T>, end: Arc<LocalEnd>) -> Self {
        let ends = false;
        let state = State::Local(Box::new(Local { handle, end, ends }));
        let leave = None;
        Self { state, leave }
    }

    /// Requests that the task be cancelled. From now on, the future waits for everything that the task leaves behind.
    pub(crate) fn end(&mut self) {
        self.cancel();
        self.state = match mem::replace(&mut self.state, State::Over) {
            State::Awaiting(handle) => State::Ending(handle),
            State::Local(mut local) => {
                local.ends = true;
                State::Local(local)
            }
            other => other,
        };
    }

    /// Requests that the task be cancelled, and waits for everything that it leaves behind.
    pub(crate) fn cancelled(mut self) -> Self {
        self.end();
        self
    }

    /// Requests that the task be cancelled. Returns whether it was still running. You can still await the future.
    ///
    /// See [`Task::cancel`](crate::Task::cancel).
    pub fn cancel(&self) -> bool {
        let was_running = !self.is_finished();
        if let Some(handle) = self.handle() {
            cancel::request(handle);
        }
        was_running
    }

    /// Returns whether the task has ended: with a value, by a panic or by a cancellation.
    ///
    /// See [`Task::is_finished`](crate::Task::is_finished).
    pub fn is_finished(&self) -> bool {
        self.handle().is_none_or(JoinHandle::is_finished)
    }

    /// Returns the local task, which runs on if nobody awaits it.
    ///
    /// # Panics
    ///
    /// Panics if the outcome was returned.
    pub(crate) fn untie(mut self) -> LocalTask<T> {
        match mem::replace(&mut self.state, State::Over) {
            State::Awaiting(handle) | State::Ending(handle) => handle.into(),
            State::Local(local) => LocalTask::new(local.handle, local.end),
            State::Ended(_) | State::Over => panic!("a task's future is untied after completion"),
        }
    }

    /// The handle, until the task has ended.
    fn handle(&self) -> Option<&JoinHandle<T>> {
        match &self.state {
            State::Awaiting(handle) | State::Ending(handle) => Some(handle),
            State::Local(local) => Some(&local.handle),
            State::Ended(_) | State::Over => None,
        }
    }

    pub(crate) fn abort_handle(&self) -> Option<AbortHandle> {
        self.handle().map(JoinHandle::abort_handle)
    }

    /// Waits for a task that is local, or that this future has cancelled.
    #[cold]
    fn poll_other(&mut self, context: &mut Context<'_>) -> Poll<Result<T, JoinError>> {
        let running = match &mut self.state {
            State::Ending(handle) => Some((handle, true)),
            State::Local(local) => Some((&mut local.handle, local.ends)),
            _ => None,
        };
        if let Some((handle, ends)) = running {
            let outcome = ready!(Pin::new(&mut *handle).poll(context));
            let key = Key::Task(handle.id());
            if !ends || left_behind::is_gone(key) {
                left_behind::pass_on(key);
                self.state = State::Over; // last: it drops the task, and its waker may panic
                return Poll::Ready(outcome);
            }
            self.state = State::Ended(Box::new(Mutex::new((key, outcome))));
        }
        if let State::Ended(ended) = &self.state {
            ready!(left_behind::poll_gone(ended.lock().0, context));
        }
        match mem::replace(&mut self.state, State::Over) {
            State::Ended(ended) => Poll::Ready(ended.into_inner().1),
            _ => panic!("a task's future is polled after completion"),
        }
    }
}

impl<T> Future for TaskFuture<T> {
    type Output = Result<T, JoinError>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let State::Awaiting(handle) = &mut self.state else {
            return self.poll_other(context);
        };
        let outcome = ready!(Pin::new(&mut *handle).poll(context));
        if !left_behind::is_empty() {
            left_behind::pass_on(Key::Task(handle.id()));
        }
        if let State::Awaiting(handle) = mem::replace(&mut self.state, State::Over) {
            drop(handle);
        }
        Poll::Ready(outcome)
    }
}

impl<T> FusedFuture for TaskFuture<T> {
    fn is_terminated(&self) -> bool {
        matches!(self.state, State::Over)
    }
}

impl<T> Drop for TaskFuture<T> {
    #[inline]
    fn drop(&mut self) {
        let state = mem::replace(&mut self.state, State::Over);
        if !matches!(state, State::Over) {
            leave_behind(state, self.leave);
        }
    }
}

/// Cancels a task that has not ended, and leaves it behind.
#[cold]
#[inline(never)]
fn leave_behind<T>(state: State<T>, leave: Option<fn(JoinHandle<T>)>) {
    match state {
        State::Awaiting(handle) | State::Ending(handle) => {
            cancel::request(&handle);
            left_behind::leave(handle, |handle| match leave {
                Some(leave) => leave(handle),
                None => discard([handle]), // its waker may panic
            });
        }
        State::Local(local) => {
            let Local { handle, end, .. } = *local;
            cancel::request(&handle);
            left_behind::leave(handle, |handle| end.begin(handle));
        }
        State::Ended(ended) => left_behind::pass_on(ended.lock().0),
        State::Over => {}
    }
}

impl<T> fmt::Debug for TaskFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("TaskFuture");
        if let Some(handle) = self.handle() {
            shown.field("id", &handle.id());
        }
        shown
            .field("is_finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}
