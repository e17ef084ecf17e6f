//! Each result as soon as it is available.

use std::hint::black_box;

use ensure_future::{ReturnWhen, Task, as_completed, wait};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::task::JoinSet;

use super::gather::spawned;
use super::{Contender, FEW, Work, contender};
use crate::children::Children;

pub(crate) const AS_COMPLETED: Work = Work {
    name: "as_completed",
    ours: contender!("as_completed", ours),
    others: OTHERS,
};

/// Repeated calls of `wait` for the first of the remaining children.
pub(crate) const WAIT: Work = Work {
    name: "wait in a loop",
    ours: contender!("wait(FirstCompleted)", wait_in_a_loop),
    others: OTHERS,
};

const OTHERS: &[Contender] = &[
    contender!("JoinSet", join_set),
    contender!("FuturesUnordered", futures_unordered, FEW),
];

async fn ours(children: Children, count: usize) {
    let mut completed = as_completed(children.coroutines(count));
    while let Some(child) = completed.next().await {
        black_box(child.result).ok();
    }
}

async fn wait_in_a_loop(children: Children, count: usize) {
    let mut pending: Vec<_> = spawned(children, count).map(Task::from).collect();
    while let Ok(waited) = wait(pending, ReturnWhen::FirstCompleted).await {
        for child in waited.done {
            black_box(child.result).ok();
        }
        pending = waited.pending;
    }
}

async fn join_set(children: Children, count: usize) {
    let mut set: JoinSet<_> = children.coroutines(count).collect();
    while let Some(result) = set.join_next().await {
        black_box(result).ok();
    }
}

async fn futures_unordered(children: Children, count: usize) {
    let mut handles: FuturesUnordered<_> = spawned(children, count).collect();
    while let Some(result) = handles.next().await {
        black_box(result).ok();
    }
}
