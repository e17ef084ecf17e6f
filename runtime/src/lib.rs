#![doc = include_str!("../README.md")]

mod awaitable;
mod create_task;
mod drawn;
mod ensure;
mod gather;
mod local_task;
mod run;
mod shield;
mod task;
mod task_future;
mod wait_for;

// Generated code names this crate as its users do, and is used in here too.
extern crate self as ensure_future;

pub use ensure_future_macros::accepts_awaitable;

pub use crate::awaitable::{Awaitable, form};
pub use crate::create_task::{create_local_task, create_task};
pub use crate::ensure::{NoRuntimeError, ensure_future, try_ensure_future};
pub use crate::gather::{Gather, gather};
pub use crate::local_task::LocalTask;
pub use crate::run::run;
pub use crate::shield::{Shield, shield};
pub use crate::task::Task;
pub use crate::task_future::TaskFuture;
pub use crate::wait_for::{WaitForError, wait_for};

/// What generated code needs and nobody else.
#[doc(hidden)]
pub mod __private {
    pub use crate::drawn::{map_items, map_iterator, map_stream};
    pub use crate::gather::{
        gather_1, gather_2, gather_3, gather_4, gather_5, gather_6, gather_7, gather_8, gather_9,
        gather_10, gather_11, gather_12,
    };
}
