//! Operations with streams of outcomes.

use ensure_future::{Awaitable, Task, as_completed, buffer_unordered, buffered};

use super::awaitables::{draw, pass};
use super::single::faulty_waker;
use crate::faults::{Fault, with_faulty_waker};
use crate::job::{Context, Outcome, Owner};
use crate::ledger::Claims;

/// The tasks that a stream has not drawn are detached when it is dropped.
const OWNER: Owner = Owner::Nobody;

/// The number of outcomes after which the owner is dropped. Mostly, it is larger than the number of children.
fn enough(context: &mut Context) -> usize {
    if context.is_one_in(4) {
        context.rng.usize(0..4)
    } else {
        usize::MAX
    }
}

pub(super) async fn completed(context: &mut Context) {
    let (claims, awaitables) = draw(context, Owner::Group);
    let mut claims = Claims::new(claims);
    let mut completed = pass!(awaitables, passed => as_completed(passed));
    let fault = faulty_waker(context);
    for _ in 0..enough(context) {
        let Some(child) = with_faulty_waker(fault, completed.next()).await else {
            return claims.check_taken();
        };
        claims.take(child.index).settle(child.result);
    }
}

/// The source of a stream, which may panic at an item.
fn source<A>(context: &mut Context, awaitables: Vec<A>) -> impl Iterator<Item = A> + use<A> {
    let panics = context.draws(Fault::Factory) && !awaitables.is_empty();
    let panics_at = panics.then(|| context.rng.usize(0..awaitables.len()));
    let awaitables = awaitables.into_iter().enumerate();
    awaitables.map(move |(index, awaitable)| {
        if panics_at == Some(index) {
            Fault::Factory.panic();
        }
        awaitable
    })
}

pub(super) async fn in_order(context: &mut Context) {
    let (claims, awaitables) = draw(context, OWNER);
    let claims = Claims::new(claims);
    pass!(awaitables, passed => draw_in_order(context, claims, passed).await);
}

async fn draw_in_order<A, Form>(context: &mut Context, mut claims: Claims, passed: Vec<A>)
where
    A: Awaitable<Task<Outcome>, Form>,
{
    let limit = context.rng.usize(1..5);
    let mut buffered = buffered(limit, source(context, passed));
    let fault = faulty_waker(context);
    for index in 0..enough(context) {
        let Some(ended) = with_faulty_waker(fault, buffered.next()).await else {
            return claims.check_taken();
        };
        claims.take(index).settle(ended);
    }
}

pub(super) async fn unordered(context: &mut Context) {
    let (claims, awaitables) = draw(context, OWNER);
    let claims = Claims::new(claims);
    pass!(awaitables, passed => draw_unordered(context, claims, passed).await);
}

async fn draw_unordered<A, Form>(context: &mut Context, mut claims: Claims, passed: Vec<A>)
where
    A: Awaitable<Task<Outcome>, Form>,
{
    let limit = context.rng.usize(1..5);
    let mut unordered = buffer_unordered(limit, source(context, passed));
    let fault = faulty_waker(context);
    for _ in 0..enough(context) {
        let Some(child) = with_faulty_waker(fault, unordered.next()).await else {
            return claims.check_taken();
        };
        claims.take(child.index).settle(child.result);
    }
}
