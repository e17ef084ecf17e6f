//! The completion queue: tasks whose outcomes are returned in the order in which the tasks end.
//!
//! A task is polled to register a waker, and then not before it has ended. So the cost does not grow with the number of
//! pending tasks.

mod queue;
mod watch;
mod watched;

pub(crate) use self::queue::{CompletionQueue, Outcome};
pub(crate) use self::watched::Watched;
