//! Background jobs: what an application needs to start, watch, cancel and await them.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use tokio::sync::watch;
use tracing::info_span;

use self::board::Board;
pub use self::changes::Changes;
pub use self::info::{JobError, JobId, JobInfo, Outcome, Status};
pub use self::prepared::{ClosedError, PreparedJob};
pub use self::progress::Progress;

mod board;
mod changes;
mod info;
mod prepared;
mod progress;

/// The background jobs of an application. A clone is another handle to the same jobs.
///
/// A job is [prepared](Self::prepare), which gives it an id, a span and a [`Progress`], and then
/// [started](PreparedJob::start) with a coroutine or a task.
#[derive(Clone)]
pub struct Jobs {
    board: watch::Sender<Board>,
    last_id: Arc<AtomicU64>,
}

impl Jobs {
    /// Makes a handle without any jobs.
    pub fn new() -> Self {
        Self {
            board: watch::Sender::default(),
            last_id: Arc::default(),
        }
    }

    /// Prepares a job with this number of steps. Its span is a child of the current span.
    pub fn prepare(&self, name: impl Into<String>, steps: u32) -> PreparedJob {
        let id = JobId(self.last_id.fetch_add(1, Ordering::Relaxed) + 1);
        let name = name.into();
        PreparedJob {
            span: info_span!("job", %id, %name),
            progress: Progress {
                job: id,
                steps,
                done: Arc::new(AtomicU32::new(0)),
                board: self.board.clone(),
            },
            name,
        }
    }

    /// Returns all jobs, in the order in which they were prepared.
    pub fn list(&self) -> Vec<JobInfo> {
        self.board.borrow().changed_since(0).collect()
    }

    /// Returns a job, if there is one with this id.
    pub fn get(&self, id: JobId) -> Option<JobInfo> {
        self.board.borrow().get(id)
    }

    /// Requests the cancellation of a job, and returns its info at that time. The job ends when it has cleaned up.
    ///
    /// # Errors
    ///
    /// [`CancelError`], if there is no such job or it has ended.
    pub fn cancel(&self, id: JobId) -> Result<JobInfo, CancelError> {
        let mut cancelling = Err(CancelError::NotFound);
        self.board.send_if_modified(|board| {
            cancelling = board.cancelling(id);
            cancelling.is_ok()
        });
        let (info, handle) = cancelling?;
        handle.cancel(); // not under the lock: it wakes the task
        Ok(info)
    }

    /// Waits until a job has ended, and returns how. Returns `None` if there is no such job.
    pub async fn wait(&self, id: JobId) -> Option<JobInfo> {
        let mut board = self.board.subscribe();
        let has_ended = |board: &Board| board.get(id).is_none_or(|job| job.status.has_ended());
        board.wait_for(has_ended).await.ok()?.get(id)
    }

    /// Returns the changes from now on. The first one is the whole list, unless it is empty.
    pub fn changes(&self) -> Changes {
        Changes::new(self.board.subscribe())
    }

    /// Cancels all jobs, and waits until they have ended. From then on, no job can be started.
    pub async fn shutdown(&self) {
        self.board.send_modify(Board::refuse_others);
        for job in self.list() {
            let _ = self.cancel(job.id); // fails if the job has ended
        }
        let mut board = self.board.subscribe();
        let _ = board.wait_for(Board::all_have_ended).await; // never fails: `self` is a sender
        self.board.send_modify(Board::close);
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Jobs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Jobs").field(&self.list()).finish()
    }
}

/// Why a job can't be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelError {
    /// There is no job with this id.
    NotFound,
    /// The job has ended.
    Ended,
}
