//! Jobs that run elsewhere, as awaitables.

mod conversions;
mod error;
mod wait;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

pub use self::conversions::RemoteFuture;
pub use self::error::{RemoteError, RemoteErrorKind};

/// A job that runs elsewhere: in another process or on another machine.
///
/// Implement this trait for the handle of an engine, such as a workflow engine or a job queue. You can then pass a
/// [`RemoteTask`] of the handle where a function takes a [`Task`](crate::Task) or a future that it awaits in place.
///
/// # Contract
///
/// - [`result`](Self::result) waits until the job has ended. Every call returns the same outcome, so that a second
///   process can wait for the same job.
/// - [`request_cancel`](Self::request_cancel) only asks. It returns when the engine has the request. The engine may get
///   more than one request, even before the job begins or after it has ended.
/// - Both futures end with an error if the engine can't be reached. You decide how long they try, but they must not
///   wait forever.
///
/// # Examples
///
/// An engine that keeps its jobs in this process:
///
/// ```
/// use ensure_future::{RemoteError, RemoteJob, RemoteTask, gather};
/// use tokio::sync::watch;
///
/// /// How a job of the engine stands.
/// #[derive(Clone, PartialEq)]
/// enum Status {
///     Running,
///     Cancelling,
///     Done(u32),
/// }
///
/// /// The engine's own handle.
/// struct Job {
///     id: String,
///     status: watch::Sender<Status>,
/// }
///
/// impl RemoteJob for Job {
///     type Output = u32;
///
///     fn id(&self) -> &str {
///         &self.id
///     }
///
///     async fn result(&self) -> Result<u32, RemoteError> {
///         let mut status = self.status.subscribe();
///         loop {
///             if let Status::Done(value) = *status.borrow_and_update() {
///                 return Ok(value);
///             }
///             let changed = status.changed().await;
///             changed.map_err(|error| RemoteError::unreachable(&self.id, error))?;
///         }
///     }
///
///     async fn request_cancel(&self) -> Result<(), RemoteError> {
///         self.status.send_replace(Status::Cancelling);
///         Ok(())
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let status = watch::Sender::new(Status::Running);
/// let job = RemoteTask::new(Job { id: "job-1".into(), status: status.clone() });
/// tokio::spawn(async move { status.send_replace(Status::Done(42)) }); // the job ends
///
/// let outcomes = gather([job]).await;
/// assert!(matches!(outcomes[0], Ok(Ok(42))));
/// # }
/// ```
///
/// # In asyncio
///
/// No counterpart.
pub trait RemoteJob: Send + Sync + 'static {
    /// The value of a job that has succeeded.
    type Output: Send + 'static;

    /// Returns the id with which every process can find the job again.
    fn id(&self) -> &str;

    /// Waits until the job has ended, and returns its value.
    ///
    /// # Errors
    ///
    /// Returns an error if the job has failed or was cancelled, if its engine can't be reached, or if its value can't
    /// be decoded.
    fn result(&self) -> impl Future<Output = Result<Self::Output, RemoteError>> + Send;

    /// Asks the engine to cancel the job. The job may go on: [`result`](Self::result) returns its outcome.
    ///
    /// # Errors
    ///
    /// Returns an error if the engine did not get the request.
    fn request_cancel(&self) -> impl Future<Output = Result<(), RemoteError>> + Send;
}

/// A job that runs elsewhere, as an awaitable that you pass where a function takes a task.
///
/// If a function takes a `Task<Result<T, RemoteError>>`, a `RemoteTask<T>` becomes a task of this process that waits
/// for the job. If a function awaits a future in place, the output is the job's own result, with any error type that
/// implements `From<RemoteError>`.
///
/// | what you do with the task | what happens to the job |
/// | --- | --- |
/// | [`cancel`](crate::Task::cancel) it, even before it was polled | the job is asked to end, and the task waits for the outcome |
/// | drop `task.await`, or let [`wait_for`](crate::wait_for()) reach its limit | the job is asked to end, and the task waits for the outcome |
/// | drop the task, or [`shield`](crate::shield()) it | the job goes on, until the main coroutine of [`run`](crate::run) returns |
/// | return from the main coroutine of [`run`](crate::run) | the job is asked to end, even if you dropped or shielded the task; `run` waits for the outcome |
/// | abort the `JoinHandle` that it became | the job goes on |
/// | let the process end in another way, such as by returning from `#[tokio::main]` | the job goes on; its [`id`](Self::id) finds it again |
///
/// If the job ends as a cancelled job after such a request, the task ends as a cancelled task. If somebody else has
/// cancelled the job, the task's value is an error of the kind [`Cancelled`](RemoteErrorKind::Cancelled). If the job
/// completes despite the request, the task returns its value. If the request to cancel fails, the task's value is an error
/// of the kind [`NotCancelled`](RemoteErrorKind::NotCancelled).
///
/// If you drop a `RemoteTask`, nothing happens to the job. The [guide](crate::guide::remote) has more.
///
/// # Panics
///
/// Panics at the caller's line if it is passed or awaited outside a tokio runtime.
///
/// # Examples
///
/// [`RemoteJob`] has an example.
///
/// # In asyncio
///
/// No counterpart.
#[must_use = "dropping it leaves the job running, and its result unread: pass it on, or `.await` it"]
pub struct RemoteTask<T>(Arc<dyn ErasedJob<T>>);

impl<T: Send + 'static> RemoteTask<T> {
    /// Creates a `RemoteTask` from the handle of an engine.
    pub fn new(job: impl RemoteJob<Output = T>) -> Self {
        Self(Arc::new(job))
    }
}

impl<T> RemoteTask<T> {
    /// Returns the job's id, with which every process can find it again.
    pub fn id(&self) -> &str {
        self.0.id()
    }

    /// Asks the engine to cancel the job, and returns when the engine has the request. The job may go on.
    ///
    /// # Errors
    ///
    /// Returns an error if the engine did not get the request.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, the engine may or may not have the request.
    pub async fn request_cancel(&self) -> Result<(), RemoteError> {
        self.0.request_cancel().await
    }
}

/// Another handle of the same job.
impl<T> Clone for RemoteTask<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// Shows the id of the job.
impl<T> fmt::Debug for RemoteTask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteTask")
            .field("id", &self.id())
            .finish()
    }
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = Result<T, RemoteError>> + Send + 'a>>;

/// A [`RemoteJob`] as a trait object.
trait ErasedJob<T>: Send + Sync {
    fn id(&self) -> &str;
    fn result(&self) -> Boxed<'_, T>;
    fn request_cancel(&self) -> Boxed<'_, ()>;
}

impl<J: RemoteJob> ErasedJob<J::Output> for J {
    fn id(&self) -> &str {
        RemoteJob::id(self)
    }

    fn result(&self) -> Boxed<'_, J::Output> {
        Box::pin(RemoteJob::result(self))
    }

    fn request_cancel(&self) -> Boxed<'_, ()> {
        Box::pin(RemoteJob::request_cancel(self))
    }
}
