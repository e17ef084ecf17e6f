//! Operations with shared tasks.

use ensure_future::{ReturnWhen, SharedTask, wait};
use tokio::time::timeout;

use super::awaitables::task;
use super::single::faulty_waker;
use crate::failure::check;
use crate::faults::with_faulty_waker;
use crate::job::{Context, Ending, Outcome, Owner};
use crate::ledger::{Claim, Claims};

fn shared(context: &mut Context) -> (Claim, SharedTask<Outcome>) {
    let (claim, job) = context.job(Owner::Nobody, Ending::Returns);
    let task = task(context, job.run()).shared();
    (claim, task)
}

/// Awaits a task from several other tasks and from here.
pub(super) async fn awaited(context: &mut Context) {
    let (claim, shared) = shared(context);
    for _ in 0..context.rng.u8(0..4) {
        let (fault, limit) = (faulty_waker(context), context.pause());
        let shared = shared.clone();
        drop(tokio::spawn(async move {
            if fault.is_some() {
                let _ = with_faulty_waker(fault, shared.into_future()).await;
            } else {
                let _ = timeout(limit, &shared).await;
            }
        }));
    }
    if context.is_one_in(4) {
        shared.cancel();
    }
    match context.rng.u8(0..3) {
        0 => claim.detach(),
        1 => match timeout(context.pause(), &shared).await {
            Ok(ended) => claim.settle(ended),
            Err(_elapsed) => claim.detach(),
        },
        _ => {
            let fault = faulty_waker(context);
            claim.settle(with_faulty_waker(fault, shared.into_future()).await);
        }
    }
}

pub(super) async fn waited(context: &mut Context) {
    let number = context.rng.usize(1..6);
    let (claims, tasks): (Vec<_>, Vec<_>) = (0..number).map(|_| shared(context)).unzip();
    let mut claims = Claims::new(claims);
    let others = tasks.clone();
    let waiting = wait(tasks, ReturnWhen::FirstCompleted);
    let fault = faulty_waker(context);
    let waited = with_faulty_waker(fault, waiting).await;
    let waited = waited.expect("there are tasks");
    check(!waited.done.is_empty(), || "`wait` gave nothing".into());
    check(waited.done.len() + waited.pending.len() == number, || {
        format!("`wait` gave {waited:?} of {number}")
    });
    for child in waited.done {
        claims.take(child.index).settle(child.result);
    }
    for (index, claim) in claims.into_rest() {
        claim.settle((&others[index]).await);
    }
}
