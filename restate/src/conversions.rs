//! The SDK's own handles, as awaitables.

use ensure_future::{
    Awaitable, InPlace, InPlaceJoin, LocalTask, RemoteError, RemoteFuture, RemoteJob, RemoteTask,
    SharedTask, Spawner, Task, TaskFuture,
};
use restate_sdk::ingress::{InvocationHandle, SendResponse};
use restate_sdk::serde::Deserialize;
use tokio::task::{JoinError, JoinHandle};

use crate::{Executor, errors, executor};

/// The form in which a job of Restate is passed.
///
/// It is a type of this crate, so Rust allows this crate to implement [`Awaitable`] for the handles of the SDK.
#[derive(Debug)]
pub enum Remote {}

/// A job, by the SDK's handle.
struct Job<T>(InvocationHandle<Executor, T>);

impl<T: Deserialize + Send + 'static> RemoteJob for Job<T> {
    type Output = T;

    fn id(&self) -> &str {
        self.0.invocation_id()
    }

    async fn result(&self) -> Result<T, RemoteError> {
        let response = self.0.attach().await;
        let value = response.map(http::Response::into_body);
        value.map_err(|error| errors::of_job(self.id(), error))
    }

    async fn request_cancel(&self) -> Result<(), RemoteError> {
        let asked = executor::cancel(&self.0).await;
        asked.map_err(|error| errors::of_job(self.id(), error))
    }
}

fn remote<T: Deserialize + Send + 'static>(handle: InvocationHandle<Executor, T>) -> RemoteTask<T> {
    RemoteTask::new(Job(handle))
}

macro_rules! becomes {
    ($handle:ident, $into_handle:expr => $($task:ident)*) => {$(
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

macro_rules! in_place {
    ($($handle:ident, $into_handle:expr;)*) => {$(
        becomes! { $handle, $into_handle => Task JoinHandle SharedTask LocalTask }

        impl<T, E> InPlace<Result<T, E>, Remote> for $handle<Executor, T>
        where
            T: Deserialize + Send + 'static,
            E: From<RemoteError>,
        {
            type Future = RemoteFuture<T, E>;

            fn in_place(self) -> Self::Future {
                InPlace::in_place(remote($into_handle(self)))
            }
        }

        impl<T> InPlaceJoin<Result<Result<T, RemoteError>, JoinError>, Remote> for $handle<Executor, T>
        where
            T: Deserialize + Send + 'static,
        {
            type Future = TaskFuture<Result<T, RemoteError>>;

            fn in_place(self) -> Self::Future {
                InPlaceJoin::in_place(remote($into_handle(self)))
            }
        }
    )*};
}

in_place! {
    InvocationHandle, std::convert::identity;
    SendResponse, |response: Self| response.invocation_handle();
}
