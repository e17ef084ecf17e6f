use tokio::task::{Id, JoinError};

/// A task that has ended, and its outcome.
///
/// # In asyncio
///
/// A task that is `done()`.
#[derive(Debug)]
#[must_use = "it holds the outcome of a task"]
pub struct Completed<T, E = JoinError> {
    /// Which awaitable it was: its position among those that were passed, from 0.
    pub index: usize,
    /// Which task it was: what [`Task::id`](crate::Task::id) says of it.
    pub id: Id,
    /// What it returned, or how it ended without a value. For a [`SharedTask`](crate::SharedTask), the error is an
    /// `Arc<JoinError>`.
    pub result: Result<T, E>,
}
