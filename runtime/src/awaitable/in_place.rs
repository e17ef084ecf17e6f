//! Awaitables that are awaited in place, without a new task.

mod flatten;
mod join;

pub use self::flatten::{Ended, Flatten};
pub use self::join::{InPlaceJoin, Joined};

use tokio::task::{JoinError, JoinHandle};
#[cfg(feature = "tokio-util")]
use tokio_util::task::AbortOnDropHandle;

use super::form::{Coroutine, Running};
use crate::{LocalTask, SharedTask, Task};

/// A value that can be awaited in place as a future with the output `O`.
///
/// This is the bound that [`accepts_awaitable`](crate::accepts_awaitable) puts on a parameter that has `#[awaitable]`
/// and is declared as a future with the output `Result<T, E>` or `()`. Nothing is spawned. A coroutine (a future that
/// is not spawned yet) is polled where the body awaits it, so it may borrow and need not be `Send`.
///
/// | `O` | accepted | what is awaited |
/// | --- | --- | --- |
/// | any | a coroutine: any `Future<Output = O>` | the coroutine itself |
/// | `Result<T, E>` | [`Task<Result<T, E>>`](crate::Task), [`LocalTask`](crate::LocalTask), [`JoinHandle`] | the task, for its own result; a panic or a cancellation becomes an `E`, by `E: From<JoinError>` |
/// | | [`SharedTask<Result<T, E>>`](crate::SharedTask) | the same, by `E: From<Arc<JoinError>>` |
/// | | [`RemoteTask<T>`](crate::RemoteTask) | the job, for its own result, by `E: From<RemoteError>` |
/// | `()` | `Task<()>`, `LocalTask<()>`, `JoinHandle<()>` | the end of the task; see [`Ended`] |
///
/// A `Task` or `LocalTask` that is passed by value is tied to the future: if the future is dropped, the task is
/// cancelled, as when `task.await` is dropped. A `JoinHandle`, a `SharedTask` and a `&mut Task` are not tied: if the
/// future is dropped, their task runs on.
///
/// # Panics
///
/// A panic of a coroutine unwinds through the code that awaits it. A panic of a task becomes an `E`; if the output is
/// `()`, the panic is resumed.
///
/// # Other handles
///
/// You can implement the trait for other handles. With a marker of your own as the `Form`, you can implement it for any
/// handle, even for a type of another crate.
///
/// # Examples
///
/// ```
/// use ensure_future::{InPlace, create_task};
/// use tokio::task::JoinError;
///
/// async fn parsed<Form>(number: impl InPlace<Result<u8, JoinError>, Form>) -> u8 {
///     number.in_place().await.unwrap_or(0)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(parsed(async { Ok(1) }).await, 1);
/// assert_eq!(parsed(create_task(async { Ok(2) })).await, 2);
///
/// let cancelled = create_task(std::future::pending());
/// cancelled.cancel();
/// assert_eq!(parsed(cancelled).await, 0);
/// # }
/// ```
///
/// # In asyncio
///
/// `await aw`, where `aw` is a coroutine or a task.
///
/// [`JoinHandle`]: https://docs.rs/tokio/latest/tokio/task/struct.JoinHandle.html
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be awaited as a future with the output `{O}`",
    label = "this is not awaited as a future with the output `{O}`",
    note = "a coroutine needs exactly this output; a task needs the output `()`, or `Result<T, E>` with `E: \
            From<JoinError>`; a `SharedTask` needs `Result<T, E>` with `E: From<Arc<JoinError>> + Clone`",
    note = "a task is passed by value or as `&mut task`; any other task can be awaited in an `async` block, which is a \
            coroutine"
)]
pub trait InPlace<O, Form> {
    /// The future that is awaited.
    type Future: Future<Output = O>;

    /// Returns the future. A coroutine starts when the future is first polled; a task is already running.
    fn in_place(self) -> Self::Future;
}

impl<F: Future> InPlace<F::Output, Coroutine> for F {
    type Future = F;

    fn in_place(self) -> F {
        self
    }
}

macro_rules! tasks {
    ($($task:ty, $future:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, E: From<JoinError>> InPlace<Result<T, E>, Running> for $task {
            type Future = Flatten<$future>;

            fn in_place(self) -> Self::Future {
                Flatten::new(self.into_future())
            }
        }
    )*};
}

tasks! {
    Task<Result<T, E>>, <Self as IntoFuture>::IntoFuture;
    &mut Task<Result<T, E>>, <Self as IntoFuture>::IntoFuture;
    LocalTask<Result<T, E>>, <Self as IntoFuture>::IntoFuture;
    &mut LocalTask<Result<T, E>>, <Self as IntoFuture>::IntoFuture;
    JoinHandle<Result<T, E>>, Self;
    &mut JoinHandle<Result<T, E>>, Self;
}

#[cfg(feature = "tokio-util")]
tasks! {
    AbortOnDropHandle<Result<T, E>>, Self;
    &mut AbortOnDropHandle<Result<T, E>>, Self;
}

macro_rules! shared_tasks {
    ($($task:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, E> InPlace<Result<T, E>, Running> for $task
        where
            T: Clone,
            E: From<std::sync::Arc<JoinError>> + Clone,
        {
            type Future = Flatten<<Self as IntoFuture>::IntoFuture>;

            fn in_place(self) -> Self::Future {
                Flatten::new(self.into_future())
            }
        }
    )*};
}

shared_tasks! {
    SharedTask<Result<T, E>>;
    &SharedTask<Result<T, E>>;
}

macro_rules! tasks_without_value {
    ($($task:ty;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl InPlace<(), Running> for $task {
            type Future = Ended<<Self as IntoFuture>::IntoFuture>;

            fn in_place(self) -> Self::Future {
                Ended::new(self.into_future())
            }
        }
    )*};
}

tasks_without_value! {
    Task<()>;
    &mut Task<()>;
    LocalTask<()>;
    &mut LocalTask<()>;
    JoinHandle<()>;
    &mut JoinHandle<()>;
}

#[cfg(feature = "tokio-util")]
tasks_without_value! {
    AbortOnDropHandle<()>;
    &mut AbortOnDropHandle<()>;
}
