//! Where some children of a group are, or their values until they are fetched.

use std::iter;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use tokio::task::coop::{has_budget_remaining, unconstrained};
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use super::TOGETHER;
use super::awaiters::Awaiters;

/// A bit for each place.
type Set = u16;
const _: () = assert!(TOGETHER == Set::BITS as usize);

/// Each place is given once. What is there only now and then is kept apart, so that a place is small.
pub(super) struct Places<T, E> {
    tasks: [Option<JoinHandle<Result<T, E>>>; TOGETHER],
    /// Where the tasks are.
    watched: Set,
    /// Where the one is that was found last, as a bit.
    latest: Set,
    ended: Set,
    unwanted: Set,
    is_cancelled: bool,
    /// By place, as soon as there is one.
    values: Vec<Option<T>>,
    awaiters: Awaiters,
}

impl<T, E> Default for Places<T, E> {
    fn default() -> Self {
        Self {
            tasks: [const { None }; TOGETHER],
            watched: 0,
            latest: 1,
            ended: 0,
            unwanted: 0,
            is_cancelled: false,
            values: Vec::new(),
            awaiters: Awaiters::default(),
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
    /// Puts the child where it is found when it ends.
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
        let place = self.find_ended()?;
        let mut task = self.tasks[place].take()?;
        self.watched &= !bit(place);
        self.latest = bit(place);
        let id = task.id();
        let result = poll_ended(&mut task);
        Some(Outcome { place, id, result })
    }

    /// Those that end after each other are often next to each other, in either direction.
    #[inline]
    fn find_ended(&self) -> Option<usize> {
        let mut below = self.watched & (self.latest - 1);
        let mut above = self.watched ^ below;
        while below != 0 {
            let place = below.ilog2() as usize;
            if self.has_task_ended(place) {
                return Some(place);
            }
            below ^= bit(place);
        }
        while above != 0 {
            let place = above.trailing_zeros() as usize;
            if self.has_task_ended(place) {
                return Some(place);
            }
            above ^= bit(place);
        }
        None
    }

    fn has_task_ended(&self, place: usize) -> bool {
        let task = self.tasks[place].as_ref();
        task.is_some_and(JoinHandle::is_finished)
    }

    /// Notes that a child has ended, with or without a value.
    #[inline]
    pub(super) fn end(&mut self, place: usize, value: Option<T>) -> Ended<T> {
        self.ended |= bit(place);
        let mut unwanted = value;
        if self.unwanted & bit(place) == 0 {
            self.put_value(place, unwanted.take());
        }
        Ended {
            awaiter: self.awaiters.take(place),
            unwanted,
            all: self.ended == Set::MAX,
        }
    }

    /// Gives those that are here, to be cancelled, as are those that are put here later.
    pub(super) fn cancel(&mut self) -> [Option<AbortHandle>; TOGETHER] {
        self.is_cancelled = true;
        let tasks = self.tasks.each_ref();
        tasks.map(|task| task.as_ref().map(JoinHandle::abort_handle))
    }

    /// Gives the value, or `None`, if the child has ended. If not, the waker is noted, and the one that it replaces is
    /// given.
    #[inline]
    pub(super) fn poll(&mut self, place: usize, waker: &Waker) -> (Poll<Option<T>>, Option<Waker>) {
        if !self.has_ended(place) {
            let old = self.awaiters.note(place, waker.clone());
            return (Poll::Pending, old);
        }
        (Poll::Ready(self.take_value(place)), None)
    }

    #[inline]
    pub(super) fn has_ended(&self, place: usize) -> bool {
        self.ended & bit(place) != 0
    }

    /// What cancels the child, unless it has ended.
    pub(super) fn abort_handle(&self, place: usize) -> Option<AbortHandle> {
        self.tasks[place].as_ref().map(JoinHandle::abort_handle)
    }

    /// Notes that nobody wants the value any more.
    #[inline]
    pub(super) fn leave(&mut self, place: usize) -> (Option<T>, Option<Waker>) {
        self.unwanted |= bit(place);
        let value = self.take_value(place);
        (value, self.awaiters.take(place))
    }

    #[inline]
    fn put_value(&mut self, place: usize, value: Option<T>) {
        if value.is_some() {
            if self.values.is_empty() {
                self.values = iter::repeat_with(|| None).take(TOGETHER).collect();
            }
            self.values[place] = value;
        }
    }

    #[inline]
    fn take_value(&mut self, place: usize) -> Option<T> {
        self.values.get_mut(place)?.take()
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

/// # Panics
///
/// When it has given its result to somebody else.
#[inline]
pub(super) fn poll_ended<T>(task: &mut JoinHandle<T>) -> Result<T, JoinError> {
    match poll(task, Waker::noop()) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("a task that has ended has a result"),
    }
}

fn bit(place: usize) -> Set {
    1 << place
}
