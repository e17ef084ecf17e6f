//! Cancelling one task or many tasks, and waiting until they have really ended.

use std::future::pending;
use std::hint::black_box;

use ensure_future::{create_task, gather};
use tokio::task::{JoinHandle, yield_now};

use super::{Work, contender};
use crate::children::Children;

/// One task after the other.
pub(crate) const ONE: Work = Work {
    name: "cancel and await a task",
    ours: contender!("cancel_and_wait", one),
    others: &[contender!("abort and await", one_by_hand)],
};

pub(crate) const MANY: Work = Work {
    name: "cancel and await a gather",
    ours: contender!("gather", many),
    others: &[contender!("abort and await", many_by_hand)],
};

async fn one(_: Children, count: usize) {
    for _ in 0..count {
        let task = create_task(pending::<()>());
        yield_now().await;
        black_box(task.cancel_and_wait().await).ok();
    }
}

async fn one_by_hand(_: Children, count: usize) {
    for _ in 0..count {
        let handle = tokio::spawn(pending::<()>());
        yield_now().await;
        handle.abort();
        black_box(handle.await).ok();
    }
}

async fn many(_: Children, count: usize) {
    let gathered = gather((0..count).map(|_| pending::<()>()));
    yield_now().await;
    gathered.cancel();
    black_box(gathered.await);
}

async fn many_by_hand(_: Children, count: usize) {
    let handles: Vec<_> = (0..count).map(|_| tokio::spawn(pending::<()>())).collect();
    yield_now().await;
    handles.iter().for_each(JoinHandle::abort);
    let mut results = Vec::with_capacity(count);
    for handle in handles {
        results.push(handle.await);
    }
    black_box(results);
}
