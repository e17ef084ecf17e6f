//! The data of a job.

use std::any::Any;
use std::fmt;
use std::io;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::task::JoinError;

/// The number of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobId(pub u64);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The data of a job, as users see it.
#[derive(Clone, Debug, Serialize)]
pub struct JobInfo {
    /// The number of the job.
    pub id: JobId,
    /// The name that it was prepared with.
    pub name: String,
    /// The total number of steps.
    pub steps: u32,
    /// The number of steps that are done.
    pub done: u32,
    /// Whether the job is running, or how it has ended.
    #[serde(flatten)]
    pub status: Status,
}

/// Whether a job is running, or how it has ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
pub enum Status {
    /// The job is running.
    Running,
    /// The job has been asked to end, and has not ended yet.
    Cancelling,
    /// The job returned a value.
    Done {
        /// The value.
        result: Value,
    },
    /// The job returned an error or panicked.
    Failed {
        /// The message of the error or the panic.
        error: String,
    },
    /// The job was cancelled.
    Cancelled,
}

impl Status {
    /// Returns whether the job has ended.
    pub fn has_ended(&self) -> bool {
        !matches!(self, Self::Running | Self::Cancelling)
    }
}

/// The output of a job.
pub type Outcome = Result<Value, JobError>;

/// Why a job has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobError {
    /// The job was cancelled.
    Cancelled,
    /// The job failed, with this message.
    Failed(String),
}

impl From<Outcome> for Status {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Ok(result) => Self::Done { result },
            Err(JobError::Failed(error)) => Self::Failed { error },
            Err(JobError::Cancelled) => Self::Cancelled,
        }
    }
}

impl From<io::Error> for JobError {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// The end of a task without an output: it panicked, or was cancelled.
impl From<JoinError> for JobError {
    fn from(error: JoinError) -> Self {
        match error.try_into_panic() {
            Ok(panic) => Self::Failed(format!("panicked: {}", message(&*panic))),
            Err(_) => Self::Cancelled,
        }
    }
}

/// The message of a panic. The payload of `panic!` has one of two types.
fn message(panic: &(dyn Any + Send)) -> &str {
    let formatted = || panic.downcast_ref::<String>().map(String::as_str);
    let literal = || panic.downcast_ref().copied();
    formatted().or_else(literal).unwrap_or("without a message")
}
