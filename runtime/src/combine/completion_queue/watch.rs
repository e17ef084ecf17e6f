//! Detection of completed tasks.
//!
//! Up to [`BATCH`] tasks share one waker, which is smaller and cheaper than a waker for each. A wake does not say
//! which task completed, so we scan for one. If several complete at the same moment, the scan may find another one than
//! the task that woke; then the wake of the other finds this one. Each task wakes once, and each wake finds one task as
//! long as there is one.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use tokio::task::AbortHandle;

use crate::util::sync::Mutex;

/// How many tasks share a waker.
pub(super) const BATCH: usize = 16;

/// The tasks that have ended, and the waker of the one who waits for them.
pub(super) struct Watch(Mutex<State>);

#[derive(Default)]
struct State {
    /// By index: the tasks that are watched, and have not ended.
    running: Vec<Option<AbortHandle>>,
    /// The indices of those that have ended, until they are given.
    ended: VecDeque<usize>,
    awaiter: Option<Waker>,
}

impl Watch {
    pub(super) fn new(tasks: usize) -> Self {
        Self(Mutex::new(State {
            running: Vec::with_capacity(tasks),
            ended: VecDeque::with_capacity(tasks.min(BATCH)),
            awaiter: None,
        }))
    }

    /// Returns the waker of the tasks from this index on.
    pub(super) fn waker(self: &Arc<Self>, first: usize) -> Waker {
        let watch = self.clone();
        match first {
            0 => Waker::from(watch),
            _ => Waker::from(Arc::new(BatchWaker { first, watch })),
        }
    }

    /// Watches these tasks too, which come after the others: each is running, or has ended, or its outcome was given. A
    /// task that has ended since it was looked at may have woken before, and so is found here.
    pub(super) fn begin(&self, running: &mut [Option<AbortHandle>], has_ended: &[bool]) {
        let mut over = Vec::new(); // dropped when the lock is released
        let mut state = self.0.lock();
        for (task, &has_ended) in running.iter_mut().zip(has_ended) {
            let index = state.running.len();
            let mut task = task.take();
            if let Some(ended_since) = task.take_if(|task| task.is_finished()) {
                over.push(ended_since);
                state.ended.push_back(index);
            } else if has_ended {
                state.ended.push_back(index);
            }
            state.running.push(task);
        }
    }

    /// Gives the index of a task that has ended, or keeps the waker.
    #[inline]
    pub(super) fn poll_ended(&self, context: &mut Context<'_>) -> Poll<usize> {
        let ended = self.0.lock().ended.pop_front();
        if let Some(index) = ended {
            return Poll::Ready(index);
        }
        let waker = context.waker().clone(); // not under the lock
        let mut state = self.0.lock();
        if let Some(index) = state.ended.pop_front() {
            drop(state);
            return Poll::Ready(index);
        }
        let old = state.awaiter.replace(waker);
        drop(state);
        drop(old);
        Poll::Pending
    }

    /// Finds one of the tasks from `first` on that has ended, and wakes the awaiter.
    #[inline]
    fn find_one(&self, first: usize) {
        let (found, awaiter) = self.0.lock().find_one(first);
        drop(found);
        if let Some(awaiter) = awaiter {
            awaiter.wake();
        }
    }

    /// Watches none any more.
    pub(super) fn end(&self) {
        let state = mem::take(&mut *self.0.lock());
        drop(state);
    }
}

/// The waker of the first tasks, so that a few tasks need no other.
impl Wake for Watch {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.find_one(0);
    }
}

/// The waker of some of the other tasks.
struct BatchWaker {
    first: usize,
    watch: Arc<Watch>,
}

impl Wake for BatchWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.watch.find_one(self.first);
    }
}

impl State {
    /// Notes that one of the tasks from `first` on has ended. Returns its handle and the waker, which are to be
    /// dropped and woken after the lock is released.
    #[inline]
    fn find_one(&mut self, first: usize) -> (Option<AbortHandle>, Option<Waker>) {
        let together = self.running.iter_mut().enumerate();
        for (index, place) in together.skip(first).take(BATCH) {
            if let Some(found) = place.take_if(|task| task.is_finished()) {
                self.ended.push_back(index);
                return (Some(found), self.awaiter.take());
            }
        }
        (None, None)
    }
}
