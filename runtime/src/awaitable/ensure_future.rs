use std::error::Error;
use std::fmt;

use tokio::runtime::Handle;

use crate::{Awaitable, Task, accepts_awaitable};

/// Turns an awaitable into a task: a coroutine is scheduled, a task is returned as it is.
///
/// A coroutine becomes a new [`Task`], exactly as with [`create_task`](crate::create_task). A `Task` comes back as the
/// very same one, and so does tokio's [`JoinHandle`](tokio::task::JoinHandle), as a `Task` with the same id; nothing
/// is wrapped and nothing is spawned. This is for an API that may be given either kind and needs what only a task has,
/// such as [`cancel`](Task::cancel). The attribute [`accepts_awaitable`] does it for the parameters of a function, and
/// this function is made with it.
///
/// A `JoinHandle` is itself a future, so where nothing says what `T` is, rustc asks for it: write
/// `Task::from(handle)`, or `let task: Task<T> = ensure_future(handle)`.
///
/// # Panics
///
/// When a coroutine is given outside a tokio runtime, at the caller's line; the coroutine is dropped.
/// [`try_ensure_future`] hands it back instead.
///
/// # Examples
///
/// ```
/// use ensure_future::{Task, ensure_future};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = ensure_future(async { 42 });
/// let id = task.id();
///
/// let same = ensure_future(task);
/// assert_eq!(same.id(), id);
///
/// let spawned: Task<u8> = ensure_future(tokio::spawn(async { 7 }));
/// assert_eq!(spawned.await.unwrap(), 7);
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.ensure_future`](https://docs.python.org/3/library/asyncio-future.html#asyncio.ensure_future). What is a
/// `TypeError` there does not compile here.
#[accepts_awaitable]
pub fn ensure_future<T>(awaitable: Task<T>) -> Task<T> {
    awaitable
}

/// Turns an awaitable into a task as [`ensure_future()`] does, but hands it back where there is no runtime.
///
/// A task that is running already needs none and always comes back as `Ok`.
///
/// # Errors
///
/// [`NoRuntimeError`], holding the untouched coroutine, outside a tokio runtime.
///
/// # Examples
///
/// ```
/// use ensure_future::{run, try_ensure_future};
///
/// let refused = try_ensure_future(async { 42 }).unwrap_err();
/// let coroutine = refused.into_awaitable();
///
/// let answer = run(async { try_ensure_future(coroutine).unwrap().await.unwrap() });
/// assert_eq!(answer, 42);
/// ```
///
/// # In asyncio
///
/// `create_task` raises `RuntimeError` without a running loop, and leaves the coroutine with you.
#[track_caller]
pub fn try_ensure_future<A, T, Form>(awaitable: A) -> Result<Task<T>, NoRuntimeError<A>>
where
    A: Awaitable<Task<T>, Form>,
{
    if A::SPAWNS && Handle::try_current().is_err() {
        return Err(NoRuntimeError { awaitable });
    }
    Ok(awaitable.ensure())
}

/// An awaitable could not become a task, since there is no tokio runtime; it is in here, as it was.
///
/// [`try_ensure_future`] returns it, and shows how to get the awaitable out.
///
/// # In asyncio
///
/// `RuntimeError: no running event loop`.
pub struct NoRuntimeError<A> {
    awaitable: A,
}

impl<A> NoRuntimeError<A> {
    /// Returns the awaitable, untouched.
    pub fn into_awaitable(self) -> A {
        self.awaitable
    }
}

impl<A> fmt::Debug for NoRuntimeError<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NoRuntimeError").finish_non_exhaustive()
    }
}

impl<A> fmt::Display for NoRuntimeError<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no tokio runtime here to run the coroutine as a task")
    }
}

impl<A> Error for NoRuntimeError<A> {}
