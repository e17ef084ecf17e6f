//! The progress of a job.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::watch;

use super::JobId;
use super::board::Board;

/// The handle to which a job reports its steps.
#[derive(Clone)]
pub struct Progress {
    pub(super) job: JobId,
    pub(super) steps: u32,
    pub(super) done: Arc<AtomicU32>,
    pub(super) board: watch::Sender<Board>,
}

impl Progress {
    /// Returns the number of the job.
    pub fn job(&self) -> JobId {
        self.job
    }

    /// Returns the total number of steps.
    pub fn steps(&self) -> u32 {
        self.steps
    }

    /// Reports that another step is done.
    pub fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.board
            .send_if_modified(|board| board.touch(self.job).is_some());
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress")
            .field("job", &self.job)
            .field("steps", &self.steps)
            .field("done", &self.done)
            .finish_non_exhaustive()
    }
}
