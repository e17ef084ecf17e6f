//! Operations with a single awaitable.

use ensure_future::{WaitForError, ensure_future, promise, shield, try_ensure_future, wait_for};
use tokio::time::timeout;

use super::awaitables::task;
use crate::faults::{Fault, with_faulty_waker};
use crate::job::{Context, Ending, Outcome, Owner};

/// The fault of a waker, for a future that waits for no timer.
pub(super) fn faulty_waker(context: &mut Context) -> Option<Fault> {
    [Fault::Wake, Fault::WakerDrop]
        .into_iter()
        .find(|&fault| context.draws(fault))
}

pub(super) async fn awaited(context: &mut Context) {
    let (claim, job) = context.job(Owner::Group, Ending::Returns);
    let awaitable = job.run();
    let task = if context.rng.bool() {
        ensure_future(task(context, awaitable))
    } else {
        try_ensure_future(awaitable).expect("there is a runtime")
    };
    let fault = faulty_waker(context);
    claim.settle(with_faulty_waker(fault, task.into_future()).await);
}

pub(super) async fn watched(context: &mut Context) {
    let (claim, job) = context.job(Owner::Nobody, Ending::Returns);
    let mut task = task(context, job.run());
    let limit = context.pause();
    match timeout(limit, &mut task).await {
        Ok(ended) => claim.settle(ended),
        Err(_elapsed) if context.rng.bool() => claim.detach(),
        Err(_elapsed) => claim.settle(task.cancel_and_wait().await),
    }
}

pub(super) async fn timed_out(context: &mut Context) {
    let (claim, job) = context.job(Owner::Group, Ending::Endless);
    let task = task(context, job.run());
    let limit = context.pause();
    if let Ok(ended) = timeout(limit, task).await {
        claim.settle(ended); // the task was aborted, or the round has ended
    }
}

pub(super) async fn cancelled(context: &mut Context) {
    let (claim, job) = context.job(Owner::Group, Ending::Endless);
    let mut ended = task(context, job.run()).into_future();
    let limit = context.pause();
    if let Ok(ended) = timeout(limit, &mut ended).await {
        return claim.settle(ended);
    }
    drop(ended); // cancels the task

    let (again, job) = context.job(Owner::Group, Ending::Endless);
    let task = task(context, job.run());
    again.settle(task.cancel_and_wait().await);
}

pub(super) async fn detached(context: &mut Context) {
    let (claim, job) = context.job(Owner::Nobody, Ending::Returns);
    drop(task(context, job.run()));
    claim.detach();
    context.dawdle().await;
}

pub(super) async fn limited(context: &mut Context) {
    let endings = [Ending::Returns, Ending::Endless];
    let ending = *context.rng.choice(&endings).expect("it is not empty");
    let (claim, job) = context.job(Owner::Group, ending);
    let limit = context.pause() * u32::from(!context.is_one_in(4));
    let limited = if context.rng.bool() {
        wait_for(job.run(), limit).await
    } else {
        let task = task(context, job.run());
        wait_for(task, limit).await
    };
    match limited {
        Ok(outcome) => claim.settle_returned(outcome),
        Err(WaitForError::TimedOut) => claim.settle_cancelled(),
        Err(WaitForError::Failed(error)) => claim.settle_ended(&error),
    }
}

pub(super) async fn shielded(context: &mut Context) {
    let (claim, job) = context.job(Owner::Nobody, Ending::Returns);
    let shield = if context.rng.bool() {
        shield(job.run())
    } else {
        shield(task(context, job.run()))
    };
    let limit = context.pause();
    match timeout(limit, shield).await {
        Ok(ended) => claim.settle(ended),
        Err(_elapsed) => claim.detach(),
    }
}

pub(super) async fn promised(context: &mut Context) {
    let (claim, job) = context.job(Owner::Nobody, Ending::Returns);
    let claim = claim.may_lose_value();
    let (resolver, promised) = promise::<Outcome>();
    let coroutine = job.run();
    match context.rng.u8(0..3) {
        0 => drop((resolver, coroutine)), // cancels the task
        1 => drop(tokio::spawn(resolver.resolve_with(coroutine))),
        _ => drop(tokio::spawn(async {
            let outcome = coroutine.await;
            let _ = resolver.resolve(outcome); // an error if the promise was cancelled
        })),
    }
    if context.is_one_in(4) {
        promised.cancel();
    }
    match promised.await {
        Ok(outcome) => claim.settle_returned(outcome),
        Err(_) => claim.detach(), // the coroutine may go on without the promise
    }
}
