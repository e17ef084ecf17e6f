//! The collections that `wait` accepts, and the tasks that it returns.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use tokio::task::JoinError;

use crate::combine::completion_queue::Watched;
use crate::form::{AsSharedTasks, AsTasks};
use crate::{Awaitable, SharedTask, SharedTaskFuture, Task};

/// A collection that [`wait()`](crate::wait()) can wait for. It becomes a `Vec<P>`.
///
/// | `P` | accepted | what becomes of it |
/// | --- | --- | --- |
/// | [`Task<T>`](Task) | any collection of [awaitables](Awaitable) | each becomes a task, as for a declared `Vec<Task<T>>` |
/// | [`SharedTask<T>`] | any `IntoIterator` of `SharedTask<T>` | each is unchanged; nothing is spawned |
///
/// Callers never write `Form`, since the compiler infers it.
///
/// # In asyncio
///
/// An iterable of tasks and futures.
#[diagnostic::on_unimplemented(
    message = "`wait` can't wait for `{Self}`",
    label = "this can't become a collection of tasks",
    note = "`wait` accepts a collection of one kind, by value: coroutines (a `Future<Output = T> + Send + 'static` that \
            is not awaited yet), `Task<T>`, tokio's `JoinHandle<T>`, or `SharedTask<T>`",
    note = "for one awaitable, write `[awaitable]`"
)]
pub trait Waitable<P, Form>: Sized {
    /// Turns the collection into tasks, in order.
    ///
    /// # Panics
    ///
    /// Panics at the caller's line if it has to spawn and there is no tokio runtime.
    #[track_caller] // applies to all implementations
    fn ensure(self) -> Vec<P>;
}

impl<A, T, F> Waitable<Task<T>, AsTasks<F>> for A
where
    A: Awaitable<Vec<Task<T>>, F>,
{
    fn ensure(self) -> Vec<Task<T>> {
        Awaitable::ensure(self)
    }
}

#[diagnostic::do_not_recommend]
impl<I, T> Waitable<SharedTask<T>, AsSharedTasks> for I
where
    I: IntoIterator<Item = SharedTask<T>>,
{
    fn ensure(self) -> Vec<SharedTask<T>> {
        self.into_iter().collect()
    }
}

/// A task that [`wait()`](crate::wait()) returns if it has not ended: [`Task`] or [`SharedTask`].
///
/// This trait is sealed: you can't implement it.
///
/// # In asyncio
///
/// `Task`.
pub trait WaitTask: Sealed + Sized {
    /// The type of the task's value.
    type Output;

    /// The error of a task without a value: a [`JoinError`], in an `Arc` for a [`SharedTask`].
    ///
    /// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
    type Error: Borrow<JoinError> + fmt::Debug;

    /// The task while it is waited for.
    #[doc(hidden)]
    type Running: Watched<Output = Self::Output, Error = Self::Error>;

    #[doc(hidden)]
    fn begin(self) -> Self::Running;

    #[doc(hidden)]
    fn end(running: Self::Running) -> Self;
}

pub trait Sealed {}

impl<T> Sealed for Task<T> {}

impl<T> WaitTask for Task<T> {
    type Output = T;
    type Error = JoinError;
    type Running = Self;

    fn begin(self) -> Self {
        self
    }

    fn end(running: Self) -> Self {
        running
    }
}

impl<T> Sealed for SharedTask<T> {}

impl<T: Clone> WaitTask for SharedTask<T> {
    type Output = T;
    type Error = Arc<JoinError>;
    type Running = SharedTaskFuture<T>;

    fn begin(self) -> SharedTaskFuture<T> {
        self.into_future()
    }

    fn end(running: SharedTaskFuture<T>) -> Self {
        running.task().clone()
    }
}
