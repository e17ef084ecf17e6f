//! What each single task costs. It is done as often as there are children.

use std::hint::black_box;
use std::mem;

use ensure_future::{Task, accepts_awaitable, create_task, ensure_future};
use tokio::task::{JoinHandle, yield_now};

use super::gather::spawned;
use super::{Work, contender};
use crate::children::Children;

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

/// What is left is what awaiting costs.
pub(crate) const AWAIT: Work = Work {
    name: "awaiting",
    ours: contender!("Task", await_task),
    others: &[
        contender!("JoinHandle", await_handle),
        contender!("neither", await_neither),
    ],
};

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
