//! Children that never end, for the measurement of their memory.

use std::future::{pending, poll_fn};
use std::hint::black_box;
use std::pin::pin;
use std::task::Poll;

use ensure_future::{TaskGroup, gather};
use futures_util::future::join_all;
use tokio::task::{JoinSet, yield_now};

use super::{Contender, Work, contender};
use crate::children::Children;

pub(crate) const GATHER: Work = Work {
    name: "pending children of a gather",
    ours: contender!("gather", ours),
    others: OTHERS,
};

pub(crate) const GROUP: Work = Work {
    name: "pending children of a group",
    ours: contender!("TaskGroup", group),
    others: OTHERS,
};

const OTHERS: &[Contender] = &[
    contender!("a Vec of handles", in_a_vec),
    contender!("JoinSet", join_set),
    contender!("join_all", futures_join_all),
];

async fn ours(_: Children, count: usize) {
    have_waited(gather((0..count).map(|_| pending::<usize>()))).await;
}

async fn group(_: Children, count: usize) {
    let group = TaskGroup::new();
    for _ in 0..count {
        group.create_task(pending::<Result<usize, ()>>()).ok();
    }
    have_waited(group.join()).await;
}

async fn in_a_vec(_: Children, count: usize) {
    let handles: Vec<_> = (0..count)
        .map(|_| tokio::spawn(pending::<usize>()))
        .collect();
    yield_now().await;
    black_box(handles);
}

async fn join_set(_: Children, count: usize) {
    let mut set: JoinSet<_> = (0..count).map(|_| pending::<usize>()).collect();
    have_waited(set.join_next()).await;
}

async fn futures_join_all(_: Children, count: usize) {
    have_waited(join_all(
        (0..count).map(|_| tokio::spawn(pending::<usize>())),
    ))
    .await;
}

/// Polls the future until it waits for its children, and these wait too.
async fn have_waited(future: impl Future) {
    let mut future = pin!(future);
    for _ in 0..2 {
        poll_fn(|context| {
            let _ = future.as_mut().poll(context);
            Poll::Ready(())
        })
        .await;
        yield_now().await;
    }
}
