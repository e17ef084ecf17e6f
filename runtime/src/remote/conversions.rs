//! What a remote task becomes: a task of this process, or a future in place.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::task::{JoinError, JoinHandle};

use super::{RemoteError, RemoteTask, wait};
use crate::awaitable::form::Remote;
use crate::spawn::Current;
use crate::{
    Awaitable, InPlace, InPlaceJoin, JoinErrorExt, LocalTask, SharedTask, Spawner, Task, TaskFuture,
};

macro_rules! becomes {
    ($($task:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Send + 'static> Awaitable<$task<Result<T, RemoteError>>, Remote> for RemoteTask<T> {
            fn ensure(self) -> $task<Result<T, RemoteError>> {
                wait::spawn(self.0, &Current).into()
            }

            fn ensure_on(self, spawner: &impl Spawner) -> $task<Result<T, RemoteError>> {
                wait::spawn(self.0, spawner).into()
            }
        }
    )*};
}

becomes! { Task JoinHandle SharedTask LocalTask }

impl<T: Send + 'static> IntoFuture for RemoteTask<T> {
    type Output = Result<T, RemoteError>;
    type IntoFuture = RemoteFuture<T, RemoteError>;

    #[track_caller]
    fn into_future(self) -> Self::IntoFuture {
        RemoteFuture::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Send + 'static, E: From<RemoteError>> InPlace<Result<T, E>, Remote> for RemoteTask<T> {
    type Future = RemoteFuture<T, E>;

    #[track_caller]
    fn in_place(self) -> Self::Future {
        RemoteFuture::new(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> InPlaceJoin<Result<Result<T, RemoteError>, JoinError>, Remote> for RemoteTask<T>
where
    T: Send + 'static,
{
    type Future = TaskFuture<Result<T, RemoteError>>;

    #[track_caller]
    fn in_place(self) -> Self::Future {
        wait::spawn(self.0, &Current).into_future()
    }
}

/// The future that awaits a [`RemoteTask`]. Its output is the job's own result.
///
/// If the runtime shuts down while code outside the runtime awaits the future, the output is an error of the kind
/// [`Unreachable`](crate::RemoteErrorKind::Unreachable). The job goes on.
///
/// # Panics
///
/// It panics with the panic of [`RemoteJob::result`](crate::RemoteJob::result) or
/// [`RemoteJob::request_cancel`](crate::RemoteJob::request_cancel), and if it is polled after it has completed.
///
/// # Cancel safety
///
/// If the future is dropped, the job is asked to end. A [group](crate::TaskGroup) around the awaiter waits until the
/// outcome is known.
#[must_use = "dropping it cancels the job: `.await` it"]
pub struct RemoteFuture<T, E> {
    id: Box<str>,
    task: TaskFuture<Result<T, RemoteError>>,
    error: PhantomData<fn() -> E>,
}

impl<T: Send + 'static, E> RemoteFuture<T, E> {
    #[track_caller]
    fn new(remote: RemoteTask<T>) -> Self {
        Self {
            id: remote.id().into(),
            task: wait::spawn(remote.0, &Current).into_future(),
            error: PhantomData,
        }
    }
}

impl<T, E: From<RemoteError>> Future for RemoteFuture<T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = ready!(Pin::new(&mut self.task).poll(context));
        Poll::Ready(match outcome {
            Ok(result) => result.map_err(E::from),
            Err(error) => {
                let cancelled = error.resume_panic();
                Err(RemoteError::unreachable(&*self.id, cancelled).into())
            }
        })
    }
}

/// Shows the id of the job, and the task that waits for it.
impl<T, E> fmt::Debug for RemoteFuture<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteFuture")
            .field("id", &self.id)
            .field("task", &self.task)
            .finish()
    }
}
