use std::error::Error;
use std::fmt;
use std::sync::Arc;

type Source = Box<dyn Error + Send + Sync>;

/// The error of a remote job that returned no value.
///
/// It displays the state of the job. Its source says why.
///
/// # Examples
///
/// ```
/// use std::error::Error;
/// use std::io;
///
/// use ensure_future::{RemoteError, RemoteErrorKind};
///
/// let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
/// let error = RemoteError::unreachable("job-1", refused);
/// assert_eq!(error.kind(), RemoteErrorKind::Unreachable);
/// assert_eq!(error.to_string(), "the engine of the remote job job-1 can't be reached");
/// assert_eq!(error.source().unwrap().to_string(), "connection refused");
/// ```
///
/// # In asyncio
///
/// No counterpart.
#[derive(Clone, Debug)]
pub struct RemoteError {
    id: String,
    kind: RemoteErrorKind,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

/// The kind of a [`RemoteError`], which tells the state of the job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RemoteErrorKind {
    /// The job has ended: somebody has cancelled it.
    Cancelled,
    /// The job has ended without a value: it returned an error, panicked, or was killed.
    Failed,
    /// The engine knows no job with this id.
    Unknown,
    /// The job may go on, since its engine could not be reached, or gave no usable answer.
    Unreachable,
    /// The job has ended, and its value is not of the expected type.
    Undecodable,
    /// The job may go on, since its engine may not have received the request to cancel it.
    NotCancelled,
}

impl RemoteError {
    /// Returns the error of a job that was cancelled.
    pub fn cancelled(id: impl Into<String>) -> Self {
        let (id, kind, source) = (id.into(), RemoteErrorKind::Cancelled, None);
        Self { id, kind, source }
    }

    /// Returns the error of a job that has failed.
    pub fn failed(id: impl Into<String>, source: impl Into<Source>) -> Self {
        Self::new(id.into(), RemoteErrorKind::Failed, source.into())
    }

    /// Returns the error of a job that its engine does not know.
    pub fn unknown(id: impl Into<String>, source: impl Into<Source>) -> Self {
        Self::new(id.into(), RemoteErrorKind::Unknown, source.into())
    }

    /// Returns the error of a job whose engine can't be reached.
    pub fn unreachable(id: impl Into<String>, source: impl Into<Source>) -> Self {
        Self::new(id.into(), RemoteErrorKind::Unreachable, source.into())
    }

    /// Returns the error of a job whose value can't be decoded.
    pub fn undecodable(id: impl Into<String>, source: impl Into<Source>) -> Self {
        Self::new(id.into(), RemoteErrorKind::Undecodable, source.into())
    }

    /// Returns the error of a job whose engine did not get the request to cancel it.
    pub(super) fn not_cancelled(id: &str, source: Self) -> Self {
        Self::new(id.into(), RemoteErrorKind::NotCancelled, source.into())
    }

    fn new(id: String, kind: RemoteErrorKind, source: Source) -> Self {
        let source = Some(source.into());
        Self { id, kind, source }
    }

    /// Returns the id of the job, with which every process can find it again.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> RemoteErrorKind {
        self.kind
    }
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = &self.id;
        match self.kind {
            RemoteErrorKind::Cancelled => write!(f, "the remote job {id} was cancelled"),
            RemoteErrorKind::Failed => write!(f, "the remote job {id} failed"),
            RemoteErrorKind::Unknown => write!(f, "the engine knows no remote job {id}"),
            RemoteErrorKind::Unreachable => {
                write!(f, "the engine of the remote job {id} can't be reached")
            }
            RemoteErrorKind::Undecodable => {
                write!(f, "the value of the remote job {id} can't be decoded")
            }
            RemoteErrorKind::NotCancelled => {
                write!(
                    f,
                    "the remote job {id} could not be asked to end, and may go on"
                )
            }
        }
    }
}

impl Error for RemoteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&**self.source.as_ref()?)
    }
}
