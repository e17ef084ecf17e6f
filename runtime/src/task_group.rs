//! Groups of tasks that succeed or fail together.

mod child;
mod error;
mod group;
mod group_task;
mod handle;
mod members;
mod state;

pub use self::error::{ClosedError, GroupTaskError, TaskFailure, TaskGroupError};
pub use self::group::TaskGroup;
pub use self::group_task::GroupTask;
pub use self::handle::TaskGroupHandle;
