//! The cost of a single task. A work does it once for each child.

use std::hint::black_box;
use std::mem;

use ensure_future::{Task, accepts_awaitable, create_task, ensure_future};
use tokio::runtime::Handle;
use tokio::task::{JoinError, JoinHandle, yield_now};

use super::gather::spawned;
use super::{Work, contender};
use crate::children::Children;

// Contract 8.3.
pub(crate) const COERCE_TASK: Work = Work {
    name: "ensure on a Task",
    ours: contender!("ensure_future", ensure_task),
    others: &[contender!("moving it", move_task)],
};

pub(crate) const COERCE_HANDLE: Work = Work {
    name: "ensure on a JoinHandle",
    ours: contender!("ensure_future", ensure_handle),
    others: &[contender!("moving it", move_handle)],
};

pub(crate) const SPAWN: Work = Work {
    name: "a coroutine through an attribute's function",
    ours: contender!("#[accepts_awaitable]", through_the_attribute),
    others: &[contender!("tokio::spawn", through_tokio)],
};

/// A coroutine that is spawned on a runtime, with the option `on`.
pub(crate) const SPAWN_ON: Work = Work {
    name: "a coroutine with the option on",
    ours: contender!("on = runtime", on_a_runtime),
    others: &[
        contender!("Handle::spawn", on_a_runtime_by_hand),
        contender!("enter, tokio::spawn", inside_a_runtime_by_hand),
    ],
};

/// The difference to `neither` is the cost of awaiting.
pub(crate) const AWAIT: Work = Work {
    name: "awaiting",
    ours: contender!("Task", await_task),
    others: &[
        contender!("JoinHandle", await_handle),
        contender!("neither", await_neither),
    ],
};

/// A coroutine that is awaited in place.
pub(crate) const IN_PLACE: Work = Work {
    name: "awaiting a coroutine in place",
    ours: contender!("#[awaitable]", in_place),
    others: &[contender!(".await", awaited)],
};

/// A task that is passed for a future that is awaited in place. The difference to `neither` is the cost of awaiting.
pub(crate) const TASK_IN_PLACE: Work = Work {
    name: "awaiting a task in place",
    ours: contender!("#[awaitable]", task_in_place),
    others: &[
        contender!("task.await", task_awaited),
        contender!("neither", await_neither),
    ],
};

/// The error of a framework whose tasks can fail.
#[derive(Debug)]
struct Failed;

impl From<JoinError> for Failed {
    fn from(_: JoinError) -> Self {
        Self
    }
}

#[accepts_awaitable]
async fn value(
    #[awaitable] future: impl Future<Output = Result<usize, Failed>>,
) -> Result<usize, Failed> {
    future.await
}

async fn value_by_hand(
    future: impl Future<Output = Result<usize, Failed>>,
) -> Result<usize, Failed> {
    future.await
}

async fn in_place(_: Children, count: usize) {
    for number in 0..count {
        black_box(value(async move { Ok(black_box(number)) }).await).ok();
    }
}

async fn awaited(_: Children, count: usize) {
    for number in 0..count {
        black_box(value_by_hand(async move { Ok(black_box(number)) }).await).ok();
    }
}

#[accepts_awaitable]
async fn joined(
    #[awaitable(join)] future: impl Future<Output = Result<usize, JoinError>>,
) -> Result<usize, JoinError> {
    future.await
}

async fn joined_by_hand(
    future: impl Future<Output = Result<usize, JoinError>>,
) -> Result<usize, JoinError> {
    future.await
}

async fn task_in_place(children: Children, count: usize) {
    for handle in ended(children, count).await {
        black_box(joined(Task::from(handle)).await).ok();
    }
}

async fn task_awaited(children: Children, count: usize) {
    for handle in ended(children, count).await {
        black_box(joined_by_hand(Task::from(handle).into_future()).await).ok();
    }
}

async fn ensure_task(_: Children, count: usize) {
    let mut task = create_task(async { 1 });
    for _ in 0..count {
        task = black_box(ensure_future(black_box(task)));
    }
}

async fn move_task(_: Children, count: usize) {
    let mut task = create_task(async { 1 });
    for _ in 0..count {
        task = black_box(black_box(task));
    }
}

async fn ensure_handle(_: Children, count: usize) {
    for _ in 0..count {
        let handle: JoinHandle<u8> = tokio::spawn(async { 1 });
        let task: Task<u8> = ensure_future(black_box(handle));
        black_box(task);
        yield_now().await;
    }
}

async fn move_handle(_: Children, count: usize) {
    for _ in 0..count {
        let handle: JoinHandle<u8> = tokio::spawn(async { 1 });
        black_box(black_box(handle));
        yield_now().await;
    }
}

async fn through_the_attribute(children: Children, count: usize) {
    #[accepts_awaitable]
    fn submit(task: Task<usize>) -> JoinHandle<usize> {
        task.into()
    }

    for child in children.coroutines(count) {
        black_box(submit(child).await).ok();
    }
}

async fn through_tokio(children: Children, count: usize) {
    fn submit(coroutine: impl Future<Output = usize> + Send + 'static) -> JoinHandle<usize> {
        tokio::spawn(coroutine)
    }

    for child in children.coroutines(count) {
        black_box(submit(child).await).ok();
    }
}

async fn on_a_runtime(children: Children, count: usize) {
    #[accepts_awaitable(on = *runtime)]
    fn submit(runtime: &Handle, task: Task<usize>) -> JoinHandle<usize> {
        task.into()
    }

    let runtime = Handle::current();
    for child in children.coroutines(count) {
        black_box(submit(&runtime, child).await).ok();
    }
}

async fn on_a_runtime_by_hand(children: Children, count: usize) {
    fn submit(
        runtime: &Handle,
        coroutine: impl Future<Output = usize> + Send + 'static,
    ) -> JoinHandle<usize> {
        runtime.spawn(coroutine)
    }

    let runtime = Handle::current();
    for child in children.coroutines(count) {
        black_box(submit(&runtime, child).await).ok();
    }
}

/// The option `on`, as it was implemented before the trait `Spawn`.
async fn inside_a_runtime_by_hand(children: Children, count: usize) {
    fn submit(
        runtime: &Handle,
        coroutine: impl Future<Output = usize> + Send + 'static,
    ) -> JoinHandle<usize> {
        let _entered = runtime.enter();
        tokio::spawn(coroutine)
    }

    let runtime = Handle::current();
    for child in children.coroutines(count) {
        black_box(submit(&runtime, child).await).ok();
    }
}

async fn await_task(children: Children, count: usize) {
    for handle in ended(children, count).await {
        black_box(Task::from(handle).await).ok();
    }
}

async fn await_handle(children: Children, count: usize) {
    for handle in ended(children, count).await {
        black_box(handle.await).ok();
    }
}

async fn await_neither(children: Children, count: usize) {
    ended(children, count).await.for_each(mem::forget);
}

async fn ended(children: Children, count: usize) -> impl Iterator<Item = JoinHandle<usize>> {
    let handles: Vec<_> = spawned(children, count).collect();
    while !handles.iter().all(JoinHandle::is_finished) {
        yield_now().await;
    }
    handles.into_iter()
}
