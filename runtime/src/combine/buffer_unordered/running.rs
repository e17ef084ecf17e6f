//! Tasks whose outcomes are returned in the order in which the tasks end, and to which others can be added.
//!
//! Unlike a [completion queue](crate::combine::completion_queue), this needs memory only for as many tasks as there are
//! at once. Each task has a slot, and a waker that says which slot is to be polled. A poll that comes in vain does no
//! harm: it is pending.

use std::collections::VecDeque;
use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker, ready};

use tokio::task::coop;

use crate::util::sync::Mutex;
use crate::util::user_code::discard;
use crate::{Completed, Task};

pub(super) struct Running<T> {
    slots: Vec<Slot<T>>,
    /// The slots without a task.
    free: Vec<usize>,
    /// Number of tasks.
    len: usize,
    due: Arc<Due>,
}

struct Slot<T> {
    waker: Waker,
    /// The task and its index.
    task: Option<(usize, Task<T>)>,
}

impl<T> Running<T> {
    pub(super) fn new() -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
            len: 0,
            due: Arc::default(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Adds a task, unless it ends in this moment: then its outcome is returned.
    ///
    /// The task is watched from now on. It is not if tokio's cooperative budget is used up (*no budget, no waker* in
    /// [`tokio_assumptions`](crate::util::tokio_assumptions)); then it is due, and the next poll watches it.
    pub(super) fn add(&mut self, index: usize, task: Task<T>) -> Option<Completed<T>> {
        let slot = self.free.pop().unwrap_or_else(|| {
            let due = self.due.clone();
            let slot = self.slots.len();
            let waker = Waker::from(Arc::new(SlotWaker { slot, due }));
            self.slots.push(Slot { waker, task: None });
            slot
        });
        let is_due = task.is_finished() || !coop::has_budget_remaining();
        self.slots[slot].task = Some((index, task));
        self.len += 1;
        if is_due {
            self.due.push(slot); // an outcome is fetched later, in the order of completion
            None
        } else {
            self.poll_slot(slot)
        }
    }

    /// Returns the outcome of the next task that ends. There has to be a task.
    ///
    /// It is pending when tokio's cooperative budget is used up.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Completed<T>> {
        loop {
            drop(ready!(coop::poll_proceed(context))); // which gives the unit of budget back
            let slot = ready!(self.due.poll_pop(context));
            if let Some(completed) = self.poll_slot(slot) {
                return Poll::Ready(completed);
            }
        }
    }

    /// Polls the task in a slot, if there is one, and returns its outcome if it has ended. There has to be budget. If this
    /// panics, the task is gone, or is due again.
    fn poll_slot(&mut self, slot: usize) -> Option<Completed<T>> {
        let Slot { waker, task } = &mut self.slots[slot];
        let (index, running) = task.as_mut()?;
        let (index, id, had_ended) = (*index, running.id(), running.is_finished());
        let poll = AssertUnwindSafe(|| running.poll(&mut Context::from_waker(waker)));
        let result = match catch_unwind(poll) {
            Ok(Poll::Pending) => return None,
            Ok(Poll::Ready(result)) => Ok(result),
            Err(panic) if had_ended => Err(panic), // its outcome was fetched before
            Err(panic) => {
                // The destructor of an old waker has panicked. The next poll has no old waker to drop: *old waker is
                // dropped* in `tokio_assumptions`.
                self.due.push(slot);
                resume_unwind(panic);
            }
        };
        *task = None;
        self.free.push(slot);
        self.len -= 1;
        match result {
            Ok(result) => Some(Completed { index, id, result }),
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Takes all tasks out.
    pub(super) fn take(&mut self) -> impl Iterator<Item = Task<T>> + use<T> {
        self.len = 0;
        self.due.end();
        let slots = mem::take(&mut self.slots).into_iter();
        slots.filter_map(|slot| slot.task).map(|(_, task)| task)
    }
}

/// The slots to be polled, and the consumer's waker.
#[derive(Default)]
struct Due(Mutex<State>);

#[derive(Default)]
struct State {
    slots: VecDeque<usize>,
    /// The waker of the task that awaits the outcomes.
    consumer: Option<Waker>,
}

impl Due {
    fn push(&self, slot: usize) {
        self.0.lock().slots.push_back(slot);
    }

    /// Returns a slot that is to be polled, or keeps the waker.
    fn poll_pop(&self, context: &mut Context<'_>) -> Poll<usize> {
        let slot = self.0.lock().slots.pop_front();
        if let Some(slot) = slot {
            return Poll::Ready(slot);
        }
        let waker = context.waker().clone(); // not under the lock
        let mut state = self.0.lock();
        if let Some(slot) = state.slots.pop_front() {
            drop(state);
            return Poll::Ready(slot);
        }
        let old = state.consumer.replace(waker);
        drop(state);
        drop(old);
        Poll::Pending
    }

    /// Forgets the slots and the waker.
    fn end(&self) {
        let state = mem::take(&mut *self.0.lock());
        discard([state]); // its waker may panic, and the tasks are still to be cancelled
    }
}

struct SlotWaker {
    slot: usize,
    due: Arc<Due>,
}

impl Wake for SlotWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let consumer = {
            let mut state = self.due.0.lock();
            state.slots.push_back(self.slot);
            state.consumer.take()
        };
        if let Some(consumer) = consumer {
            consumer.wake(); // tokio catches its panic: *panics are caught* in `tokio_assumptions`
        }
    }
}

/// Shows the tasks, in the order in which they were added.
impl<T> fmt::Debug for Running<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tasks = self.slots.iter().filter_map(|slot| slot.task.as_ref());
        let mut tasks: Vec<_> = tasks.collect();
        tasks.sort_by_key(|(index, _)| *index);
        f.debug_list()
            .entries(tasks.into_iter().map(|(_, task)| task))
            .finish()
    }
}
