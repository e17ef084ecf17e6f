//! Handles of a single task, and the functions that create tasks.

mod create;
mod future;
mod join_error;
mod local;
mod names;
mod owned;
mod promise;
mod shared;
mod span;
mod watch;

pub(crate) use self::create::current_runtime;
pub use self::create::{create_local_task, create_task};
pub use self::future::TaskFuture;
pub(crate) use self::join_error::cancelled;
pub use self::join_error::{Cancelled, JoinErrorExt};
pub use self::local::LocalTask;
pub(crate) use self::local::announcing;
pub(crate) use self::names::are_there_names;
pub use self::names::{create_named_task, current_task, named_tasks, task_name};
pub use self::owned::Task;
pub use self::promise::{Resolver, promise};
pub use self::shared::{SharedTask, SharedTaskFuture};
#[cfg(feature = "tracing")]
pub(crate) use self::span::{Outside, in_span};
pub(crate) use self::span::{call_in_current_span, in_current_span};
pub use self::watch::WatchFuture;
