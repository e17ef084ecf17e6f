//! What the answers of the server mean.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use ensure_future::RemoteError;
use http::{Response, StatusCode};
use restate_sdk::ingress::ClientError;
use serde::Deserialize;

use crate::answer::is_of_job;

/// The message of a cancelled job. Its code is 409.
pub(crate) const CANCELLED: &str = "cancelled";

/// The terminal error with which a handler has ended its job.
///
/// Return it from the work of [`run_job`](crate::run_job) to set the code. With `anyhow`, add a context:
/// `Err(failure).context("..")`. Without a context, `anyhow` hides the type, and the code is 500.
///
/// # Examples
///
/// ```
/// use ensure_future_restate::{JobFailure, run_job};
/// use restate_sdk::prelude::*;
///
/// struct Numbers;
///
/// #[restate_sdk::service]
/// impl Numbers {
///     #[handler]
///     async fn halve(&self, context: Context<'_>, number: u64) -> HandlerResult<u64> {
///         let work = async move {
///             if number % 2 == 1 {
///                 return Err(JobFailure { code: 422, message: format!("{number} is odd") });
///             }
///             Ok(number / 2)
///         };
///         run_job(context, work).await
///     }
/// }
/// ```
///
/// The client gets it as the source of the error of the job:
///
/// ```
/// use std::error::Error;
///
/// use ensure_future::RemoteError;
/// use ensure_future_restate::JobFailure;
///
/// fn code(error: &RemoteError) -> Option<u16> {
///     let failure: &JobFailure = error.source()?.downcast_ref()?;
///     Some(failure.code)
/// }
///
/// let failure = JobFailure { code: 422, message: "7 is odd".into() };
/// assert_eq!(code(&RemoteError::failed("job-1", failure)), Some(422));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct JobFailure {
    /// The code of the error: 500 unless the handler says otherwise. It is a status of HTTP, from 400 to 599.
    /// [`run_job`](crate::run_job) replaces any other code by 500.
    pub code: u16,
    /// The message of the error.
    pub message: String,
}

impl fmt::Display for JobFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (code {})", self.message, self.code)
    }
}

impl Error for JobFailure {}

impl JobFailure {
    /// Returns whether the job was cancelled. The server spells "canceled" with one `l` if the job had not begun.
    fn is_cancellation(&self) -> bool {
        let message = self.message.as_str();
        self.code == StatusCode::CONFLICT.as_u16() && [CANCELLED, "canceled"].contains(&message)
    }
}

/// Converts the error of a request for a job.
pub(crate) fn of_job(id: &str, error: ClientError) -> RemoteError {
    let response = match error {
        ClientError::Transport { source } => return RemoteError::unreachable(id, source),
        ClientError::Status { ref response, .. } => response,
        ClientError::PayloadDecode { .. } => return RemoteError::undecodable(id, error),
        error => return RemoteError::unreachable(id, error),
    };
    match serde_json::from_slice(response.body()) {
        Ok(failure) if is_of_job(response) => of_failure(id, failure),
        Ok(JobFailure { message, .. }) if is_unknown(response) => RemoteError::unknown(id, message),
        _ => RemoteError::unreachable(id, error),
    }
}

fn of_failure(id: &str, failure: JobFailure) -> RemoteError {
    if failure.is_cancellation() {
        RemoteError::cancelled(id)
    } else {
        RemoteError::failed(id, failure)
    }
}

/// Returns whether the server knows no job with this id, or rejects the id as invalid. The answer to an empty id is 405.
fn is_unknown(response: &Response<Bytes>) -> bool {
    matches!(
        response.status(),
        StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST | StatusCode::METHOD_NOT_ALLOWED
    )
}
