//! All results, in the order of the children. `JoinSet` and `FuturesUnordered` return them in the order in which they
//! end.

use std::hint::black_box;

use ensure_future::gather;
use futures_concurrency::future::Join;
use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, JoinSet, yield_now};

use super::{FEW, Work, contender};
use crate::children::Children;

pub(crate) const GATHER: Work = Work {
    name: "gather",
    ours: contender!("gather", ours),
    others: &[
        contender!("awaiting in a loop", in_a_loop),
        contender!("JoinSet", join_set),
        contender!("join_all", futures_join_all, FEW),
        contender!("FuturesUnordered", futures_unordered, FEW),
        contender!("futures-concurrency", futures_concurrency, FEW),
    ],
};

async fn ours(children: Children, count: usize) {
    black_box(gather(children.coroutines(count)).await);
}

async fn in_a_loop(children: Children, count: usize) {
    let handles: Vec<_> = spawned(children, count).collect();
    let mut results = Vec::with_capacity(count);
    for handle in handles {
        results.push(handle.await);
    }
    black_box(results);
}

async fn join_set(children: Children, count: usize) {
    let mut set: JoinSet<_> = children.coroutines(count).collect();
    let mut results = Vec::with_capacity(count);
    while let Some(result) = set.join_next().await {
        results.push(result);
    }
    black_box(results);
}

async fn futures_join_all(children: Children, count: usize) {
    black_box(join_all(spawned(children, count)).await);
}

async fn futures_unordered(children: Children, count: usize) {
    let handles: FuturesUnordered<_> = spawned(children, count).collect();
    black_box(handles.collect::<Vec<_>>().await);
}

async fn futures_concurrency(children: Children, count: usize) {
    black_box(spawned(children, count).collect::<Vec<_>>().join().await);
}

/// Only the last task is awaited.
pub(super) async fn only_spawned(children: Children, count: usize) {
    let runtime = Handle::current();
    let others = runtime.metrics().num_alive_tasks();
    spawned(children, count).for_each(drop);
    while runtime.metrics().num_alive_tasks() > others {
        yield_now().await;
    }
}

/// The children as tokio's tasks.
pub(super) fn spawned(children: Children, count: usize) -> impl Iterator<Item = JoinHandle<usize>> {
    children.coroutines(count).map(tokio::spawn)
}
