//! What the lock of a group guards.

use std::collections::VecDeque;
use std::mem;
use std::task::{Poll, Waker};

use tokio::runtime;
use tokio::task::AbortHandle;

use super::TaskFailure;
use crate::util::slab::Slab;
use crate::util::user_code::Panic;

/// Capacity of a new group: cheaper than to grow step by step.
const FEW: usize = 16;

/// Maximum number of ended tasks whose memory is kept until another child is added.
const SPENT: usize = 16;

pub(super) struct State<E> {
    /// What cancels each child that has not ended, by its key. It is empty once the group was dropped.
    pub(super) running: Slab<AbortHandle>,
    /// Handles of a few ended tasks whose values nobody wants. They are dropped when another child is added, or with the
    /// group: an allocator is slow to free on one thread what another thread has allocated.
    pub(super) spent: Vec<AbortHandle>,
    /// How many children the group still waits for.
    pub(super) left: usize,
    pub(super) failures: Vec<TaskFailure<E>>,
    /// Panics that no child has caused, until `join` reports them.
    pub(super) panics: VecDeque<Panic>,
    /// The group is joined: it closes as soon as no child is left.
    pub(super) closes: bool,
    pub(super) is_closed: bool,
    pub(super) is_cancelled: bool,
    /// The runtime in which a task that cancels the children after a failure was spawned last.
    pub(super) cancelling_in: Option<runtime::Id>,
    pub(super) joiner: Option<Waker>,
    /// The waker of the `scope` whose body runs.
    pub(super) body: Option<Waker>,
}

/// What a change of the state leaves to do without the lock.
#[derive(Default)]
pub(super) struct Due {
    /// The group has failed, and is to be cancelled.
    pub(super) cancels: bool,
    pub(super) joiner: Option<Waker>,
    pub(super) body: Option<Waker>,
}

impl<E> Default for State<E> {
    fn default() -> Self {
        Self {
            running: Slab::with_capacity(FEW),
            spent: Vec::new(),
            left: 0,
            failures: Vec::new(),
            panics: VecDeque::new(),
            closes: false,
            is_closed: false,
            is_cancelled: false,
            cancelling_in: None,
            joiner: None,
            body: None,
        }
    }
}

impl<E> State<E> {
    pub(super) fn takes_children(&self) -> bool {
        !self.is_closed && !self.is_cancelled && !self.has_failed()
    }

    /// Counts a child, and returns its key.
    #[inline]
    pub(super) fn insert(&mut self, abort_handle: AbortHandle) -> usize {
        self.left += 1;
        self.running.insert(abort_handle)
    }

    /// Counts a child as gone, and returns what the caller drops when it has released the lock.
    #[inline]
    pub(super) fn remove(&mut self, key: usize, is_unwanted: bool) -> Option<AbortHandle> {
        self.left -= 1;
        let removed = self.running.remove(key)?;
        if is_unwanted && self.spent.len() < SPENT {
            self.spent.push(removed);
            return None;
        }
        Some(removed)
    }

    fn has_failed(&self) -> bool {
        !self.failures.is_empty() || !self.panics.is_empty()
    }

    /// Whether the group has failed and is not cancelled yet.
    pub(super) fn cancels(&self) -> bool {
        self.has_failed() && !self.is_cancelled
    }

    /// Whether the group has ended: nothing that happens now is reported any more.
    pub(super) fn has_ended(&self) -> bool {
        self.is_closed && self.left == 0
    }

    /// Whether no child is left, and no panic is to be reported as that of another one.
    pub(super) fn is_over(&self) -> bool {
        self.left == 0 && self.panics.is_empty()
    }

    /// Gives the failures when no child is left. The group closes then, at the latest.
    pub(super) fn poll_failures(&mut self) -> Poll<Vec<TaskFailure<E>>> {
        self.closes = true;
        if !self.is_over() {
            return Poll::Pending;
        }
        self.is_closed = true;
        Poll::Ready(mem::take(&mut self.failures))
    }

    /// Settles what follows from a change. The wakers are those of all who have something to do now.
    #[inline]
    pub(super) fn settle(&mut self) -> Option<Due> {
        let is_empty = self.left == 0;
        if !is_empty && !self.has_failed() {
            return None;
        }
        self.is_closed |= is_empty && self.closes;
        let cancels = self.cancels();
        let joins = is_empty || cancels || !self.panics.is_empty();
        Some(Due {
            cancels,
            joiner: self.joiner.take_if(|_| joins),
            body: self.body.take_if(|_| cancels),
        })
    }
}
