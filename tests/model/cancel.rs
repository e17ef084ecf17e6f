//! The modules of `runtime/src/cancel.rs` that the model runs, without the registry that all tasks of a process share.

#[path = "../../runtime/src/cancel/listener.rs"]
pub(crate) mod listener;
#[path = "../../runtime/src/cancel/record.rs"]
mod record;
#[path = "../../runtime/src/cancel/registry.rs"]
pub(crate) mod registry;
#[path = "../../runtime/src/cancel/task_listeners.rs"]
pub(crate) mod task_listeners;
