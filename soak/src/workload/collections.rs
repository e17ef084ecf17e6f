//! Operations with functions that wait for all, or for the first, of a collection.

use std::iter::zip;

use ensure_future::{Failure, ReturnWhen, gather, race_ok, try_gather, wait};

use super::awaitables::{draw, pass, task};
use super::single::faulty_waker;
use crate::faults::with_faulty_waker;
use crate::job::{Context, Ending, Owner};
use crate::ledger::{Claim, Claims, Returned};

/// Settles a claim with the failure of a child.
pub(super) fn settle_failure(claim: Claim, failure: Failure<Returned>) {
    match failure {
        Failure::Returned(error) => claim.settle_error(error),
        Failure::Ended(error) => claim.settle_ended(&error),
    }
}

pub(super) async fn gathered(context: &mut Context) {
    let (claims, awaitables) = draw(context, Owner::Group);
    let gather = pass!(awaitables, passed => gather(passed));
    if context.is_one_in(4) {
        gather.cancel();
    }
    let fault = faulty_waker(context);
    let ended = with_faulty_waker(fault, gather).await;
    assert_eq!(ended.len(), claims.len(), "`gather` gives each outcome");
    for (claim, ended) in zip(claims, ended) {
        claim.settle(ended);
    }
}

pub(super) async fn gathered_tuple(context: &mut Context) {
    let (first_claim, first) = context.job(Owner::Group, Ending::Returns);
    let (second_claim, second) = context.job(Owner::Group, Ending::Returns);
    let second = task(context, second.run());
    let (first, second) = gather!(first.run(), second).await;
    first_claim.settle(first);
    second_claim.settle(second);
}

pub(super) async fn try_gathered(context: &mut Context) {
    let (claims, awaitables) = draw(context, Owner::Group);
    let gather = pass!(awaitables, passed => try_gather(passed));
    let fault = faulty_waker(context);
    match with_faulty_waker(fault, gather).await {
        Ok(values) => {
            assert_eq!(values.len(), claims.len(), "`try_gather` gives each value");
            for (claim, value) in zip(claims, values) {
                claim.settle_value(value);
            }
        }
        Err(error) => {
            let mut claims = Claims::new(claims);
            let failed = claims.take(error.index);
            // Settle the lost claims first: the destructor of the failure may panic.
            claims.into_rest().for_each(|(_, lost)| lost.settle_lost());
            settle_failure(failed, error.failure);
        }
    }
}

pub(super) async fn raced(context: &mut Context) {
    let (claims, awaitables) = draw(context, Owner::Group);
    let race = pass!(awaitables, passed => race_ok(passed));
    let fault = faulty_waker(context);
    match with_faulty_waker(fault, race).await {
        Ok(value) => {
            let mut claims = Claims::new(claims);
            let index = claims.index_of(&value);
            let winner = claims.take(index);
            claims.into_rest().for_each(|(_, lost)| lost.settle_lost());
            winner.settle_value(value);
        }
        Err(error) => {
            let number = error.failures.len();
            assert_eq!(number, claims.len(), "`race_ok` gives each failure");
            for (claim, failure) in zip(claims, error.failures) {
                settle_failure(claim, failure);
            }
        }
    }
}

pub(super) async fn waited(context: &mut Context) {
    let (claims, awaitables) = draw(context, Owner::Nobody);
    let number = claims.len();
    let mut claims = Claims::new(claims);
    let conditions = [
        ReturnWhen::AllCompleted,
        ReturnWhen::FirstCompleted,
        ReturnWhen::FirstException,
    ];
    let return_when = *context.rng.choice(&conditions).expect("it is not empty");
    let wait = pass!(awaitables, passed => wait(passed, return_when));
    let waited = if context.rng.bool() {
        wait.timeout(context.pause()).await
    } else {
        let fault = faulty_waker(context);
        with_faulty_waker(fault, wait).await
    };
    let Ok(waited) = waited else {
        return assert_eq!(number, 0, "only an empty collection is refused");
    };
    assert_eq!(waited.done.len() + waited.pending.len(), number);
    for child in waited.done {
        claims.take(child.index).settle(child.result);
    }
    for ((_, claim), task) in zip(claims.into_rest(), waited.pending) {
        match context.rng.u8(0..3) {
            0 => claim.detach(),
            1 => claim.settle(task.cancel_and_wait().await),
            _ => claim.settle(task.await),
        }
    }
}
