//! What becomes of the children of a group, and who is told?
//!
//! Whoever ends does all that there is to do: on the thread on which a child has ended, its outcome is taken, a failure
//! is reported to the group, and a value is put where its [`GroupTask`](super::GroupTask) finds it.
//!
//! A few children of one type have a waker in common, so that a child takes little more than its task. Who has woken
//! it, it has to look for. That need not be the one which has, if several end at the same moment. But then this one is
//! found when the other wakes: each wakes once, and each time, one is found as long as there is one.

mod awaiters;
mod places;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Wake, Waker, ready};

use tokio::task::{Id, JoinHandle, coop};

use self::places::{Outcome, Places, poll, poll_ended};
use super::TaskFailure;
use super::members::Members;
use crate::{Failure, cancellation};

/// How many children are together.
pub(super) const TOGETHER: usize = 16;

/// Some children of a group whose values are of one type.
pub(super) struct Siblings<T, E> {
    group: Weak<Members<E>>,
    /// What the group knows them by, as soon as they are as many as can be.
    number: AtomicUsize,
    /// How many have not ended.
    left: AtomicUsize,
    places: Mutex<Places<T, E>>,
}

impl<T, E> Siblings<T, E> {
    pub(super) fn new(group: &Arc<Members<E>>) -> Self {
        Self {
            group: Arc::downgrade(group),
            number: AtomicUsize::new(0),
            left: AtomicUsize::new(0),
            places: Mutex::default(),
        }
    }

    /// What is done meanwhile is ours alone: values are dropped, and wakers are woken, elsewhere.
    fn lock(&self) -> MutexGuard<'_, Places<T, E>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that they are as many as can be, and what the group knows them by from now on.
    pub(super) fn be_full(&self, number: usize) {
        self.number.store(number, Ordering::Relaxed);
    }

    /// Counts another child, and tells whether it is the only one that has not ended.
    pub(super) fn count_one(&self) -> bool {
        self.left.fetch_add(1, Ordering::Relaxed) == 0
    }
}

impl<T: Send + 'static, E: Send + 'static> Siblings<T, E> {
    /// Sees to the child that has this place, from now on.
    pub(super) fn watch(self: &Arc<Self>, place: usize, mut task: JoinHandle<Result<T, E>>) {
        if task.is_finished() {
            return self.see_to_ended(place, task);
        }
        let waker = Waker::from(self.clone());
        if let Poll::Ready(result) = poll(&mut task, &waker) {
            let id = task.id();
            return self.settle(self.lock(), Outcome { place, id, result });
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

    /// Sees to one that had ended already.
    #[cold]
    fn see_to_ended(&self, place: usize, mut task: JoinHandle<Result<T, E>>) {
        let id = task.id();
        match catch_unwind(AssertUnwindSafe(|| poll_ended(&mut task))) {
            Ok(result) => self.settle(self.lock(), Outcome { place, id, result }),
            Err(panic) => {
                // It had given its result to somebody else.
                self.report(panic);
                self.end(self.lock(), place, None);
            }
        }
    }

    /// Sees to one of those that have ended.
    #[inline]
    fn settle_one(&self, mut places: MutexGuard<'_, Places<T, E>>) {
        if let Some(outcome) = places.take_outcome() {
            self.settle(places, outcome);
        }
    }

    #[inline]
    fn settle(&self, places: MutexGuard<'_, Places<T, E>>, outcome: Outcome<T, E>) {
        let Outcome { place, id, result } = outcome;
        match Failure::of(result) {
            Ok(value) => self.end(places, place, Some(value)),
            Err(failure) => {
                drop(places);
                self.fail(place, id, failure);
            }
        }
    }

    /// The group is told first of all, so that nobody who sees that there is no value can run ahead of it.
    #[cold]
    fn fail(&self, place: usize, id: Id, failure: Failure<E>) {
        let is_cancelled = matches!(&failure, Failure::Ended(error) if error.is_cancelled());
        if let Some(group) = self.group.upgrade().filter(|_| !is_cancelled) {
            let id = Some(id);
            group.child_has_failed(TaskFailure { id, failure });
        }
        self.end(self.lock(), place, None);
    }

    #[inline]
    fn end(&self, mut places: MutexGuard<'_, Places<T, E>>, place: usize, value: Option<T>) {
        let ended = places.end(place, value);
        let is_empty = self.left.fetch_sub(1, Ordering::Relaxed) == 1;
        drop(places);
        if let Some(awaiter) = ended.awaiter {
            awaiter.wake();
        }
        if let Some(unwanted) = ended.unwanted {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(unwanted))) {
                self.report(panic);
            }
        }
        if is_empty {
            self.have_ended(ended.all);
        }
    }

    /// Nobody is left; if they are as many as can be, nobody will be.
    #[cold]
    fn have_ended(&self, all: bool) {
        if let Some(group) = self.group.upgrade() {
            group.have_ended(all.then(|| self.number.load(Ordering::Relaxed)));
        }
    }

    #[cold]
    fn report(&self, panic: Box<dyn Any + Send>) {
        if let Some(group) = self.group.upgrade() {
            group.panicked(panic);
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
    /// How many have not ended.
    fn left(&self) -> usize;
    /// Requests that all of them be cancelled.
    fn cancel(&self);
    fn as_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

impl<T: Send + 'static, E: Send + 'static> AnySiblings for Siblings<T, E> {
    fn left(&self) -> usize {
        self.left.load(Ordering::Relaxed)
    }

    fn cancel(&self) {
        if self.left() == 0 {
            return;
        }
        let running = self.lock().cancel();
        running.iter().flatten().for_each(cancellation::request_by);
    }

    fn as_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

/// What a child's [`GroupTask`](super::GroupTask) does with a place of its type, whatever the group's errors are.
pub(super) trait Values<T>: Send + Sync {
    fn poll(&self, place: usize, context: &mut Context<'_>) -> Poll<Option<T>>;
    fn has_ended(&self, place: usize) -> bool;
    /// Requests that the child be cancelled, and returns whether it was still running.
    fn cancel(&self, place: usize) -> bool;
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

    fn has_ended(&self, place: usize) -> bool {
        self.lock().has_ended(place)
    }

    fn cancel(&self, place: usize) -> bool {
        let task = self.lock().abort_handle(place);
        task.iter().for_each(cancellation::request_by);
        task.is_some()
    }

    fn leave(&self, place: usize) {
        let _unwanted = self.lock().leave(place);
    }
}
