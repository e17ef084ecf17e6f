//! Records of tasks: a task's name, its graceful coroutines, and their request to cancel.
//!
//! Only a task that needs a record has one. It is found by the task's id, and removed when nothing is left in it.

mod listener;
mod listening;
mod record;
mod table;

use tokio::task::{AbortHandle, Id};

pub(crate) use self::listener::Listener;
use self::listening::Abort;
use self::table::Table;
use crate::sync::LazyLock;

/// The records of all tasks.
pub(crate) static RECORDS: LazyLock<Table<Id, AbortHandle>> = LazyLock::new(Table::new);

impl Abort for AbortHandle {
    fn abort(&self) {
        AbortHandle::abort(self);
    }
}
