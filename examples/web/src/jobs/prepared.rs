//! The start of a job.

use std::error::Error;
use std::fmt;

use ensure_future::{Task, accepts_awaitable, create_task};
use tracing::{Instrument, Span, info, warn};

use super::board::Entry;
use super::{JobError, JobId, Outcome, Progress, Status};

/// A job that can be started, as [`Jobs::prepare`](super::Jobs::prepare) makes it.
#[derive(Debug)]
#[must_use = "it does nothing unless you `start` it"]
pub struct PreparedJob {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) progress: Progress,
}

impl PreparedJob {
    /// Returns the span of the job. A coroutine runs inside it; code that spawns by itself enters it.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Returns the handle to which the job reports its steps.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }
}

#[accepts_awaitable]
impl PreparedJob {
    /// Starts the job: a coroutine is spawned inside the job's span, and a task goes on as it is.
    ///
    /// # Errors
    ///
    /// [`ClosedError`] after a call of [`Jobs::shutdown`](super::Jobs::shutdown). The task is cancelled.
    #[accepts_awaitable(on = self.span)]
    pub fn start(self, task: Task<Outcome>) -> Result<JobId, ClosedError> {
        let Self {
            name,
            span,
            progress,
        } = self;
        let (job, board) = (progress.job, progress.board);
        let entry = Entry {
            name,
            steps: progress.steps,
            done: progress.done,
            status: Status::Running,
            handle: task.cancel_handle(),
            changed: 0,
        };
        let mut is_added = false;
        board.send_if_modified(|board| {
            is_added = board.add(job, entry);
            is_added
        });
        if !is_added {
            task.cancel();
            return Err(ClosedError);
        }
        info!(parent: &span, "started");
        let supervisor = async move {
            // The await ties the task to the supervisor: if the supervisor is dropped, the task is cancelled.
            let outcome = task.await.unwrap_or_else(|error| Err(error.into()));
            match &outcome {
                Ok(result) => info!(%result, "done"),
                Err(JobError::Failed(error)) => warn!(error, "failed"),
                Err(JobError::Cancelled) => info!("cancelled"),
            }
            board.send_modify(|board| board.ended(job, outcome));
        };
        create_task(supervisor.instrument(span));
        Ok(job)
    }
}

/// No job can be started any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedError;

impl fmt::Display for ClosedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the application is shutting down")
    }
}

impl Error for ClosedError {}
