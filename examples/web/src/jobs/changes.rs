//! The changes of all jobs, for observers.

use std::fmt;

use tokio::sync::watch;

use super::JobInfo;
use super::board::Board;

/// The changes of all jobs, as [`Jobs::changes`](super::Jobs::changes) returns them.
///
/// A slow reader loses no job: it gets the latest state of each changed job.
pub struct Changes {
    board: watch::Receiver<Board>,
    /// The version of the board that was last returned.
    seen: u64,
}

impl Changes {
    pub(super) fn new(board: watch::Receiver<Board>) -> Self {
        Self { board, seen: 0 }
    }

    /// Waits for changes, and returns the jobs that have changed. Returns `None` after the end of
    /// [`Jobs::shutdown`](super::Jobs::shutdown).
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, no change is lost.
    pub async fn next(&mut self) -> Option<Vec<JobInfo>> {
        let seen = self.seen;
        let is_new = |board: &Board| board.version() > seen || board.is_closed();
        let board = self.board.wait_for(is_new).await.ok()?;
        self.seen = board.version();
        let changed: Vec<_> = board.changed_since(seen).collect();
        (self.seen > seen).then_some(changed)
    }
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes")
            .field("seen", &self.seen)
            .finish_non_exhaustive()
    }
}
