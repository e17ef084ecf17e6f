//! An engine whose jobs do what a test says: it is all in this process, and knows jobs by number.

use std::collections::HashMap;
use std::future::pending;
use std::sync::{Arc, Mutex};

use ensure_future::{RemoteError, RemoteJob, RemoteTask};
use tokio::sync::watch;

/// How a job ends.
#[derive(Clone)]
pub(crate) enum End {
    Value(u32),
    Cancelled,
    Failed(&'static str),
}

/// What the engine knows of a job.
#[derive(Clone, Default)]
struct State {
    end: Option<End>,
    requests: usize,
}

#[derive(Clone, Default)]
pub(crate) struct Engine {
    jobs: Arc<Mutex<HashMap<u64, watch::Sender<State>>>>,
    /// What becomes of requests to cancel.
    line: Line,
}

#[derive(Clone, Copy, Default)]
enum Line {
    #[default]
    Open,
    Dead,
    /// The job ends at the request, which is never answered.
    OneWay,
}

impl Engine {
    pub(crate) fn deaf() -> Self {
        let line = Line::Dead;
        Self {
            line,
            ..Self::default()
        }
    }

    pub(crate) fn silent() -> Self {
        let line = Line::OneWay;
        Self {
            line,
            ..Self::default()
        }
    }

    /// Starts a job, and returns its id.
    pub(crate) fn start(&self) -> u64 {
        let mut jobs = self.jobs.lock().unwrap();
        let number = jobs.len() as u64;
        jobs.insert(number, watch::Sender::default());
        number
    }

    /// Returns an awaitable of the job; each one is a client of its own.
    pub(crate) fn attach(&self, number: u64) -> RemoteTask<u32> {
        RemoteTask::new(Handle {
            id: number.to_string(),
            job: self.job(number),
            line: self.line,
        })
    }

    /// Ends the job.
    pub(crate) fn end(&self, number: u64, end: End) {
        self.job(number).send_modify(|state| state.end = Some(end));
    }

    /// Waits until the job is asked to end.
    pub(crate) async fn asked(&self, number: u64) {
        let mut state = self.job(number).subscribe();
        state.wait_for(|state| state.requests > 0).await.unwrap();
    }

    /// Returns how often the job was asked to end.
    pub(crate) fn requests(&self, number: u64) -> usize {
        self.job(number).borrow().requests
    }

    /// Returns how many clients wait for the job.
    pub(crate) fn waiters(&self, number: u64) -> usize {
        self.job(number).receiver_count()
    }

    fn job(&self, number: u64) -> watch::Sender<State> {
        self.jobs.lock().unwrap()[&number].clone()
    }
}

struct Handle {
    id: String,
    job: watch::Sender<State>,
    line: Line,
}

impl RemoteJob for Handle {
    type Output = u32;

    fn id(&self) -> &str {
        &self.id
    }

    async fn result(&self) -> Result<u32, RemoteError> {
        let mut state = self.job.subscribe();
        let state = state.wait_for(|state| state.end.is_some()).await;
        match state.unwrap().end.clone().unwrap() {
            End::Value(value) => Ok(value),
            End::Cancelled => Err(RemoteError::cancelled(&self.id)),
            End::Failed(message) => Err(RemoteError::failed(&self.id, message)),
        }
    }

    async fn request_cancel(&self) -> Result<(), RemoteError> {
        match self.line {
            Line::Dead => return Err(RemoteError::unreachable(&self.id, "the line is dead")),
            Line::Open => self.job.send_modify(|state| state.requests += 1),
            Line::OneWay => {
                self.job.send_modify(|state| {
                    state.requests += 1;
                    state.end = Some(End::Cancelled);
                });
                pending::<()>().await;
            }
        }
        Ok(())
    }
}
