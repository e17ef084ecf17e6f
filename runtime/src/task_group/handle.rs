use std::fmt;
use std::sync::{Arc, Weak};

use super::coordinator::Coordinator;
use super::{ClosedError, GroupTask};
use crate::{Task, accepts_awaitable};

/// A way to a [`TaskGroup`](crate::TaskGroup) for others, its children among them: they can add children, and cancel
/// it.
///
/// It does not keep the group alive.
///
/// # Examples
///
/// ```
/// use ensure_future::TaskGroup;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let group: TaskGroup<()> = TaskGroup::new();
/// let handle = group.handle();
/// let parent = group.create_task(async move {
///     let child = handle.create_task(async { Ok(42) }).unwrap();
///     Ok(child)
/// });
/// let parent = parent.unwrap();
///
/// group.join().await.unwrap();
/// assert_eq!(parent.await.unwrap().await, Ok(42));
/// # }
/// ```
///
/// # In asyncio
///
/// Another reference to the `TaskGroup`.
pub struct TaskGroupHandle<E> {
    coordinator: Weak<Coordinator<E>>,
}

impl<E> TaskGroupHandle<E> {
    pub(super) fn new(coordinator: &Arc<Coordinator<E>>) -> Self {
        Self {
            coordinator: Arc::downgrade(coordinator),
        }
    }

    /// Requests that all children be cancelled, and the body of a [`scope`](crate::TaskGroup::scope). No others can be
    /// added.
    ///
    /// See [`TaskGroup::cancel`](crate::TaskGroup::cancel).
    pub fn cancel(&self) {
        if let Some(coordinator) = self.coordinator.upgrade() {
            coordinator.cancel();
        }
    }
}

#[accepts_awaitable]
impl<E: Send + 'static> TaskGroupHandle<E> {
    /// Adds a child. See [`TaskGroup::create_task`](crate::TaskGroup::create_task).
    ///
    /// # Errors
    ///
    /// [`ClosedError`], which hands the task back, if a child has failed, and if the group was cancelled, dropped or
    /// joined. When that is dropped, the task is cancelled.
    ///
    /// # Panics
    ///
    /// When a coroutine is given outside a tokio runtime, at the caller's line.
    pub fn create_task<T: Send + 'static>(
        &self,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        match self.coordinator.upgrade() {
            Some(coordinator) => coordinator.add(task),
            None => Err(ClosedError::new(task)),
        }
    }
}

impl<E> Clone for TaskGroupHandle<E> {
    fn clone(&self) -> Self {
        Self {
            coordinator: self.coordinator.clone(),
        }
    }
}

impl<E> fmt::Debug for TaskGroupHandle<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskGroupHandle")
            .field("members", &self.coordinator.upgrade())
            .finish()
    }
}
