//! A group with the attribute: it owns the handles of running tasks.

use std::mem::take;

use ensure_future::accepts_awaitable;
use tokio::task::{JoinError, JoinHandle};

/// Owns tasks, and aborts them when it is dropped.
pub struct Group<T> {
    handles: Vec<JoinHandle<T>>,
}

#[accepts_awaitable]
impl<T: Send + 'static> Group<T> {
    pub fn new() -> Self {
        let handles = Vec::new();
        Self { handles }
    }

    /// Spawns a task in the group.
    pub fn spawn(&mut self, future: impl Future<Output = T> + Send + 'static) {
        self.adopt(tokio::spawn(future));
    }

    /// Adds a running task.
    pub fn adopt(&mut self, handle: JoinHandle<T>) {
        self.handles.push(handle);
    }

    /// Waits for all tasks. The results are in the order in which the tasks were added.
    pub async fn join(mut self) -> Vec<Result<T, JoinError>> {
        let mut results = Vec::new();
        for handle in &mut self.handles {
            results.push(handle.await);
        }
        take(&mut self.handles);
        results
    }
}

impl<T> Group<T> {
    pub fn cancel_all(&self) {
        for handle in &self.handles {
            handle.abort();
        }
    }
}

impl<T> Drop for Group<T> {
    fn drop(&mut self) {
        self.cancel_all();
    }
}
