#![doc = include_str!("../README.md")]

mod awaitable;
mod cancel;
mod combine;
mod generated;
mod left_behind;
mod remote;
mod runtimes;
mod spawn;
mod task;
mod task_group;
#[cfg(feature = "test-util")]
pub mod test_util;
mod util;

#[cfg(any(doc, doctest))] // only documentation
pub mod guide;

#[cfg(any(doc, doctest))] // only documentation
#[doc = include_str!("contracts.md")]
pub mod contracts {}

#[cfg(any(doc, doctest))] // only documentation
#[doc = include_str!("features/features.md")]
#[cfg_attr(feature = "tokio-util", doc = include_str!("features/tokio_util.md"))]
#[cfg_attr(feature = "futures", doc = include_str!("features/futures.md"))]
pub mod features {}

// Generated code refers to this crate as `::ensure_future`, even where this crate uses its own attribute.
extern crate self as ensure_future;

pub use ensure_future_macros::accepts_awaitable;

pub use crate::awaitable::{
    Awaitable, InPlace, InPlaceJoin, NoRuntimeError, ensure_future, form, in_place,
    try_ensure_future,
};
pub use crate::cancel::{CancelHandle, CancelRequest, graceful};
pub use crate::combine::{
    AsCompleted, BufferUnordered, Buffered, Completed, Failure, FailureSource, Gather, RaceOk,
    RaceOkError, ReturnWhen, Shield, TaskSource, TryGather, TryGatherError, Wait, WaitError,
    WaitForError, WaitTask, Waitable, Waited, as_completed, buffer_unordered, buffered, gather,
    race_ok, shield, try_gather, wait, wait_for, wait_for_at,
};
#[cfg(feature = "futures")]
pub use crate::combine::{FlatResults, Outcome, OutcomeStreamExt, Results};
pub use crate::remote::{RemoteError, RemoteErrorKind, RemoteFuture, RemoteJob, RemoteTask};
pub use crate::runtimes::{Runner, ThreadsafeTask, run, run_coroutine_threadsafe, to_thread};
pub use crate::spawn::{Spawn, SpawnLocal, Spawner, create_task_on, ensure_future_on};
pub use crate::task::{
    Cancelled, JoinErrorExt, LocalTask, Resolver, SharedTask, SharedTaskFuture, Task, TaskFuture,
    WatchFuture, create_local_task, create_named_task, create_task, current_task, named_tasks,
    promise, task_name,
};
pub use crate::task_group::{
    ClosedError, GroupTask, GroupTaskError, Ready, Scope, StartError, TaskFailure, TaskGroup,
    TaskGroupError, TaskGroupHandle,
};

/// Functions for the expansions of this crate's macros. They are not part of the public API.
#[doc(hidden)]
pub mod __private {
    // `#[accepts_awaitable]`
    pub use crate::generated::{
        assert_joined, assert_output, assert_task, ensure_boxed, ensure_boxed_on,
        ensure_local_boxed_on, ensure_local_on, ensure_on, later, map_items, map_iterator,
        map_stream, map_vec,
    };

    // `gather!`
    pub use crate::combine::{
        gather_1, gather_2, gather_3, gather_4, gather_5, gather_6, gather_7, gather_8, gather_9,
        gather_10, gather_11, gather_12,
    };

    // `try_gather!`
    pub use crate::combine::{
        try_gather_1, try_gather_2, try_gather_3, try_gather_4, try_gather_5, try_gather_6,
        try_gather_7, try_gather_8, try_gather_9, try_gather_10, try_gather_11, try_gather_12,
    };
}
