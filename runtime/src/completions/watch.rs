//! How is one told that a task has ended, and which one?
//!
//! A waker for each task would know. Here, some tasks have one in common, which is smaller and cheaper; it looks for
//! one of them that has ended. That need not be the one which has woken it, if several end at the same moment. But then
//! this one is found when the other wakes: each wakes once, and each time, one is found as long as there is one.

use std::collections::VecDeque;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use tokio::task::AbortHandle;

/// How many tasks have a waker in common.
pub(super) const TOGETHER: usize = 16;

/// Which tasks have ended, and who is to be told.
pub(super) struct Watch(Mutex<State>);

#[derive(Default)]
struct State {
    /// By index: those that are watched, and have not ended.
    running: Vec<Option<AbortHandle>>,
    /// The indices of those that have ended, until they are given.
    ended: VecDeque<usize>,
    awaiter: Option<Waker>,
}

impl Watch {
    pub(super) fn new(tasks: usize) -> Self {
        Self(Mutex::new(State {
            running: Vec::with_capacity(tasks),
            ended: VecDeque::with_capacity(tasks.min(TOGETHER)),
            awaiter: None,
        }))
    }

    /// Wakers are woken and dropped when it is unlocked: what they do is not our code.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the tasks from this index on are to wake.
    pub(super) fn waker(self: &Arc<Self>, first: usize) -> Waker {
        let watch = self.clone();
        match first {
            0 => Waker::from(watch),
            _ => Waker::from(Arc::new(Together { first, watch })),
        }
    }

    /// Tells of these tasks too, which come after the others. What has ended since it was polled may have told before,
    /// and so is found here.
    pub(super) fn begin(&self, tasks: impl Iterator<Item = Option<AbortHandle>>) {
        let mut state = self.lock();
        for task in tasks {
            let has_ended = task.as_ref().is_some_and(AbortHandle::is_finished);
            if has_ended {
                let index = state.running.len();
                state.ended.push_back(index);
            }
            state.running.push(task.filter(|_| !has_ended));
        }
    }

    /// Gives the index of one that has ended, or notes who is to be told.
    #[inline]
    pub(super) fn poll_ended(&self, context: &mut Context<'_>) -> Poll<usize> {
        let mut state = self.lock();
        if let Some(index) = state.ended.pop_front() {
            return Poll::Ready(index);
        }
        let old = state.awaiter.replace(context.waker().clone());
        drop(state);
        drop(old);
        Poll::Pending
    }

    /// Tells that one of the tasks from `first` on has ended.
    #[inline]
    fn tell_of_one(&self, first: usize) {
        let awaiter = self.lock().note_one(first);
        if let Some(awaiter) = awaiter {
            awaiter.wake();
        }
    }

    /// Tells of none any more.
    pub(super) fn end(&self) {
        let state = mem::take(&mut *self.lock());
        drop(state);
    }
}

/// Is what the first tasks wake, so that a few tasks need no other waker.
impl Wake for Watch {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.tell_of_one(0);
    }
}

/// What some of the other tasks wake.
struct Together {
    first: usize,
    watch: Arc<Watch>,
}

impl Wake for Together {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.watch.tell_of_one(self.first);
    }
}

impl State {
    /// Notes that one of the tasks from `first` on has ended, and returns who is to be told.
    #[inline]
    fn note_one(&mut self, first: usize) -> Option<Waker> {
        let together = self.running.iter_mut().enumerate();
        for (index, place) in together.skip(first).take(TOGETHER) {
            if place.as_ref().is_some_and(AbortHandle::is_finished) {
                *place = None;
                self.ended.push_back(index);
                return self.awaiter.take();
            }
        }
        None
    }
}
