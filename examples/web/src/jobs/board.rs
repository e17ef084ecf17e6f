//! The table of all jobs. A watch channel holds it, so each change wakes the waiters.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use ensure_future::CancelHandle;

use super::{CancelError, JobId, JobInfo, Outcome, Status};

/// The maximum number of ended jobs in the table.
const REMEMBERED: usize = 100;

#[derive(Default)]
pub(super) struct Board {
    jobs: BTreeMap<JobId, Entry>,
    /// The number of changes of jobs so far.
    version: u64,
    phase: Phase,
}

#[derive(Default, PartialEq)]
enum Phase {
    #[default]
    Open,
    /// Running jobs end, and no job can be started.
    Ending,
    /// All jobs have ended.
    Closed,
}

pub(super) struct Entry {
    pub(super) name: String,
    pub(super) steps: u32,
    /// Shared with the job, which may advance before it is on the board.
    pub(super) done: Arc<AtomicU32>,
    pub(super) status: Status,
    pub(super) handle: CancelHandle,
    /// The board's version at the last change of the job.
    pub(super) changed: u64,
}

impl Entry {
    fn info(&self, id: JobId) -> JobInfo {
        JobInfo {
            id,
            name: self.name.clone(),
            steps: self.steps,
            done: self.done.load(Ordering::Relaxed),
            status: self.status.clone(),
        }
    }
}

impl Board {
    /// Adds a job, unless the board is shutting down.
    pub(super) fn add(&mut self, id: JobId, entry: Entry) -> bool {
        let is_open = self.phase == Phase::Open;
        if is_open {
            self.jobs.insert(id, entry);
            self.touch(id);
        }
        is_open
    }

    /// Notes that a job has changed, and returns its entry if it is on the board.
    pub(super) fn touch(&mut self, id: JobId) -> Option<&mut Entry> {
        let entry = self.jobs.get_mut(&id)?;
        self.version += 1;
        entry.changed = self.version;
        Some(entry)
    }

    /// Notes that a job should be cancelled, and returns the handle that cancels it.
    pub(super) fn cancelling(&mut self, id: JobId) -> Result<(JobInfo, CancelHandle), CancelError> {
        let entry = self.jobs.get(&id).ok_or(CancelError::NotFound)?;
        if entry.status.has_ended() {
            return Err(CancelError::Ended);
        }
        let entry = self.touch(id).ok_or(CancelError::NotFound)?;
        entry.status = Status::Cancelling;
        Ok((entry.info(id), entry.handle.clone()))
    }

    /// Notes how a job has ended, and removes the oldest ended jobs if there are too many.
    pub(super) fn ended(&mut self, id: JobId, outcome: Outcome) {
        if let Some(entry) = self.touch(id) {
            entry.status = outcome.into();
        }
        let ended = |(_, entry): &(&JobId, &Entry)| entry.status.has_ended();
        if self.jobs.iter().filter(ended).count() > REMEMBERED {
            let oldest = self.jobs.iter().find(ended).map(|(id, _)| *id);
            oldest.map(|id| self.jobs.remove(&id));
        }
    }

    pub(super) fn get(&self, id: JobId) -> Option<JobInfo> {
        self.jobs.get(&id).map(|entry| entry.info(id))
    }

    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// The jobs that have changed since this version of the board.
    pub(super) fn changed_since(&self, version: u64) -> impl Iterator<Item = JobInfo> {
        let jobs = self.jobs.iter();
        let changed = jobs.filter(move |(_, entry)| entry.changed > version);
        changed.map(|(id, entry)| entry.info(*id))
    }

    pub(super) fn refuse_others(&mut self) {
        self.phase = Phase::Ending;
    }

    pub(super) fn close(&mut self) {
        self.phase = Phase::Closed;
    }

    pub(super) fn is_closed(&self) -> bool {
        self.phase == Phase::Closed
    }

    pub(super) fn all_have_ended(&self) -> bool {
        self.jobs.values().all(|entry| entry.status.has_ended())
    }
}
