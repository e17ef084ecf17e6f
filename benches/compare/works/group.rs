//! All children succeed, or the first failure cancels the others.

use std::hint::black_box;

use ensure_future::TaskGroup;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::task::{JoinHandle, JoinSet};

use super::{FEW, Work, contender};
use crate::children::Children;

pub(crate) const GROUP: Work = Work {
    name: "task group",
    ours: contender!("TaskGroup", ours),
    others: &[
        contender!("JoinSet", join_set),
        contender!("FuturesUnordered", futures_unordered, FEW),
    ],
};

pub(crate) const GROUP_WITH_VALUES: Work = Work {
    name: "task group, with its values",
    ours: contender!("TaskGroup", ours_with_values),
    others: &[
        contender!("JoinSet", join_set_with_values),
        contender!("FuturesUnordered", futures_unordered_with_values, FEW),
    ],
};

type Outcome = Result<usize, ()>;

fn coroutines(
    children: Children,
    count: usize,
) -> impl Iterator<Item = impl Future<Output = Outcome> + Send + 'static> {
    let coroutines = children.coroutines(count);
    coroutines.map(|child| async { Outcome::Ok(child.await) })
}

async fn ours(children: Children, count: usize) {
    let group = TaskGroup::new();
    for child in coroutines(children, count) {
        group.create_task(child).ok();
    }
    group.join().await.ok();
}

async fn ours_with_values(children: Children, count: usize) {
    let group = TaskGroup::new();
    let mut tasks = Vec::with_capacity(count);
    for child in coroutines(children, count) {
        tasks.push(group.create_task(child).expect("no child fails"));
    }
    let mut values = Vec::with_capacity(count);
    for task in tasks {
        values.extend(task.await);
    }
    group.join().await.ok();
    black_box(values);
}

async fn join_set(children: Children, count: usize) {
    let mut set: JoinSet<_> = coroutines(children, count).collect();
    while let Some(result) = set.join_next().await {
        if has_failed(&result) {
            set.abort_all();
        }
    }
}

async fn join_set_with_values(children: Children, count: usize) {
    let mut set: JoinSet<_> = coroutines(children, count).collect();
    let mut values = Vec::with_capacity(count);
    while let Some(result) = set.join_next().await {
        if has_failed(&result) {
            set.abort_all();
        }
        values.extend(result.into_iter().flatten());
    }
    black_box(values);
}

async fn futures_unordered(children: Children, count: usize) {
    let mut handles: FuturesUnordered<_> = coroutines(children, count).map(tokio::spawn).collect();
    while let Some(result) = handles.next().await {
        if has_failed(&result) {
            handles.iter().for_each(JoinHandle::abort);
        }
    }
}

async fn futures_unordered_with_values(children: Children, count: usize) {
    let mut handles: FuturesUnordered<_> = coroutines(children, count).map(tokio::spawn).collect();
    let mut values = Vec::with_capacity(count);
    while let Some(result) = handles.next().await {
        if has_failed(&result) {
            handles.iter().for_each(JoinHandle::abort);
        }
        values.extend(result.into_iter().flatten());
    }
    black_box(values);
}

fn has_failed<E>(result: &Result<Outcome, E>) -> bool {
    !matches!(result, Ok(Ok(_)))
}
