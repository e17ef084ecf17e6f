//! Where some children of a group are, or their values until they are fetched.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use tokio::task::coop::{has_budget_remaining, unconstrained};
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use super::TOGETHER;

/// A bit for each place.
type Set = u16;

/// Each place is given once. What is there only now and then is kept apart, so that a place is small.
pub(super) struct Places<T, E> {
    tasks: [Option<JoinHandle<Result<T, E>>>; TOGETHER],
    /// Where the tasks are.
    watched: Set,
    ended: Set,
    unwanted: Set,
    is_cancelled: bool,
    /// By place, as soon as there is one.
    values: Vec<Option<T>>,
    awaiters: Vec<Option<Waker>>,
}

impl<T, E> Default for Places<T, E> {
    fn default() -> Self {
        Self {
            tasks: [const { None }; TOGETHER],
            watched: 0,
            ended: 0,
            unwanted: 0,
            is_cancelled: false,
            values: Vec::new(),
            awaiters: Vec::new(),
        }
    }
}

/// What became of a child.
pub(super) struct Outcome<T, E> {
    pub(super) place: usize,
    pub(super) id: Id,
    pub(super) result: Result<Result<T, E>, JoinError>,
}

/// What is to be done, without the lock, when a child has ended.
pub(super) struct Ended<T> {
    pub(super) awaiter: Option<Waker>,
    pub(super) unwanted: Option<T>,
    /// Whether there was one at each place, and all have ended.
    pub(super) all: bool,
}

impl<T, E> Places<T, E> {
    /// Has the child be found when it ends.
    #[inline]
    pub(super) fn put(&mut self, place: usize, task: JoinHandle<Result<T, E>>) {
        self.tasks[place] = Some(task);
        self.watched |= bit(place);
    }

    #[inline]
    pub(super) fn is_cancelled(&self) -> bool {
        self.is_cancelled
    }

    /// Finds one that has ended.
    #[inline]
    pub(super) fn take_outcome(&mut self) -> Option<Outcome<T, E>> {
        let mut watched = self.watched;
        while watched != 0 {
            let place = watched.trailing_zeros() as usize;
            watched &= watched - 1;
            let Some(mut task) = self.tasks[place].take_if(|task| task.is_finished()) else {
                continue;
            };
            self.watched &= !bit(place);
            let id = task.id();
            return match poll(&mut task, Waker::noop()) {
                Poll::Ready(result) => Some(Outcome { place, id, result }),
                Poll::Pending => None, // which is not so, as it has ended
            };
        }
        None
    }

    /// Notes that a child has ended, with or without a value.
    #[inline]
    pub(super) fn end(&mut self, place: usize, value: Option<T>) -> Ended<T> {
        self.ended |= bit(place);
        let mut unwanted = value;
        if self.unwanted & bit(place) == 0 {
            put(&mut self.values, place, unwanted.take());
        }
        Ended {
            awaiter: take(&mut self.awaiters, place),
            unwanted,
            all: self.ended == Set::MAX,
        }
    }

    /// Has those that are put here later be cancelled too, and gives those that are here.
    pub(super) fn cancel(&mut self) -> [Option<AbortHandle>; TOGETHER] {
        self.is_cancelled = true;
        let tasks = self.tasks.each_ref();
        tasks.map(|task| task.as_ref().map(JoinHandle::abort_handle))
    }

    /// Gives the value, or `None`, if the child has ended. If not, the waker is noted, and the one that it replaces is given.
    #[inline]
    pub(super) fn poll(&mut self, place: usize, waker: &Waker) -> (Poll<Option<T>>, Option<Waker>) {
        if self.ended & bit(place) == 0 {
            let old = take(&mut self.awaiters, place);
            put(&mut self.awaiters, place, Some(waker.clone()));
            return (Poll::Pending, old);
        }
        (Poll::Ready(take(&mut self.values, place)), None)
    }

    /// Notes that nobody wants the value any more.
    #[inline]
    pub(super) fn leave(&mut self, place: usize) -> (Option<T>, Option<Waker>) {
        self.unwanted |= bit(place);
        let value = take(&mut self.values, place);
        (value, take(&mut self.awaiters, place))
    }
}

/// Polls it although there may be no budget: there is no other turn for it.
#[inline]
pub(super) fn poll<T>(task: &mut JoinHandle<T>, waker: &Waker) -> Poll<Result<T, JoinError>> {
    let mut context = Context::from_waker(waker);
    if has_budget_remaining() {
        Pin::new(task).poll(&mut context)
    } else {
        pin!(unconstrained(task)).poll(&mut context)
    }
}

fn bit(place: usize) -> Set {
    1 << place
}

fn put<V>(by_place: &mut Vec<Option<V>>, place: usize, value: Option<V>) {
    if value.is_some() {
        if by_place.is_empty() {
            by_place.resize_with(TOGETHER, || None);
        }
        by_place[place] = value;
    }
}

fn take<V>(by_place: &mut [Option<V>], place: usize) -> Option<V> {
    by_place.get_mut(place)?.take()
}
