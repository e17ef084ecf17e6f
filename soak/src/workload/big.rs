//! Very many tasks that are alive at once.

use ensure_future::{TaskGroup, as_completed, buffer_unordered, create_task, gather, try_gather};

use super::collections::settle_failure;
use crate::job::{Context, Coroutine, Ending, Owner};
use crate::ledger::{Claim, Claims};

/// Calls one function that waits for this many tasks, which end together.
pub(crate) async fn crowd(context: &mut Context, number: usize) {
    let (claims, jobs): (Vec<_>, Vec<_>) = (0..number)
        .map(|_| {
            let (claim, job) = context.job(Owner::Group, Ending::Endless);
            (claim, job.run_small())
        })
        .unzip();
    match context.rng.u8(0..5) {
        0 => gathered(context, claims, jobs).await,
        1 => try_gathered(context, claims, jobs).await,
        2 => grouped(context, claims, jobs).await,
        3 => completed(context, claims, jobs).await,
        _ => unordered(context, claims, jobs).await,
    }
}

/// Lets the tasks end, unless the round ends before.
async fn release(context: &mut Context) {
    context.dawdle().await;
    context.round.end();
}

async fn gathered(context: &mut Context, claims: Vec<Claim>, jobs: Vec<Coroutine>) {
    let gather = gather(jobs);
    release(context).await;
    for (claim, ended) in claims.into_iter().zip(gather.await) {
        claim.settle(ended);
    }
}

async fn try_gathered(context: &mut Context, claims: Vec<Claim>, jobs: Vec<Coroutine>) {
    let gather = try_gather(jobs);
    release(context).await;
    match gather.await {
        Ok(values) => {
            for (claim, value) in claims.into_iter().zip(values) {
                claim.settle_value(value);
            }
        }
        Err(error) => {
            let mut claims = Claims::new(claims);
            let failed = claims.take(error.index);
            claims.into_rest().for_each(|(_, lost)| lost.settle_lost());
            settle_failure(failed, error.failure);
        }
    }
}

async fn grouped(context: &mut Context, claims: Vec<Claim>, jobs: Vec<Coroutine>) {
    let group = TaskGroup::new();
    for job in jobs {
        drop(group.create_task(job));
    }
    release(context).await;
    let _ = group.join().await;
    for claim in &claims {
        claim.check_dropped();
    }
}

async fn completed(context: &mut Context, claims: Vec<Claim>, jobs: Vec<Coroutine>) {
    let mut claims = Claims::new(claims);
    let mut completed = as_completed(jobs);
    release(context).await;
    while let Some(child) = completed.next().await {
        claims.take(child.index).settle(child.result);
    }
    claims.check_taken();
}

async fn unordered(context: &mut Context, claims: Vec<Claim>, jobs: Vec<Coroutine>) {
    let mut claims = Claims::new(claims);
    let mut unordered = buffer_unordered(jobs.len().max(1), jobs);
    let round = context.round.clone();
    drop(create_task(async move { round.end() })); // ends the round when all have been drawn
    while let Some(child) = unordered.next().await {
        claims.take(child.index).settle(child.result);
    }
    claims.check_taken();
}
