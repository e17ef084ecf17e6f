//! What this crate knows of a task beyond tokio: its name, and the graceful coroutines in it with the request to cancel
//! that they share.
//!
//! Only a task that needs a record has one. It is found by the task's id, and removed when nothing is left in it.

mod listener;
mod listening;
mod table;

use std::sync::{Arc, LazyLock};

use tokio::runtime;
use tokio::task::{AbortHandle, Id};

pub(crate) use self::listener::Listener;
pub(crate) use self::listening::{Abort, Effects, Listening};
pub(crate) use self::table::Table;

/// The records of all tasks.
pub(crate) static RECORDS: LazyLock<Table<Id, AbortHandle>> = LazyLock::new(Table::new);

#[derive(Debug)]
pub(crate) struct Record<H> {
    /// The runtime of the task.
    pub(crate) runtime: runtime::Id,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) listening: Listening<H>,
}

impl<H> Record<H> {
    fn new(runtime: runtime::Id) -> Self {
        Self {
            runtime,
            name: None,
            listening: Listening::default(),
        }
    }

    fn is_empty(&self) -> bool {
        self.name.is_none() && self.listening.is_empty()
    }
}

impl Abort for AbortHandle {
    fn abort(&self) {
        AbortHandle::abort(self);
    }
}
