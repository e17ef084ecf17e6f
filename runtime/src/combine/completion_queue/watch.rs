//! Detection of completed tasks.
//!
//! Up to [`BATCH`] tasks share one waker, which is smaller and cheaper than a waker for each task. A wake does not say
//! which task completed, so we scan the batch for a completed task. If several tasks complete at the same moment, the
//! scan may find another task than the task that woke; the wake of that other task then finds this task.
//!
//! # Invariant
//!
//! *one wake, one task*: each wake queues the first completed task of its batch, if there is one. (A batch that was cut
//! short for lack of budget is scanned with a part of the next one, after its own tasks.) This finds every task,
//! because a task wakes once and is finished by then: see *woken once* and *finished before woken* in
//! [`tokio_assumptions`](crate::util::tokio_assumptions). A wake that comes before its task is in `running` finds
//! nothing, or another task; [`Watch::begin`] finds the task that this wake has missed.

use std::collections::VecDeque;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use tokio::task::AbortHandle;

use crate::util::sync::Mutex;
use crate::util::user_code::discard;

/// Maximum number of tasks that share a waker.
pub(super) const BATCH: usize = 16;

/// The tasks that have ended, and the consumer's waker.
pub(super) struct Watch(Mutex<State>);

#[derive(Default)]
struct State {
    /// Handles of the watched tasks that have not ended, by index.
    running: Vec<Option<AbortHandle>>,
    /// The indices of tasks that have ended, until the consumer takes them.
    ended: VecDeque<usize>,
    /// The waker of the task that awaits the outcomes.
    consumer: Option<Waker>,
}

impl Watch {
    pub(super) fn new(tasks: usize) -> Self {
        Self(Mutex::new(State {
            running: Vec::with_capacity(tasks),
            ended: VecDeque::with_capacity(tasks.min(BATCH)),
            consumer: None,
        }))
    }

    /// Returns the waker of the batch that begins with the task `first`.
    pub(super) fn waker(self: &Arc<Self>, first: usize) -> Waker {
        let watch = self.clone();
        match first {
            0 => Waker::from(watch),
            _ => Waker::from(Arc::new(BatchWaker { first, watch })),
        }
    }

    /// Watches more tasks, which follow the others. Each has a handle in `running`, has ended, or has had its outcome
    /// fetched. A task that has ended since its poll may have woken before this call, so it is found here.
    pub(super) fn begin(&self, running: &mut [Option<AbortHandle>], has_ended: &[bool]) {
        let mut over = Vec::new(); // dropped after the lock is released
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

    /// Returns the index of a task that has ended, or keeps the waker.
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
        let old = state.consumer.replace(waker);
        drop(state);
        drop(old);
        Poll::Pending
    }

    /// Called by a batch's waker: queues one completed task of the batch, and wakes the consumer.
    #[inline]
    fn find_one(&self, first: usize) {
        let (found, consumer) = self.0.lock().find_one(first);
        drop(found);
        if let Some(consumer) = consumer {
            consumer.wake(); // tokio catches its panic: *panics are caught* in `tokio_assumptions`
        }
    }

    /// Stops watching all tasks.
    pub(super) fn end(&self) {
        let state = mem::take(&mut *self.0.lock());
        discard([state]); // its waker may panic, and the tasks are still to be cancelled or returned
    }
}

/// The waker of the first batch, so that a few tasks need no further allocation.
impl Wake for Watch {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.find_one(0);
    }
}

/// The waker of another batch.
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
    /// Queues one completed task of the batch that begins with `first`. Returns its handle and the consumer's waker,
    /// for the time after the lock is released.
    #[inline]
    fn find_one(&mut self, first: usize) -> (Option<AbortHandle>, Option<Waker>) {
        let batch = self.running.iter_mut().enumerate();
        for (index, slot) in batch.skip(first).take(BATCH) {
            if let Some(found) = slot.take_if(|task| task.is_finished()) {
                self.ended.push_back(index);
                return (Some(found), self.consumer.take());
            }
        }
        (None, None)
    }
}
