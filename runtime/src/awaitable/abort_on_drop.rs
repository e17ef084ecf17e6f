//! Conversions from and into tokio-util's `AbortOnDropHandle`.

use tokio::task::JoinHandle;
use tokio_util::task::AbortOnDropHandle;

use super::Awaitable;
use super::form::{Coroutine, Itself, Running};
use crate::{LocalTask, SharedTask, Spawner, Task, create_task};

macro_rules! from_handle {
    ($($task:ident)*) => {$(
        /// Converts the handle into a task, which is the same task with the same id. It is no longer aborted when its
        /// owner is dropped.
        impl<T> From<AbortOnDropHandle<T>> for $task<T> {
            fn from(handle: AbortOnDropHandle<T>) -> Self {
                handle.detach().into()
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T> Awaitable<$task<T>, Running> for AbortOnDropHandle<T> {
            const SPAWNS: bool = false;

            fn ensure(self) -> $task<T> {
                self.detach().into()
            }
        }
    )*};
}

from_handle! { Task LocalTask SharedTask }

#[diagnostic::do_not_recommend]
impl<T> Awaitable<JoinHandle<T>, Running> for AbortOnDropHandle<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> JoinHandle<T> {
        self.detach()
    }
}

/// Converts the task into a handle of the same task, with the same id. The task is aborted when the handle is dropped:
/// a [`graceful`](crate::graceful()) coroutine is not asked to end.
impl<T> From<Task<T>> for AbortOnDropHandle<T> {
    fn from(task: Task<T>) -> Self {
        Self::new(task.into())
    }
}

impl<F, T> Awaitable<AbortOnDropHandle<T>, Coroutine> for F
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    fn ensure(self) -> AbortOnDropHandle<T> {
        create_task(self).into()
    }

    fn ensure_on(self, spawner: &impl Spawner) -> AbortOnDropHandle<T> {
        spawner.spawn(self).into()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<AbortOnDropHandle<T>, Itself> for AbortOnDropHandle<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> AbortOnDropHandle<T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<AbortOnDropHandle<T>, Running> for Task<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> AbortOnDropHandle<T> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<AbortOnDropHandle<T>, Running> for JoinHandle<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> AbortOnDropHandle<T> {
        AbortOnDropHandle::new(self)
    }
}
