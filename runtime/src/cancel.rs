//! Cancellation: the request to cancel a task, and the graceful coroutines that hear the request.
//!
//! A task that has a name or a graceful coroutine has a record in the registry. The record is removed when the task has
//! neither.

mod blocked;
mod cancel_request;
mod end;
mod graceful;
mod handle;
mod listener;
mod record;
mod registry;
mod request;
mod task_listeners;
#[cfg(feature = "tokio-util")]
mod token;

use tokio::task::{AbortHandle, Id};

pub(crate) use self::blocked::Blocked;
pub use self::cancel_request::CancelRequest;
pub(crate) use self::end::{UNPOLLED_LIMIT, end, end_all, is_listening_in};
pub use self::graceful::graceful;
pub(crate) use self::graceful::{Early, graceful_early};
pub use self::handle::CancelHandle;
use self::registry::Registry;
pub(crate) use self::request::{request, request_by};
use self::task_listeners::Abort;
use crate::util::sync::LazyLock;

/// The records of all tasks in the process.
pub(crate) static REGISTRY: LazyLock<Registry<Id, AbortHandle>> = LazyLock::new(Registry::new);

impl Abort for AbortHandle {
    fn abort(&self) {
        AbortHandle::abort(self);
    }
}
