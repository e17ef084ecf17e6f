//! Does a function see how a child ends, whenever that is, and what becomes of the child when nobody awaits the
//! function?
//!
//! Each function is put through every way to end (see [`Way`]), before, while and after it is awaited, for every form
//! of the child and both flavours of the runtime; in the end, no task is left.

use std::future;
use std::pin::Pin;

use ensure_future::{Task, create_task};
use tokio::sync::oneshot;

use crate::alive::leaving_none;
use crate::forms::Running;
use crate::subject::{End, Reachable, Subject, VALUE, Way, subject};
use crate::{let_others_run, on_current_thread, panic_of, poll_once};

/// A function that awaits a child, perhaps among others.
pub trait Function: Copy + Send + Sync + 'static {
    /// What it does to a child when it is dropped.
    const WHEN_DROPPED: Fate;

    /// Whether it does nothing at all before its first poll.
    const IS_LAZY: bool = false;

    /// Calls the function, and gives what it says of the child's end.
    fn call<F: Reachable>(self, child: F::Child) -> Awaiting;
}

pub type Awaiting = Pin<Box<dyn Future<Output = End> + Send>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    IsCancelled,
    GoesOn,
}

/// Has each of these functions, which are constants, go through all phases.
#[macro_export]
macro_rules! in_every_phase {
    ($($name:ident = $function:ident)+) => {
        $(
            mod $name {
                use $crate::forms::in_every_form;
                use $crate::phases;
                use $crate::subject::Reachable;

                in_every_form! {
                    every_end_is_seen
                    the_awaiter_may_leave
                }

                #[test]
                fn a_result_that_was_given_away_is_a_panic() {
                    phases::a_result_that_was_given_away_is_a_panic(super::$function);
                }

                async fn every_end_is_seen<F: Reachable>() {
                    phases::every_end_is_seen::<F, _>(super::$function).await;
                }

                async fn the_awaiter_may_leave<F: Reachable>() {
                    phases::the_awaiter_may_leave::<F, _>(super::$function).await;
                }
            }
        )+
    };
}

pub use in_every_phase;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    BeforeTheCall,
    BeforeTheFirstPoll,
    WhileAwaited,
}

pub async fn every_end_is_seen<F: Reachable, X: Function>(function: X) {
    for phase in [
        Phase::BeforeTheCall,
        Phase::BeforeTheFirstPoll,
        Phase::WhileAwaited,
    ] {
        for &way in F::WAYS {
            let seen = leaving_none(seen::<F, X>(function, phase, way)).await;
            assert_eq!(seen, way.end(), "{phase:?}, {way:?}");
        }
    }
}

/// What the function says of a child that ends in this phase, in this way.
async fn seen<F: Reachable, X: Function>(function: X, phase: Phase, way: Way) -> End {
    let (child, mut subject) = subject::<F>(way).await;
    if phase == Phase::BeforeTheCall {
        subject.end();
        if F::RUNS {
            subject.ended().await;
        } // otherwise, it ends as soon as it is scheduled
    }
    let mut awaiting = function.call::<F>(child);
    if phase == Phase::BeforeTheFirstPoll {
        subject.end();
        if F::RUNS || !X::IS_LAZY {
            subject.ended().await;
        }
    }
    if phase != Phase::WhileAwaited {
        let seen = awaiting.await;
        assert!(subject.has_ended(), "destructors and all");
        return seen;
    }
    assert!(poll_once(&mut awaiting).is_pending());
    // On one thread, the awaiter sleeps already when this task has its turn, and it is the child that wakes it.
    let ending = create_task(async move {
        subject.started().await;
        subject.end();
        subject.ended().await
    });
    let seen = awaiting.await;
    assert_eq!(ending.await.unwrap(), way.end());
    seen
}

/// How the awaiter leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    /// It drops the future.
    Drops,
    /// It is a task, and is ended by its `AbortHandle`.
    IsAborted,
    /// It is a task, and is ended by `Task::cancel`.
    IsCancelled,
}

/// When it leaves: the first poll is what it is before, at or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Before,
    /// In the same turn.
    At,
    /// When the child runs, too.
    After,
}

pub async fn the_awaiter_may_leave<F: Reachable, X: Function>(function: X) {
    for leaving in [Leaving::Drops, Leaving::IsAborted, Leaving::IsCancelled] {
        for moment in [Moment::Before, Moment::At, Moment::After] {
            leaving_none(left::<F, X>(function, leaving, moment)).await;
        }
    }
}

async fn left<F: Reachable, X: Function>(function: X, leaving: Leaving, moment: Moment) {
    // What does nothing yet is no owner yet: a task that runs is then only detached, and a coroutine dropped.
    let is_idle = X::IS_LAZY && F::RUNS && moment == Moment::Before;
    if X::WHEN_DROPPED == Fate::GoesOn || is_idle {
        for &way in F::WAYS {
            let (child, mut subject) = subject::<F>(way).await;
            leave(function.call::<F>(child), &mut subject, leaving, moment).await;
            subject.started().await;
            subject.end();
            let ended = subject.ended().await;
            assert_eq!(ended, way.end(), "{leaving:?}, {moment:?}, {way:?}");
        }
        return;
    }
    // Nobody tells these to end. One that has not begun can't listen.
    let listens = (moment == Moment::After).then_some((Way::Listens, End::Value));
    for (way, end) in [(Way::Returns, End::Cancellation)]
        .into_iter()
        .chain(listens)
    {
        let (child, mut subject) = subject::<F>(way).await;
        leave(function.call::<F>(child), &mut subject, leaving, moment).await;
        assert_eq!(subject.ended().await, end, "{leaving:?}, {moment:?}");
    }
}

async fn leave(awaiting: Awaiting, subject: &mut Subject, leaving: Leaving, moment: Moment) {
    match leaving {
        Leaving::Drops => dropped(awaiting, subject, moment).await,
        Leaving::IsAborted => {
            ended(awaiting, subject, moment, |awaiter| {
                awaiter.abort_handle().abort();
            })
            .await;
        }
        Leaving::IsCancelled => {
            ended(awaiting, subject, moment, |awaiter| {
                awaiter.cancel();
            })
            .await;
        }
    }
}

async fn dropped(mut awaiting: Awaiting, subject: &mut Subject, moment: Moment) {
    if moment != Moment::Before {
        assert!(poll_once(&mut awaiting).is_pending());
    }
    if moment == Moment::After {
        subject.started().await;
        assert!(poll_once(&mut awaiting).is_pending());
    }
}

/// Has the awaiter be a task, and ends it.
async fn ended(awaiting: Awaiting, subject: &mut Subject, moment: Moment, end: fn(&Task<End>)) {
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
        subject.started().await;
    }
    end(&awaiter);
    assert!(awaiter.await.unwrap_err().is_cancelled());
}

pub fn a_result_that_was_given_away_is_a_panic(function: impl Function) {
    on_current_thread(leaving_none(async {
        let mut task = create_task(future::ready(Ok(VALUE)));
        (&mut task).await.unwrap().unwrap();
        let mut awaiting = function.call::<Running>(task);
        let_others_run().await; // those that are awaited first end
        let panic = panic_of(|| poll_once(&mut awaiting));
        assert_eq!(panic.message, "JoinHandle polled after completion");
    }));
}
