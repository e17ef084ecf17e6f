//! Functions that wait for one or several tasks, and their outcomes.

mod as_completed;
mod buffer_unordered;
mod buffered;
mod completed;
mod completion_queue;
mod failure;
mod failures;
mod gather;
#[cfg(feature = "futures")]
mod outcome_stream;
mod race_ok;
mod shield;
mod task_source;
mod try_gather;
mod tuple_future;
mod wait;
mod wait_for;

pub use self::as_completed::{AsCompleted, as_completed};
pub use self::buffer_unordered::{BufferUnordered, buffer_unordered};
pub use self::buffered::{Buffered, buffered};
pub use self::completed::Completed;
pub use self::failure::{Failure, FailureSource};
pub(crate) use self::failures::{Chain, Failures};
pub use self::gather::tuples::{
    gather_1, gather_2, gather_3, gather_4, gather_5, gather_6, gather_7, gather_8, gather_9,
    gather_10, gather_11, gather_12,
};
pub use self::gather::{Gather, gather};
#[cfg(feature = "futures")]
pub use self::outcome_stream::{FlatResults, Outcome, OutcomeStreamExt, Results};
pub use self::race_ok::{RaceOk, RaceOkError, race_ok};
pub use self::shield::{Shield, shield};
pub use self::task_source::TaskSource;
pub use self::try_gather::tuples::{
    try_gather_1, try_gather_2, try_gather_3, try_gather_4, try_gather_5, try_gather_6,
    try_gather_7, try_gather_8, try_gather_9, try_gather_10, try_gather_11, try_gather_12,
};
pub use self::try_gather::{TryGather, TryGatherError, try_gather};
pub use self::wait::{ReturnWhen, Wait, WaitError, WaitTask, Waitable, Waited, wait};
pub use self::wait_for::{WaitForError, wait_for, wait_for_at};
