//! A small framework, as its author would write it. Work that it waits for or cancels is declared as a task, and its
//! callers pass the form that they have.

use std::collections::VecDeque;

use ensure_future::{Task, accepts_awaitable};
use tokio::select;
use tokio::task::JoinError;

/// Waits for work, until it is told to stop.
pub(crate) struct Until {
    /// `None` when it has ended.
    stop: Option<Task<()>>,
}

/// The stop came first. It is final: later calls wait for nothing.
#[derive(Debug)]
pub(crate) struct Stopped;

#[accepts_awaitable]
impl Until {
    /// Waits until `stop` has ended, in whatever way.
    pub(crate) fn new(stop: Task<()>) -> Self {
        Self { stop: Some(stop) }
    }

    /// Returns how `work` ended. Cancels `work` when the stop comes first.
    pub(crate) async fn wait<T>(&mut self, work: Task<T>) -> Result<Result<T, JoinError>, Stopped> {
        let Some(stop) = &mut self.stop else {
            work.cancel();
            return Err(Stopped);
        };
        select! {
            biased; // `work` that has ended is not thrown away
            outcome = work => Ok(outcome),
            _ = stop => {
                self.stop = None;
                Err(Stopped) // `work` was tied to the dropped await
            }
        }
    }
}

/// Tasks that run concurrently, each under a key, and leave in the order in which they came.
///
/// Dropping it cancels the tasks that are left.
pub(crate) struct InOrder<K, T> {
    tasks: VecDeque<(K, Task<T>)>,
    limit: usize,
}

#[accepts_awaitable]
impl<K, T> InOrder<K, T> {
    pub(crate) fn new(limit: usize) -> Self {
        let tasks = VecDeque::with_capacity(limit);
        Self { tasks, limit }
    }

    /// Adds work to the end; the caller makes room first if it [is full](Self::is_full).
    pub(crate) fn push(&mut self, key: K, work: Task<T>) {
        self.tasks.push_back((key, work));
    }

    pub(crate) fn is_full(&self) -> bool {
        self.tasks.len() >= self.limit
    }

    /// Whether the oldest task has ended, so that awaiting it takes no time.
    pub(crate) fn is_ready(&self) -> bool {
        self.tasks
            .front()
            .is_some_and(|(_, task)| task.is_finished())
    }

    /// Removes and returns the oldest task.
    pub(crate) fn pop(&mut self) -> Option<(K, Task<T>)> {
        self.tasks.pop_front()
    }
}

impl<K, T> Drop for InOrder<K, T> {
    fn drop(&mut self) {
        for (_, task) in &self.tasks {
            task.cancel(); // a dropped task would run on
        }
    }
}
