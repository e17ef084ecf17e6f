//! The record of a task.

use std::sync::Arc;

use tokio::runtime;

use super::task_listeners::TaskListeners;

#[derive(Debug)]
pub(crate) struct Record<H> {
    /// The runtime of the task. It is `None` for a task of a `LocalSet` that is polled outside any runtime.
    pub(crate) runtime: Option<runtime::Id>,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) listeners: TaskListeners<H>,
}

impl<H> Record<H> {
    pub(super) fn new(runtime: Option<runtime::Id>) -> Self {
        Self {
            runtime,
            name: None,
            listeners: TaskListeners::default(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.name.is_none() && self.listeners.is_empty()
    }
}
