//! The SDK's own handles, as awaitables.

use ensure_future::{
    Awaitable, InPlace, InPlaceJoin, LocalTask, RemoteError, RemoteErrorKind, RemoteFuture,
    RemoteJob, RemoteTask, SharedTask, Spawner, Task, TaskFuture,
};
use restate_sdk::ingress::{InvocationHandle, SendResponse};
use restate_sdk::serde::Deserialize;
use tokio::sync::Mutex;
use tokio::task::{JoinError, JoinHandle};

use crate::{Executor, errors, executor};

/// The form of a job of Restate: a marker for the implementations of [`Awaitable`] for the handles of the SDK.
///
/// The orphan rule requires a type of this crate for these implementations.
#[derive(Debug)]
pub enum Remote {}

/// A job, by the SDK's handle.
struct Job<T> {
    handle: InvocationHandle<Executor, T>,
    /// Whether the server may have accepted a request to cancel the job. It is locked while the server is asked.
    is_cancelled: Mutex<bool>,
}

impl<T: Deserialize + Send + 'static> RemoteJob for Job<T> {
    type Output = T;

    fn id(&self) -> &str {
        self.handle.invocation_id()
    }

    async fn result(&self) -> Result<T, RemoteError> {
        let error = match self.handle.attach().await {
            Ok(response) => return Ok(response.into_body()),
            Err(error) => errors::of_job(self.id(), error),
        };
        // The server forgets a job that was cancelled before it began.
        if error.kind() == RemoteErrorKind::Unknown && *self.is_cancelled.lock().await {
            return Err(RemoteError::cancelled(self.id()));
        }
        Err(error)
    }

    async fn request_cancel(&self) -> Result<(), RemoteError> {
        let mut is_cancelled = self.is_cancelled.lock().await;
        let asked = executor::cancel(&self.handle).await;
        *is_cancelled |= asked.map_err(|error| errors::of_job(self.id(), error))?;
        Ok(())
    }
}

fn remote<T: Deserialize + Send + 'static>(handle: InvocationHandle<Executor, T>) -> RemoteTask<T> {
    let is_cancelled = Mutex::new(false);
    RemoteTask::new(Job {
        handle,
        is_cancelled,
    })
}

impl<T> Awaitable<Task<Result<T, RemoteError>>, Remote> for InvocationHandle<Executor, T>
where
    T: Deserialize + Send + 'static,
{
    fn ensure(self) -> Task<Result<T, RemoteError>> {
        remote(self).ensure()
    }

    fn ensure_on(self, spawner: &impl Spawner) -> Task<Result<T, RemoteError>> {
        remote(self).ensure_on(spawner)
    }
}

impl<T> Awaitable<Task<Result<T, RemoteError>>, Remote> for SendResponse<Executor, T>
where
    T: Deserialize + Send + 'static,
{
    fn ensure(self) -> Task<Result<T, RemoteError>> {
        remote(self.invocation_handle()).ensure()
    }

    fn ensure_on(self, spawner: &impl Spawner) -> Task<Result<T, RemoteError>> {
        remote(self.invocation_handle()).ensure_on(spawner)
    }
}

// The compiler recommends only the implementations above. What follows has all others.

macro_rules! becomes {
    ($handle:ident, $into_handle:expr => $($task:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> Awaitable<$task<Result<T, RemoteError>>, Remote> for $handle<Executor, T>
        where
            T: Deserialize + Send + 'static,
        {
            fn ensure(self) -> $task<Result<T, RemoteError>> {
                remote($into_handle(self)).ensure()
            }

            fn ensure_on(self, spawner: &impl Spawner) -> $task<Result<T, RemoteError>> {
                remote($into_handle(self)).ensure_on(spawner)
            }
        }
    )*};
}

macro_rules! awaitable {
    ($($handle:ident, $into_handle:expr;)*) => {$(
        becomes! { $handle, $into_handle => JoinHandle SharedTask LocalTask }

        impl<T, E> InPlace<Result<T, E>, Remote> for $handle<Executor, T>
        where
            T: Deserialize + Send + 'static,
            E: From<RemoteError>,
        {
            type Future = RemoteFuture<T, E>;

            #[track_caller]
            fn in_place(self) -> Self::Future {
                InPlace::in_place(remote($into_handle(self)))
            }
        }

        impl<T> InPlaceJoin<Result<Result<T, RemoteError>, JoinError>, Remote> for $handle<Executor, T>
        where
            T: Deserialize + Send + 'static,
        {
            type Future = TaskFuture<Result<T, RemoteError>>;

            #[track_caller]
            fn in_place(self) -> Self::Future {
                InPlaceJoin::in_place(remote($into_handle(self)))
            }
        }
    )*};
}

awaitable! {
    InvocationHandle, std::convert::identity;
    SendResponse, |response: Self| response.invocation_handle();
}
