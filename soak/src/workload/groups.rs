//! Operations with task groups.

use std::sync::Arc;

use ensure_future::{
    GroupTask, GroupTaskError, Ready, StartError, TaskFailure, TaskGroup, TaskGroupError,
    TaskGroupHandle,
};
use tokio::time::Instant;

use super::awaitables::{draw, pass};
use super::collections::settle_failure;
use super::operation;
use super::single::faulty_waker;
use crate::failure::check;
use crate::faults::with_faulty_waker;
use crate::job::{Context, Ending, Owner};
use crate::ledger::{Claim, Family, Returned, Token};

type Children = Vec<(Claim, GroupTask<Token>)>;

/// A family inside the current one, and the context of its members.
fn family(context: &mut Context) -> (Arc<Family>, Context) {
    let family = Family::new(context.family.clone());
    let inside = context.fork(Some(family.clone()));
    (family, inside)
}

/// Adds children, until the group is closed. Refused children are cancelled.
async fn add(inside: &mut Context, group: &TaskGroupHandle<Returned>) -> Children {
    let (claims, awaitables) = draw(inside, Owner::Group);
    let mut added = Vec::new();
    let mut refused = Vec::new();
    pass!(awaitables, passed => {
        for (claim, awaitable) in claims.into_iter().zip(passed) {
            match group.create_task(awaitable) {
                Ok(child) => added.push((claim, child)),
                Err(closed) => refused.push((claim, closed.into_task().cancel_and_wait())),
            }
        }
    });
    for (claim, ended) in refused {
        claim.settle(ended.await);
    }
    added
}

/// Awaits children while their group is running.
async fn settle_running(children: Children) {
    for (claim, child) in children {
        match child.await {
            Ok(value) => claim.settle_value(value),
            Err(GroupTaskError::Failed) => claim.settle_lost(), // the group reports it
            Err(GroupTaskError::Cancelled) => claim.settle_cancelled(),
        }
    }
}

/// Settles the children of a group that has ended, and checks that each failure is reported once.
async fn settle_joined(children: Children, joined: Result<(), TaskGroupError<Returned>>) {
    // Not in a `HashMap`: if the destructor of a failure panics, it leaks the others.
    let mut failures = joined.err().map_or(Vec::new(), |error| error.failures);
    for (claim, child) in children {
        let is_its = |failed: &TaskFailure<_>| failed.id == Some(child.id());
        let index = failures.iter().position(is_its);
        let failure = index.map(|index| failures.remove(index).failure);
        match (child.await, failure) {
            (Ok(value), None) => claim.settle_value(value),
            (Err(GroupTaskError::Failed), Some(failure)) => settle_failure(claim, failure),
            (Err(GroupTaskError::Cancelled), None) => claim.settle_cancelled(),
            (child, failure) => panic!("a child gave {child:?}, and its group {failure:?}"),
        }
    }
}

/// Spawns a child that adds others.
fn adopt(inside: &mut Context, group: &TaskGroup<Returned>) {
    let handle = group.handle();
    let mut inside = inside.fork(inside.family.clone());
    let adopts = group.create_task(async move {
        inside.dawdle().await;
        settle_running(add(&mut inside, &handle).await).await;
        Ok(())
    });
    drop(adopts);
}

pub(super) async fn joined(context: &mut Context) {
    let (family, mut inside) = family(context);
    let group = TaskGroup::new();
    if context.rng.bool() {
        adopt(&mut inside, &group);
    }
    let children = add(&mut inside, &group.handle()).await;
    if context.is_one_in(4) {
        group.cancel();
    }
    let fault = faulty_waker(context);
    let joined = with_faulty_waker(fault, group.join()).await;
    family.check_ended("a group of several");
    settle_joined(children, joined).await;
}

pub(super) async fn dropped(context: &mut Context) {
    let (_family, mut inside) = family(context);
    let group = TaskGroup::new();
    adopt(&mut inside, &group);
    let children = add(&mut inside, &group.handle()).await;
    context.dawdle().await;
    drop(group);
    settle_running(children).await;
}

pub(super) async fn scoped(context: &mut Context) {
    let (family, inside) = family(context);
    let limit = context.rng.bool().then(|| context.pause());
    let scope = TaskGroup::scope(|group| body(inside, group));
    let ended = match limit {
        Some(limit) => scope.timeout(limit).await,
        None => scope.await,
    };
    family.check_ended("a scope");
    if let Err(error) = ended {
        check(!error.is_timed_out() || limit.is_some(), || {
            format!("a scope without a limit timed out: {error:?}")
        });
    }
}

async fn body(mut inside: Context, group: TaskGroupHandle<Returned>) -> Result<(), Returned> {
    let children = add(&mut inside, &group).await;
    if inside.levels > 0 {
        operation(&mut inside).await;
    }
    if inside.is_one_in(4) && group.deadline().is_some() {
        group.set_deadline(Some(Instant::now() + inside.pause()));
    }
    if inside.is_one_in(4) {
        group.cancel();
    }
    group.finish(inside.dawdle()).await;
    settle_running(children).await;
    let (claim, job) = inside.job(Owner::Group, Ending::Returns);
    let outcome = job.run_in_place(&inside).await;
    claim.detach();
    outcome.map(drop)
}

pub(super) async fn started(context: &mut Context) {
    let (family, mut inside) = family(context);
    let group = TaskGroup::<Returned>::new();
    let (claim, job) = inside.job(Owner::Group, Ending::Returns);
    let is_late = context.is_one_in(4);
    let child = job.run();
    let started = group.start(async move |ready: Ready<()>| {
        if is_late {
            let outcome = child.await;
            drop(ready);
            return outcome;
        }
        ready.send(());
        child.await
    });
    match started.await {
        Ok(((), child)) => {
            let joined = group.join().await;
            family.check_ended("a group");
            settle_joined(vec![(claim, child)], joined).await;
        }
        Err(StartError::Failed(error)) => claim.settle_error(error),
        Err(StartError::NeverReady) => claim.settle_lost(),
        Err(StartError::Cancelled) => claim.settle_cancelled(),
        Err(StartError::Closed) => panic!("nothing has closed the group"),
    }
}
