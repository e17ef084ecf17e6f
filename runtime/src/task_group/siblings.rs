//! What becomes of the children of a group, and who is told?
//!
//! Whoever ends does all that there is to do: on the thread on which a child has ended, its outcome is taken, a failure is
//! reported to the group, and a value is put where its [`GroupTask`](super::GroupTask) finds it.
//!
//! A few children of one type have a waker in common, so that a child takes little more than its task. Who has woken it, it has to
//! look for. That need not be the one which has, if several end at the same moment. But then this one is found when the other wakes:
//! each wakes once, and each time, one is found as long as there is one.

mod places;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Wake, Waker, ready};

use tokio::task::{JoinHandle, coop};

use self::places::{Outcome, Places, poll};
use super::TaskFailure;
use super::members::Members;
use crate::{Failure, cancellation};

/// How many children are together.
pub(super) const TOGETHER: usize = 16;

/// Some children of a group whose values are of one type.
pub(super) struct Siblings<T, E> {
    group: Weak<Members<E>>,
    /// What the group knows them by.
    number: usize,
    /// How many have not ended.
    left: AtomicUsize,
    places: Mutex<Places<T, E>>,
}

impl<T, E> Siblings<T, E> {
    pub(super) fn new(group: &Arc<Members<E>>, number: usize) -> Self {
        Self {
            group: Arc::downgrade(group),
            number,
            left: AtomicUsize::new(0),
            places: Mutex::default(),
        }
    }

    /// What is done meanwhile is ours alone: values are dropped, and wakers are woken, elsewhere.
    fn lock(&self) -> MutexGuard<'_, Places<T, E>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts another child, and tells whether it is the only one that has not ended.
    pub(super) fn count_one(&self) -> bool {
        self.left.fetch_add(1, Ordering::Relaxed) == 0
    }
}

impl<T: Send + 'static, E: Send + 'static> Siblings<T, E> {
    /// Sees to the child that has this place, from now on.
    pub(super) fn watch(self: &Arc<Self>, place: usize, mut task: JoinHandle<Result<T, E>>) {
        let waker = Waker::from(self.clone());
        match catch_unwind(AssertUnwindSafe(|| poll(&mut task, &waker))) {
            Ok(Poll::Pending) => {}
            Ok(Poll::Ready(result)) => {
                let id = task.id();
                return self.settle(self.lock(), Outcome { place, id, result });
            }
            Err(panic) => {
                // It had given its result to somebody else.
                self.report(panic);
                return self.end(self.lock(), place, None);
            }
        }
        let mut places = self.lock();
        let late = places.is_cancelled().then(|| task.abort_handle());
        let has_ended = task.is_finished();
        places.put(place, task);
        if has_ended {
            // It may have woken us before it was there to be found.
            self.settle_one(places);
        } else {
            drop(places);
            late.iter().for_each(cancellation::request_by);
        }
    }

    /// Sees to one that has ended.
    #[inline]
    fn settle_one(&self, mut places: MutexGuard<'_, Places<T, E>>) {
        if let Some(outcome) = places.take_outcome() {
            self.settle(places, outcome);
        }
    }

    #[inline]
    fn settle<'a>(&'a self, mut places: MutexGuard<'a, Places<T, E>>, outcome: Outcome<T, E>) {
        let value = match Failure::of(outcome.result) {
            Ok(value) => Some(value),
            Err(Failure::Ended(error)) if error.is_cancelled() => None,
            Err(failure) => {
                // First of all, so that nobody who sees that there is no value can run ahead of the group.
                drop(places);
                if let Some(group) = self.group.upgrade() {
                    let id = Some(outcome.id);
                    group.child_has_failed(TaskFailure { id, failure });
                }
                places = self.lock();
                None
            }
        };
        self.end(places, outcome.place, value);
    }

    #[inline]
    fn end(&self, mut places: MutexGuard<'_, Places<T, E>>, place: usize, value: Option<T>) {
        let ended = places.end(place, value);
        let is_empty = self.left.fetch_sub(1, Ordering::Relaxed) == 1;
        drop(places);
        if let Some(awaiter) = ended.awaiter {
            awaiter.wake();
        }
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(ended.unwanted))) {
            self.report(panic);
        }
        if !is_empty {
            return;
        }
        if let Some(group) = self.group.upgrade() {
            group.have_ended(ended.all.then_some(self.number));
        }
    }

    fn report(&self, panic: Box<dyn Any + Send>) {
        if let Some(group) = self.group.upgrade() {
            group.report(panic);
        }
    }
}

/// One of the children has ended.
impl<T: Send + 'static, E: Send + 'static> Wake for Siblings<T, E> {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.settle_one(self.lock());
    }
}

/// What the group does with children of any type.
pub(super) trait AnySiblings: Send + Sync {
    /// Requests that all of them be cancelled.
    fn cancel(&self);
}

impl<T: Send + 'static, E: Send + 'static> AnySiblings for Siblings<T, E> {
    fn cancel(&self) {
        if self.left.load(Ordering::Relaxed) == 0 {
            return;
        }
        let running = self.lock().cancel();
        running.iter().flatten().for_each(cancellation::request_by);
    }
}

/// What a child's [`GroupTask`](super::GroupTask) does with a place of its type, whatever the group's errors are.
pub(super) trait Values<T>: Send + Sync {
    fn poll(&self, place: usize, context: &mut Context<'_>) -> Poll<Option<T>>;
    /// The value is not wanted any more.
    fn leave(&self, place: usize);
}

impl<T: Send + 'static, E: Send + 'static> Values<T> for Siblings<T, E> {
    fn poll(&self, place: usize, context: &mut Context<'_>) -> Poll<Option<T>> {
        let turn = ready!(coop::poll_proceed(context));
        let (value, _old) = self.lock().poll(place, context.waker());
        if value.is_ready() {
            turn.made_progress();
        }
        value
    }

    #[inline]
    fn leave(&self, place: usize) {
        let _unwanted = self.lock().leave(place);
    }
}
