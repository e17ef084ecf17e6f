//! Whoever takes a child: is every end of it seen, at every time, and does nothing leak?
//!
//! The product of ends and times is stated here, once. Each function that takes a child is a [`Consumer`], whose module
//! has these tests run for it, in every form of an awaitable and on both flavours of tokio.

use std::fmt::Debug;

use ensure_future::{Awaitable, Task};

use crate::alive::leaving_none;
use crate::child::{Child, End, Outcome, RemoteForm, Returned, Time, child, ended};
use crate::{let_others_run, poll_once};

pub trait Consumer: Sized {
    /// Whether the child is cancelled when this or its outcome's future is dropped.
    const TIES: bool;

    fn of<Form>(child: impl Awaitable<Task<Returned>, Form>) -> Self;

    fn cancel(&self) -> bool;

    fn is_finished(&self) -> bool;

    fn outcome(self) -> impl Future<Output = Outcome>;
}

/// Checks that each end of a child is its outcome, whenever it comes.
pub async fn every_end_at_every_time<C: Consumer, F: RemoteForm>() {
    for time in Time::ALL {
        for end in End::ALL {
            leaving_none(one_end::<C, F>(end, time)).await;
        }
    }
}

async fn one_end<C: Consumer, F: RemoteForm>(end: End, time: Time) {
    if time == Time::Before {
        if let Some((awaitable, child)) = ended::<F>(end).await {
            let outcome = C::of(awaitable).outcome().await;
            check(outcome, child, end, time).await;
        }
        return;
    }
    let (awaitable, mut child) = child::<F>();
    let consumer = C::of(awaitable);
    child.started().await;
    assert!(!consumer.is_finished());
    if time == Time::Handed {
        if child.end(end) || end == End::Cancel && consumer.cancel() {
            let outcome = consumer.outcome().await;
            check(outcome, child, end, time).await;
        }
        return;
    }
    let mut outcome = Box::pin(consumer.outcome());
    assert!(poll_once(&mut outcome).is_pending());
    if child.end(end) {
        check(outcome.await, child, end, time).await;
    }
}

async fn check(outcome: Outcome, child: Child, end: End, context: impl Debug) {
    assert_eq!(outcome, end.outcome(), "{end:?}, {context:?}");
    child.dropped().await;
}

/// Checks that a cancelled child has not ended before it has, and then has no other outcome.
pub async fn cancelling_twice_is_cancelling_once<C: Consumer, F: RemoteForm>() {
    let (awaitable, mut child) = child::<F>();
    let consumer = C::of(awaitable);
    child.started().await;
    assert!(consumer.cancel());
    child.dropped().await;
    while !consumer.is_finished() {
        tokio::task::yield_now().await;
    }
    assert!(!consumer.cancel(), "it has ended");
    assert_eq!(consumer.outcome().await, Outcome::Cancelled);
}

/// Checks what becomes of a child when whoever awaits it is dropped: before the first poll, at it, and after it.
pub async fn dropped_at_every_time<C: Consumer, F: RemoteForm>() {
    for polls in 0..3 {
        for end in End::BY_ITSELF {
            leaving_none(one_drop::<C, F>(polls, end)).await;
        }
    }
}

async fn one_drop<C: Consumer, F: RemoteForm>(polls: usize, end: End) {
    let (awaitable, mut child) = child::<F>();
    let consumer = C::of(awaitable);
    child.started().await;
    let mut outcome = Box::pin(consumer.outcome());
    for _ in 0..polls {
        assert!(poll_once(&mut outcome).is_pending());
        let_others_run().await;
    }
    drop(outcome);
    if C::TIES {
        child.dropped().await;
    } else {
        let_others_run().await;
        child.goes_on_until(end).await;
    }
}

/// Checks that a child that has ended is let go, although nobody asks for its outcome.
pub async fn dropped_when_it_has_ended<C: Consumer, F: RemoteForm>() {
    for end in End::ALL {
        if let Some((awaitable, child)) = ended::<F>(end).await {
            leaving_none(async {
                drop(C::of(awaitable));
                child.dropped().await;
            })
            .await;
        }
    }
}

/// Has the tests of a [`Consumer`] run for one.
#[macro_export]
macro_rules! consumes {
    ($consumer:ident) => {
        mod consumes {
            use super::$consumer;
            use $crate::alive::in_every_form_leaving_none;
            use $crate::child::RemoteForm;
            use $crate::consumer;

            in_every_form_leaving_none! {
                every_end_at_every_time
                cancelling_twice_is_cancelling_once
                dropped_at_every_time
                dropped_when_it_has_ended
            }

            async fn every_end_at_every_time<F: RemoteForm>() {
                consumer::every_end_at_every_time::<$consumer, F>().await;
            }

            async fn cancelling_twice_is_cancelling_once<F: RemoteForm>() {
                consumer::cancelling_twice_is_cancelling_once::<$consumer, F>().await;
            }

            async fn dropped_at_every_time<F: RemoteForm>() {
                consumer::dropped_at_every_time::<$consumer, F>().await;
            }

            async fn dropped_when_it_has_ended<F: RemoteForm>() {
                consumer::dropped_when_it_has_ended::<$consumer, F>().await;
            }
        }
    };
}

pub use consumes;
