use tokio::task::{Id, JoinError};

/// The outcome of a task that has ended. [`as_completed`](crate::as_completed()),
/// [`buffer_unordered`](crate::buffer_unordered()) and [`wait`](crate::wait()) return it.
///
/// # In asyncio
///
/// A task that is `done()`.
#[derive(Debug)]
#[must_use = "it holds the outcome of a task"]
pub struct Completed<T, E = JoinError> {
    /// The position of the awaitable among those that were passed, from 0.
    pub index: usize,
    /// The id of the task, as [`Task::id`](crate::Task::id) returns it.
    pub id: Id,
    /// The value of the task, or the error of a panic or a cancellation. For a [`SharedTask`](crate::SharedTask), the
    /// error is an `Arc<JoinError>`.
    pub result: Result<T, E>,
}
