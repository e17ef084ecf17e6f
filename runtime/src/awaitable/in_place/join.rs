//! Awaitables that are awaited in place, where a `JoinError` says how a task ended without a value.

use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio::task::{JoinError, JoinHandle};
#[cfg(feature = "tokio-util")]
use tokio_util::task::AbortOnDropHandle;

use crate::awaitable::form::{Coroutine, Running};
use crate::{LocalTask, Task};

/// A value that can be awaited in place as a future with the output `Result<T, JoinError>`: a task, or a coroutine (a
/// future that is not spawned yet) with the output `T`.
///
/// This is the bound that [`accepts_awaitable`](crate::accepts_awaitable) puts on a parameter that has
/// `#[awaitable(join)]`, for a body that needs the task's own [`JoinError`]. Everything else is as for
/// [`InPlace`](crate::InPlace), the bound for a parameter with `#[awaitable]`.
///
/// # Panics
///
/// A panic of a coroutine unwinds through the code that awaits it. A panic of a task becomes a [`JoinError`].
///
/// # Examples
///
/// ```
/// use ensure_future::{InPlaceJoin, create_task};
/// use tokio::task::JoinError;
///
/// async fn value<Form>(number: impl InPlaceJoin<Result<u8, JoinError>, Form>) -> Option<u8> {
///     number.in_place().await.ok()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(value(async { 1 }).await, Some(1));
/// assert_eq!(value(create_task(async { 2 })).await, Some(2));
/// # }
/// ```
///
/// # In asyncio
///
/// `await aw`, where the caller catches `CancelledError`.
///
/// [`JoinError`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinError.html
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be awaited as a future with the output `{O}`",
    label = "this is not awaited as a future with the output `{O}`",
    note = "for `Result<T, JoinError>`, a coroutine, a `Task`, a `LocalTask` or a `JoinHandle` has the output `T`",
    note = "a task is passed by value or as `&mut task`; any other task can be awaited in an `async` block, which is a \
            coroutine"
)]
pub trait InPlaceJoin<O, Form> {
    /// The future that is awaited.
    type Future: Future<Output = O>;

    /// Returns the future. A coroutine starts when the future is first polled; a task is already running.
    fn in_place(self) -> Self::Future;
}

impl<F: Future> InPlaceJoin<Result<F::Output, JoinError>, Coroutine> for F {
    type Future = Joined<F>;

    fn in_place(self) -> Joined<F> {
        Joined { coroutine: self }
    }
}

macro_rules! tasks {
    ($($task:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> InPlaceJoin<Result<T, JoinError>, Running> for $task {
            type Future = <Self as IntoFuture>::IntoFuture;

            fn in_place(self) -> Self::Future {
                self.into_future()
            }
        }
    )*};
}

tasks! {
    Task<T>;
    &mut Task<T>;
    LocalTask<T>;
    &mut LocalTask<T>;
    JoinHandle<T>;
    &mut JoinHandle<T>;
}

#[cfg(feature = "tokio-util")]
tasks! {
    AbortOnDropHandle<T>;
    &mut AbortOnDropHandle<T>;
}

pin_project! {
    /// The future of a coroutine where a task is accepted too: its output is always an `Ok`.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, so is the coroutine.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless you `.await` them"]
    pub struct Joined<F> {
        #[pin]
        coroutine: F,
    }
}

impl<F: Future> Future for Joined<F> {
    type Output = Result<F::Output, JoinError>;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.project().coroutine.poll(context).map(Ok)
    }
}
