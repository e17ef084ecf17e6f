#![doc = include_str!("../README.md")]

mod as_completed;
mod assert_task;
mod awaitable;
mod cancellation;
mod completed;
mod completions;
mod create_task;
mod drawn;
mod ensure;
mod failure;
mod gather;
mod graceful;
mod local_task;
mod named;
mod promise;
mod records;
mod run;
mod run_coroutine_threadsafe;
mod runner;
mod shared_task;
mod shield;
mod slab;
mod sync;
mod task;
mod task_future;
mod task_group;
mod to_thread;
mod try_gather;
mod tuple_future;
mod user_code;
mod wait;
mod wait_for;
mod wakers;

// Generated code names this crate as its users do, and is used in here too.
extern crate self as ensure_future;

pub use ensure_future_macros::accepts_awaitable;

pub use crate::as_completed::{AsCompleted, as_completed};
pub use crate::awaitable::{Awaitable, form};
pub use crate::completed::Completed;
pub use crate::create_task::{create_local_task, create_task};
pub use crate::ensure::{NoRuntimeError, ensure_future, try_ensure_future};
pub use crate::failure::Failure;
pub use crate::gather::{Gather, gather};
pub use crate::graceful::{CancelRequest, graceful};
pub use crate::local_task::LocalTask;
pub use crate::named::{create_named_task, current_task, named_tasks, task_name};
pub use crate::promise::{Resolver, promise};
pub use crate::run::run;
pub use crate::run_coroutine_threadsafe::{ThreadsafeTask, run_coroutine_threadsafe};
pub use crate::runner::Runner;
pub use crate::shared_task::{SharedTask, SharedTaskFuture};
pub use crate::shield::{Shield, shield};
pub use crate::task::Task;
pub use crate::task_future::TaskFuture;
pub use crate::task_group::{
    ClosedError, GroupTask, GroupTaskError, TaskFailure, TaskGroup, TaskGroupError, TaskGroupHandle,
};
pub use crate::to_thread::to_thread;
pub use crate::try_gather::{TryGather, TryGatherError, try_gather};
pub use crate::wait::{ReturnWhen, Wait, WaitError, WaitTask, Waitable, Waited, wait};
pub use crate::wait_for::{WaitForError, wait_for};

/// What generated code needs and nobody else.
#[doc(hidden)]
pub mod __private {
    pub use crate::drawn::{map_items, map_iterator, map_stream};
    pub use crate::assert_task::assert_task;
    pub use crate::gather::tuples::{
        gather_1, gather_2, gather_3, gather_4, gather_5, gather_6, gather_7, gather_8, gather_9,
        gather_10, gather_11, gather_12,
    };
    pub use crate::try_gather::tuples::{
        try_gather_1, try_gather_2, try_gather_3, try_gather_4, try_gather_5, try_gather_6,
        try_gather_7, try_gather_8, try_gather_9, try_gather_10, try_gather_11, try_gather_12,
    };
}
