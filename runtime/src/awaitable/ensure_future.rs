use std::error::Error;
use std::fmt;

use tokio::runtime::Handle;

use crate::{Awaitable, Task, accepts_awaitable};

/// Turns an awaitable into a task: spawns a coroutine, and returns a task unchanged.
///
/// A coroutine (a future that is not spawned yet) becomes a new [`Task`], as with [`create_task`](crate::create_task).
/// A `Task` is returned unchanged. tokio's [`JoinHandle`] becomes a `Task` with the same id. For a task and a handle,
/// nothing is wrapped and nothing is spawned.
///
/// Use this function where you may get a coroutine or a task and need a task, for example to call
/// [`cancel`](Task::cancel). The attribute [`accepts_awaitable`] does the same for the parameters of a function; this
/// function is written with it.
///
/// A `JoinHandle` is a future too. If nothing else determines `T`, rustc asks for its type: write `Task::from(handle)`,
/// or `let task: Task<T> = ensure_future(handle)`.
///
/// # Panics
///
/// Panics at the caller's line if you pass a coroutine outside a tokio runtime. The coroutine is dropped;
/// [`try_ensure_future`] returns it instead.
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
/// [`asyncio.ensure_future`](https://docs.python.org/3/library/asyncio-future.html#asyncio.ensure_future). It raises a
/// `TypeError` where this function does not compile.
///
/// [`JoinHandle`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html
#[accepts_awaitable]
pub fn ensure_future<T>(awaitable: Task<T>) -> Task<T> {
    awaitable
}

/// Turns an awaitable into a task as [`ensure_future()`] does, but returns a coroutine in the error if there is no
/// runtime.
///
/// A task that is already running needs no runtime: for a task, the result is always `Ok`.
///
/// # Errors
///
/// Returns [`NoRuntimeError`] with the unchanged coroutine if there is no tokio runtime.
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
/// `asyncio.create_task`, which raises a `RuntimeError` without a running loop. You keep the coroutine.
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

/// The error of [`try_ensure_future`]: there is no tokio runtime in which the coroutine could run. It holds the
/// unchanged awaitable.
///
/// The example of [`try_ensure_future`] shows how to get the awaitable out.
///
/// # In asyncio
///
/// `RuntimeError: no running event loop`.
pub struct NoRuntimeError<A> {
    awaitable: A,
}

impl<A> NoRuntimeError<A> {
    /// Returns the awaitable, unchanged.
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
