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
/// In work that returns an `anyhow::Error`, add a context to a `JobFailure`. Without one, `anyhow` hides the type, so the
/// code is lost.
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

/// Returns whether the server knows no job with this id, or rejects the id as invalid.
fn is_unknown(response: &Response<Bytes>) -> bool {
    matches!(
        response.status(),
        StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST | StatusCode::METHOD_NOT_ALLOWED
    )
}
