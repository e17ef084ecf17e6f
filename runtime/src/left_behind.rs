//! What tasks leave behind: groups and tasks that they owned, that were cancelled when they were dropped, and that have
//! not ended yet. Code that waits for the end of a task, such as a group, waits for these groups and tasks too.
//!
//! If an owner is dropped in a task while one of the owner's tasks has not ended, this task is *noted* under the task
//! in which the drop runs. tokio says in which task a destructor runs: see *id is set* in
//! [`tokio_assumptions`](crate::util::tokio_assumptions). A watcher of the task looks at the notes when the task has
//! ended. A noted task is watched in the same way, so chains of owners are waited for at any depth.
//!
//! # Invariants
//!
//! - *noted before ended*: a task's notes are made while its coroutine is dropped, so before it has ended.
//! - *no cycle*: a note is left out if it would close a cycle, for example if a group is dropped by its own child. All
//!   notes are made under one lock, so two notes can't close a cycle together.
//! - *wakers in turn*: when a noted task has ended, it wakes watchers, whose ends wake other watchers. A thread wakes
//!   them one after the other, not inside each other, however long the chain is.

mod leftover;
mod notes;
mod region;
mod remains;
mod wake_queue;

pub(crate) use self::leftover::{LocalEnd, leave, leave_sent, pass_on};
use self::notes::Notes;
pub(crate) use self::notes::{
    Key, Note, Noted, gone, is_empty, is_gone, note, poll_gone, wake_when_gone,
};
pub(crate) use self::region::Region;
pub(crate) use self::remains::Remains;
use crate::util::sync::{AtomicUsize, LazyLock, Mutex};

/// The notes of all tasks and regions in the process.
static NOTES: LazyLock<Mutex<Notes>> = LazyLock::new(Mutex::default);

/// Number of entries in the notes. While it is zero, nobody takes the lock.
static ENTRIES: AtomicUsize = AtomicUsize::new(0);
