//! Tests for every function that awaits a child, whether the function returns a future or a handle.
//!
//! The cases are the product of the ways in which a child ends (see [`Way`]), the phases of the call in which it ends,
//! the ways in which its awaiter leaves, the forms of the child, and the flavours of the runtime. Each case checks that
//! it leaves no task behind.

use std::future;
use std::marker::PhantomData;
use std::pin::Pin;

use ensure_future::{Task, create_task};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use crate::alive::leaving_none;
use crate::child::{Child, ChildOf, End, Returned, VALUE, Way, child};
use crate::forms::{Form, Running};
use crate::{let_others_run, on_current_thread, panic_of, poll_once};

/// A function that awaits a child, perhaps among others.
pub trait Function: Copy + Send + Sync + 'static {
    /// What happens to the child when the future of the function is dropped.
    const WHEN_DROPPED: Fate;

    /// Whether the function does nothing before the first poll of its future.
    const IS_LAZY: bool = false;

    /// Calls the function. The future returns the end of the child, as the function's result shows it.
    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting;
}

pub type Awaiting = Pin<Box<dyn Future<Output = End> + Send>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    IsCancelled,
    GoesOn,
}

/// The immediate result of a function: a handle that awaits or cancels the child.
pub trait Handle: Sized + Send + 'static {
    /// What happens to the child when the handle, or the future that awaits it, is dropped.
    const WHEN_DROPPED: Fate;

    fn of<F: Form>(child: ChildOf<F>) -> Self;

    fn cancel(&self) -> bool;

    fn is_finished(&self) -> bool;

    /// Awaits the child, and returns its end as the handle shows it.
    fn end(self) -> impl Future<Output = End> + Send + 'static;
}

/// The function that creates such a handle and awaits it.
pub struct Awaits<H>(PhantomData<fn() -> H>);

impl<H> Awaits<H> {
    pub const ITS_HANDLE: Self = Self(PhantomData);
}

impl<H> Clone for Awaits<H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H> Copy for Awaits<H> {}

impl<H: Handle> Function for Awaits<H> {
    const WHEN_DROPPED: Fate = H::WHEN_DROPPED;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        Box::pin(H::of::<F>(child).end())
    }
}

/// Makes tests of functions, which are passed as constants. Each function goes through all phases.
#[macro_export]
macro_rules! in_every_phase {
    ($($name:ident = $function:ident)+) => {
        $(
            mod $name {
                use $crate::forms::{Form, in_every_form};
                use $crate::phases;

                in_every_form! {
                    every_end_is_seen
                    the_awaiter_may_leave
                }

                #[test]
                fn a_result_that_was_given_away_is_a_panic() {
                    phases::a_result_that_was_given_away_is_a_panic(super::$function);
                }

                // Contract 6.2.
                async fn every_end_is_seen<F: Form>() {
                    phases::every_end_is_seen::<F, _>(super::$function).await;
                }

                // Contract 3.3.
                async fn the_awaiter_may_leave<F: Form>() {
                    phases::the_awaiter_may_leave::<F, _>(super::$function).await;
                }
            }
        )+
    };
}

pub use in_every_phase;

/// Makes tests of a type that is a [`Handle`]. The type goes through all phases, too.
#[macro_export]
macro_rules! handle_in_every_phase {
    ($handle:ident) => {
        mod every_phase {
            use super::$handle;
            use $crate::forms::{Form, in_every_form};
            use $crate::phases::{self, Awaits};

            in_every_form! {
                every_end_is_seen
                the_awaiter_may_leave
                cancelling_twice_is_cancelling_once
                a_handle_of_an_ended_child_may_be_dropped
            }

            async fn every_end_is_seen<F: Form>() {
                phases::every_end_is_seen::<F, _>(Awaits::<$handle>::ITS_HANDLE).await;
                phases::a_cancellation_is_seen::<F, $handle>().await;
            }

            async fn the_awaiter_may_leave<F: Form>() {
                phases::the_awaiter_may_leave::<F, _>(Awaits::<$handle>::ITS_HANDLE).await;
            }

            async fn cancelling_twice_is_cancelling_once<F: Form>() {
                phases::cancelling_twice_is_cancelling_once::<F, $handle>().await;
            }

            async fn a_handle_of_an_ended_child_may_be_dropped<F: Form>() {
                phases::a_handle_of_an_ended_child_may_be_dropped::<F, $handle>().await;
            }
        }
    };
}

pub use handle_in_every_phase;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    BeforeTheCall,
    BeforeTheFirstPoll,
    WhileAwaited,
}

pub async fn every_end_is_seen<F: Form, X: Function>(function: X) {
    for phase in [
        Phase::BeforeTheCall,
        Phase::BeforeTheFirstPoll,
        Phase::WhileAwaited,
    ] {
        for &way in Way::all::<F>() {
            let seen = leaving_none(seen::<F, X>(function, phase, way)).await;
            assert_eq!(seen, way.end(), "{phase:?}, {way:?}");
        }
    }
}

/// The end of a child, as the function shows it. The child ends in this phase and in this way.
async fn seen<F: Form, X: Function>(function: X, phase: Phase, way: Way) -> End {
    let (awaitable, mut child) = child::<F>(way).await;
    if phase == Phase::BeforeTheCall {
        child.end();
        if F::RUNS {
            child.ended().await;
        } // otherwise the child ends as soon as it is scheduled
    }
    let mut awaiting = function.call::<F>(awaitable);
    if phase == Phase::BeforeTheFirstPoll {
        child.end();
        if F::RUNS || !X::IS_LAZY {
            child.ended().await;
        }
    }
    if phase != Phase::WhileAwaited {
        let seen = awaiting.await;
        assert!(child.has_ended(), "destructors and all");
        return seen;
    }
    assert!(poll_once(&mut awaiting).is_pending());
    // On a current-thread runtime, the awaiter is already pending when this task runs, and the child wakes it.
    let ending = create_task(async move {
        child.started().await;
        child.end();
        child.ended().await
    });
    let seen = awaiting.await;
    assert_eq!(ending.await.unwrap(), way.end());
    seen
}

/// The ways in which the awaiter leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    /// The awaiter drops the future.
    Drops,
    /// The awaiter is a task, and its `AbortHandle` aborts it.
    IsAborted,
    /// The awaiter is a task, and `Task::cancel` cancels it.
    IsCancelled,
}

/// The moment at which the awaiter leaves, relative to its first poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Before,
    /// In the same poll.
    At,
    /// After the first poll, when the child runs.
    After,
}

pub async fn the_awaiter_may_leave<F: Form, X: Function>(function: X) {
    for leaving in [Leaving::Drops, Leaving::IsAborted, Leaving::IsCancelled] {
        for moment in [Moment::Before, Moment::At, Moment::After] {
            leaving_none(left::<F, X>(function, leaving, moment)).await;
        }
    }
}

async fn left<F: Form, X: Function>(function: X, leaving: Leaving, moment: Moment) {
    // A lazy function does not own the child yet: a running task is detached, and a coroutine is dropped.
    let is_idle = X::IS_LAZY && F::RUNS && moment == Moment::Before;
    if X::WHEN_DROPPED == Fate::GoesOn || is_idle {
        for &way in Way::all::<F>() {
            let (awaitable, mut child) = child::<F>(way).await;
            leave(function.call::<F>(awaitable), &mut child, leaving, moment).await;
            child.started().await;
            child.end();
            let ended = child.ended().await;
            assert_eq!(ended, way.end(), "{leaving:?}, {moment:?}, {way:?}");
        }
        return;
    }
    // The test does not end these children. A child that has not begun can not listen.
    let listens = (moment == Moment::After).then_some((Way::Listens, End::Value));
    for (way, end) in [(Way::Returns, End::Cancellation)]
        .into_iter()
        .chain(listens)
    {
        let (awaitable, mut child) = child::<F>(way).await;
        leave(function.call::<F>(awaitable), &mut child, leaving, moment).await;
        assert_eq!(child.ended().await, end, "{leaving:?}, {moment:?}");
    }
}

async fn leave(awaiting: Awaiting, child: &mut Child, leaving: Leaving, moment: Moment) {
    match leaving {
        Leaving::Drops => dropped(awaiting, child, moment).await,
        Leaving::IsAborted => {
            ended(awaiting, child, moment, |awaiter| {
                awaiter.abort_handle().abort();
            })
            .await;
        }
        Leaving::IsCancelled => {
            ended(awaiting, child, moment, |awaiter| {
                awaiter.cancel();
            })
            .await;
        }
    }
}

async fn dropped(mut awaiting: Awaiting, child: &mut Child, moment: Moment) {
    if moment != Moment::Before {
        assert!(poll_once(&mut awaiting).is_pending());
    }
    if moment == Moment::After {
        child.started().await;
        assert!(poll_once(&mut awaiting).is_pending());
    }
}

/// Awaits in a task, and then ends that task.
async fn ended(awaiting: Awaiting, child: &mut Child, moment: Moment, end: fn(&Task<End>)) {
    let (polled, has_polled) = oneshot::channel();
    let (to_itself, itself) = oneshot::channel::<Task<End>>();
    let awaiter = create_task(async move {
        if moment == Moment::At {
            end(&itself.await.expect("it is sent"));
            return awaiting.await;
        }
        polled.send(()).expect("the test waits");
        if moment == Moment::Before {
            future::pending::<()>().await;
        }
        awaiting.await
    });
    if moment == Moment::At {
        to_itself.send(awaiter).expect("it waits for itself");
        return;
    }
    has_polled.await.expect("the awaiter runs");
    if moment == Moment::After {
        child.started().await;
    }
    end(&awaiter);
    assert!(awaiter.await.unwrap_err().is_cancelled());
}

pub fn a_result_that_was_given_away_is_a_panic(function: impl Function) {
    on_current_thread(leaving_none(async {
        let mut task = create_task(future::ready(Returned::Ok(VALUE)));
        (&mut task).await.unwrap().unwrap();
        let mut awaiting = function.call::<Running>(task);
        let_others_run().await; // the tasks that are awaited first end
        let panic = panic_of(|| poll_once(&mut awaiting));
        assert_eq!(panic.message, "JoinHandle polled after completion");
    }));
}

/// A handle that is cancelled and awaited at once shows the cancellation.
pub async fn a_cancellation_is_seen<F: Form, H: Handle>() {
    leaving_none(async {
        let (awaitable, mut child) = child::<F>(Way::Returns).await;
        let handle = H::of::<F>(awaitable);
        child.started().await;
        assert!(!handle.is_finished());
        assert!(handle.cancel());
        assert_eq!(handle.end().await, End::Cancellation);
        assert_eq!(child.ended().await, End::Cancellation);
    })
    .await;
}

/// A cancelled child has not finished before its destructors have run; then, it can not be cancelled again.
pub async fn cancelling_twice_is_cancelling_once<F: Form, H: Handle>() {
    leaving_none(async {
        let (awaitable, mut child) = child::<F>(Way::Returns).await;
        let handle = H::of::<F>(awaitable);
        child.started().await;
        assert!(handle.cancel());
        assert_eq!(child.ended().await, End::Cancellation);
        while !handle.is_finished() {
            yield_now().await;
        }
        assert!(!handle.cancel(), "the child has ended");
        assert_eq!(handle.end().await, End::Cancellation);
    })
    .await;
}

/// An ended child that is passed on leaves nothing behind, even if nobody asks for its result.
pub async fn a_handle_of_an_ended_child_may_be_dropped<F: Form, H: Handle>() {
    for &way in Way::all::<F>() {
        leaving_none(async {
            let (awaitable, mut child) = child::<F>(way).await;
            child.end();
            if F::RUNS {
                child.ended().await;
            } // otherwise the child ends as soon as it is scheduled
            drop(H::of::<F>(awaitable));
            child.ended().await;
        })
        .await;
    }
}
