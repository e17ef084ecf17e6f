//! The conversion of an awaitable into a single task.

use tokio::task::JoinHandle;

use super::Awaitable;
use super::form::{Coroutine, Itself, Running};
use crate::task::in_current_span;
use crate::{LocalTask, SharedTask, Spawner, Task, create_local_task, create_task};

impl<F, T> Awaitable<Task<T>, Coroutine> for F
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    fn ensure(self) -> Task<T> {
        create_task(self)
    }

    fn ensure_all(mut coroutines: impl Iterator<Item = Self>) -> Vec<Task<T>> {
        let mut tasks = Vec::with_capacity(coroutines.size_hint().0);
        // `create_task` checks that there is a runtime. For the other coroutines, this check is left out.
        if let Some(first) = coroutines.next() {
            tasks.push(create_task(first));
        }
        let coroutines = coroutines.map(in_current_span);
        tasks.extend(coroutines.map(tokio::spawn).map(Task::spawned));
        tasks
    }

    fn ensure_on(self, spawner: &impl Spawner) -> Task<T> {
        spawner.spawn(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<Task<T>, Itself> for Task<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> Task<T> {
        self
    }

    fn ensure_all(tasks: impl Iterator<Item = Self>) -> Vec<Self> {
        tasks.collect()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<Task<T>, Running> for JoinHandle<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> Task<T> {
        self.into()
    }

    fn ensure_all(handles: impl Iterator<Item = Self>) -> Vec<Task<T>> {
        handles.map(Task::from).collect()
    }
}

impl<F, T> Awaitable<LocalTask<T>, Coroutine> for F
where
    F: Future<Output = T> + 'static,
    T: 'static,
{
    fn ensure(self) -> LocalTask<T> {
        create_local_task(self)
    }

    fn ensure_on(self, spawner: &impl Spawner) -> LocalTask<T> {
        spawner.spawn_local(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<LocalTask<T>, Itself> for LocalTask<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> LocalTask<T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<LocalTask<T>, Running> for Task<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> LocalTask<T> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<LocalTask<T>, Running> for JoinHandle<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> LocalTask<T> {
        self.into()
    }
}

impl<F, T> Awaitable<JoinHandle<T>, Coroutine> for F
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    fn ensure(self) -> JoinHandle<T> {
        create_task(self).into()
    }

    fn ensure_on(self, spawner: &impl Spawner) -> JoinHandle<T> {
        spawner.spawn(self).into()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<JoinHandle<T>, Itself> for JoinHandle<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> JoinHandle<T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<JoinHandle<T>, Running> for Task<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> JoinHandle<T> {
        self.into()
    }
}

impl<F, T> Awaitable<SharedTask<T>, Coroutine> for F
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    fn ensure(self) -> SharedTask<T> {
        create_task(self).into()
    }

    fn ensure_on(self, spawner: &impl Spawner) -> SharedTask<T> {
        spawner.spawn(self).into()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<SharedTask<T>, Itself> for SharedTask<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> SharedTask<T> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<SharedTask<T>, Running> for Task<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> SharedTask<T> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Awaitable<SharedTask<T>, Running> for JoinHandle<T> {
    const SPAWNS: bool = false;

    fn ensure(self) -> SharedTask<T> {
        self.into()
    }
}
