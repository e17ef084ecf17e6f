//! Operations with functions that have the attribute.

use ensure_future::{Task, accepts_awaitable};
use tokio::task::JoinError;

use crate::faults::Fault;
use crate::job::{Context, Ending, Job, Outcome, Owner};
use crate::ledger::Claims;

#[accepts_awaitable]
async fn repeat(
    number: usize,
    mut factory: impl FnMut() -> Task<Outcome>,
) -> Vec<Result<Outcome, JoinError>> {
    let mut ended = Vec::new();
    for _ in 0..number {
        ended.push(factory().await);
    }
    ended
}

pub(super) async fn repeated(context: &mut Context) {
    let number = context.rng.usize(0..4);
    let mut claims = Claims::new(Vec::new());
    let factory = || {
        if context.draws(Fault::Factory) {
            Fault::Factory.panic();
        }
        let (claim, job) = context.job(Owner::Group, Ending::Returns);
        claims.add(claim);
        job.run()
    };
    for (index, ended) in repeat(number, factory).await.into_iter().enumerate() {
        claims.take(index).settle(ended);
    }
    claims.check_taken();
}

#[accepts_awaitable]
async fn one_after_the_other(
    tasks: impl IntoIterator<Item = Task<Outcome>>,
    #[awaitable] last: impl Future<Output = Outcome>,
) -> (Vec<Result<Outcome, JoinError>>, Outcome) {
    let mut ended = Vec::new();
    for task in tasks {
        ended.push(task.await);
    }
    (ended, last.await)
}

pub(super) async fn in_turn(context: &mut Context) {
    let (claims, jobs) = context.jobs(Owner::Group);
    let (last_claim, last) = context.job(Owner::Group, Ending::Returns);
    let coroutines = jobs.into_iter().map(Job::run);
    let last = last.run_in_place(context);
    let (ended, last) = one_after_the_other(coroutines, last).await;
    assert_eq!(ended.len(), claims.len(), "each item is drawn");
    for (claim, ended) in claims.into_iter().zip(ended) {
        claim.settle(ended);
    }
    last_claim.settle_returned(last);
}
