use std::fmt;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{Id, JoinError};

use crate::util::sync::{Condvar, Mutex};
use crate::{Task, accepts_awaitable};

/// Spawns an awaitable on a runtime from a thread outside it. The thread can then wait for the result.
///
/// A coroutine (a future that is not spawned yet) is spawned on the runtime; a task stays where it runs. Another thread
/// must drive the runtime: a current-thread runtime only polls tasks inside `block_on`. On a runtime that was shut
/// down, a coroutine is dropped, and its task is cancelled.
///
/// # Examples
///
/// ```
/// use std::thread;
///
/// use ensure_future::run_coroutine_threadsafe;
/// use tokio::runtime::Handle;
///
/// # #[tokio::main]
/// # async fn main() {
/// let runtime = Handle::current();
/// let plain = thread::spawn(move || {
///     let answer = run_coroutine_threadsafe(async { 42 }, &runtime);
///     answer.result().unwrap()
/// });
/// # let plain = ensure_future::to_thread(|| plain.join());
/// # assert_eq!(plain.await.unwrap().unwrap(), 42);
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.run_coroutine_threadsafe(coroutine, loop)`][asyncio], which only takes coroutines. If you wait for the
/// result on the thread of the loop, asyncio has a deadlock; here, it is a panic.
///
/// [asyncio]: https://docs.python.org/3/library/asyncio-task.html#asyncio.run_coroutine_threadsafe
#[accepts_awaitable(on = runtime)]
pub fn run_coroutine_threadsafe<T>(task: Task<T>, runtime: &Handle) -> ThreadsafeTask<T> {
    ThreadsafeTask { task }
}

/// A task whose result a thread can wait for. [`run_coroutine_threadsafe`] returns it.
///
/// If you drop it, the task is detached.
///
/// # In asyncio
///
/// A `concurrent.futures.Future`.
#[must_use = "dropping it detaches the task: get its `result()`"]
pub struct ThreadsafeTask<T> {
    task: Task<T>,
}

impl<T> ThreadsafeTask<T> {
    /// Blocks the thread until the task has ended, and returns its outcome.
    ///
    /// This does not use [`std::thread::park`], so an `unpark` for other code on the thread is not lost.
    ///
    /// # Errors
    ///
    /// Returns a [`JoinError`] if the task panicked or was cancelled.
    ///
    /// # Panics
    ///
    /// Panics at the caller's line on a thread that runs asynchronous tasks, since these tasks would wait too, perhaps
    /// for themselves. The task goes on. Await the task there, or call this in [`to_thread`](crate::to_thread()).
    ///
    /// # In asyncio
    ///
    /// `future.result()`.
    ///
    /// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
    #[track_caller]
    pub fn result(mut self) -> Result<T, JoinError> {
        refuse_inside_a_runtime();
        let outcome = self.wait(None);
        outcome.expect("without a limit, it waits until there is one")
    }

    /// Blocks the thread until the task has ended, but no longer than `limit`. Returns the task's outcome.
    ///
    /// # Errors
    ///
    /// Returns itself if the limit was reached. The task goes on.
    ///
    /// # Panics
    ///
    /// Panics where [`result`](Self::result) does.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::pending;
    /// use std::time::Duration;
    ///
    /// use ensure_future::run_coroutine_threadsafe;
    ///
    /// let runtime = tokio::runtime::Runtime::new().unwrap();
    /// let endless = run_coroutine_threadsafe(pending::<()>(), runtime.handle());
    /// let endless = endless.result_timeout(Duration::from_millis(1)).unwrap_err();
    /// assert!(endless.cancel());
    /// assert!(endless.result().unwrap_err().is_cancelled());
    /// ```
    ///
    /// # In asyncio
    ///
    /// `future.result(timeout)`.
    #[track_caller]
    pub fn result_timeout(mut self, limit: Duration) -> Result<Result<T, JoinError>, Self> {
        refuse_inside_a_runtime();
        // A limit beyond the range of the clock means no limit.
        self.wait(Instant::now().checked_add(limit)).ok_or(self)
    }

    /// Blocks the thread until the task has ended, but not beyond `deadline`. Returns the task's outcome.
    ///
    /// The deadline is on the clock of the operating system, like the thread; tokio's paused clock does not affect it.
    /// If the deadline has passed already, you still get the outcome of a task that has ended.
    ///
    /// # Errors
    ///
    /// Returns itself if the deadline was reached. The task goes on.
    ///
    /// # Panics
    ///
    /// Panics where [`result`](Self::result) does.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::pending;
    /// use std::time::{Duration, Instant};
    ///
    /// use ensure_future::run_coroutine_threadsafe;
    ///
    /// let runtime = tokio::runtime::Runtime::new().unwrap();
    /// let deadline = Instant::now() + Duration::from_millis(1);
    /// for _ in 0..3 {
    ///     let endless = run_coroutine_threadsafe(pending::<()>(), runtime.handle());
    ///     let endless = endless.result_timeout_at(deadline).unwrap_err();
    ///     assert!(endless.cancel());
    /// }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `future.result(deadline - time.monotonic())`.
    #[track_caller]
    pub fn result_timeout_at(mut self, deadline: Instant) -> Result<Result<T, JoinError>, Self> {
        refuse_inside_a_runtime();
        self.wait(Some(deadline)).ok_or(self)
    }

    /// Requests that the task be cancelled. Returns whether it was still running.
    ///
    /// See [`Task::cancel`].
    ///
    /// # In asyncio
    ///
    /// `future.cancel()`.
    pub fn cancel(&self) -> bool {
        self.task.cancel()
    }

    /// Returns whether the task has ended: with a value, by a panic or by a cancellation.
    ///
    /// # In asyncio
    ///
    /// `future.done()`.
    pub fn is_finished(&self) -> bool {
        self.task.is_finished()
    }

    /// Returns tokio's id of the task.
    pub fn id(&self) -> Id {
        self.task.id()
    }

    /// Returns the task itself, which you can await.
    pub fn into_task(self) -> Task<T> {
        self.task
    }

    /// Blocks the thread until the task has ended. Returns `None` if `until` is reached before.
    fn wait(&mut self, until: Option<Instant>) -> Option<Result<T, JoinError>> {
        let signal = Arc::new(Signal::default());
        let waker = Waker::from(signal.clone());
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(outcome) = self.task.poll(&mut context) {
                return Some(outcome);
            }
            if !signal.wait(until) {
                return None;
            }
        }
    }
}

/// Panics if the thread must not be blocked. tokio has no function for this check alone: see *blocking is refused* in
/// [`tokio_assumptions`](crate::util::tokio_assumptions).
#[track_caller]
fn refuse_inside_a_runtime() {
    let (sender, receiver) = oneshot::channel::<()>();
    drop(sender);
    let _ = receiver.blocking_recv(); // returns at once, because the sender was dropped
}

/// The waker of a blocked thread. It does not use `thread::park`, which may consume an `unpark` for other code on the
/// thread.
#[derive(Default)]
struct Signal {
    is_woken: Mutex<bool>,
    woken: Condvar,
}

impl Signal {
    /// Blocks the thread until the next wake. Returns `false` if `until` is reached before.
    fn wait(&self, until: Option<Instant>) -> bool {
        let mut is_woken = self.is_woken.lock();
        while !mem::take(&mut *is_woken) {
            is_woken = match until.map(|until| until.saturating_duration_since(Instant::now())) {
                None => self.woken.wait(is_woken),
                Some(Duration::ZERO) => return false,
                Some(left) => self.woken.wait_timeout(is_woken, left),
            };
        }
        true
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        *self.is_woken.lock() = true;
        self.woken.notify_one();
    }
}

impl<T> fmt::Debug for ThreadsafeTask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ThreadsafeTask")
            .field("task", &self.task)
            .finish()
    }
}
