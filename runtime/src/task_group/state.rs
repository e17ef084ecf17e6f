//! The state of a group, which its lock guards.

use std::collections::{BTreeMap, VecDeque};
use std::mem;
use std::sync::Arc;
use std::task::{Poll, Waker};

use tokio::runtime;
use tokio::task::AbortHandle;

use super::scope_state::ScopeState;
use super::{Links, TaskFailure};
use crate::left_behind::{Key, Note};
use crate::util::slab::Slab;
use crate::util::user_code::Panic;

/// Capacity of a new group, which saves most groups from growing.
const FEW: usize = 16;

/// Maximum number of ended tasks whose memory is kept until another child is added.
const SPENT: usize = 16;

pub(super) struct State<E> {
    /// The children, by key: see *a handle for each child* in [`task_group`](super).
    pub(super) running: Slab<Running>,
    /// The names of the children that have one, by key.
    pub(super) names: BTreeMap<usize, Arc<str>>,
    /// Number of children that were added.
    added: usize,
    /// Handles of a few ended tasks without a `GroupTask`. They are dropped when another child is added, or with the
    /// group, because allocators are slow to free the memory of another thread.
    pub(super) spent: Vec<AbortHandle>,
    /// Number of children that have not left the group.
    pub(super) left: usize,
    pub(super) failures: Vec<TaskFailure<E>>,
    /// Panics that were not caused by a child and that are not reported yet.
    pub(super) panics: VecDeque<Panic>,
    /// Whether the group is being joined, and so closes when no child is left.
    pub(super) closes: bool,
    pub(super) is_closed: bool,
    pub(super) is_cancelled: bool,
    pub(super) scope: ScopeState,
    /// The runtime of the last task that was spawned to cancel the children after a failure.
    pub(super) cancelling_in: Option<runtime::Id>,
    pub(super) joiner: Option<Waker>,
    /// The waker of the `scope` while its body is running.
    pub(super) body: Option<Waker>,
    /// The children of a group that was dropped before they had ended.
    pub(super) left_behind: Vec<Key>,
    /// The note that such a group was left behind.
    pub(super) note: Option<Note>,
    pub(super) links: Links<E>,
}

/// A child that has not left the group.
pub(super) struct Running {
    pub(super) abort_handle: AbortHandle,
    /// The child's position among all that were added, from 1. It is 0 for a child that reports a panic.
    number: usize,
}

/// Work that follows from a change of the state, for the time after the lock is released.
#[derive(Default)]
pub(super) struct Effects {
    /// Whether the children have to be cancelled, because one of them has failed.
    pub(super) cancels: bool,
    pub(super) joiner: Option<Waker>,
    pub(super) body: Option<Waker>,
    /// The note of a group that was left behind and has ended.
    pub(super) note: Option<Note>,
}

impl<E> Default for State<E> {
    fn default() -> Self {
        Self {
            running: Slab::with_capacity(FEW),
            names: BTreeMap::new(),
            added: 0,
            spent: Vec::new(),
            left: 0,
            failures: Vec::new(),
            panics: VecDeque::new(),
            closes: false,
            is_closed: false,
            is_cancelled: false,
            scope: ScopeState::default(),
            cancelling_in: None,
            joiner: None,
            body: None,
            left_behind: Vec::new(),
            note: None,
            links: Links::default(),
        }
    }
}

impl<E> State<E> {
    pub(super) fn takes_children(&self) -> bool {
        !self.is_closed && !self.is_cancelled && !self.has_failed()
    }

    /// Adds a child, and returns its key.
    #[inline]
    pub(super) fn insert(&mut self, abort_handle: AbortHandle) -> usize {
        self.added += 1;
        self.insert_as(self.added, abort_handle)
    }

    /// Adds a child that reports a panic.
    pub(super) fn insert_report(&mut self, abort_handle: AbortHandle) -> usize {
        self.insert_as(0, abort_handle)
    }

    #[inline]
    fn insert_as(&mut self, number: usize, abort_handle: AbortHandle) -> usize {
        self.left += 1;
        self.running.insert(Running {
            abort_handle,
            number,
        })
    }

    /// Returns the name of a child, and its position among all that were added, from 0.
    pub(super) fn identify(&self, key: usize) -> (Option<Arc<str>>, Option<usize>) {
        let number = self.running.get(key).map(|child| child.number);
        let index = number.and_then(|number| number.checked_sub(1));
        (self.names.get(&key).cloned(), index)
    }

    /// Removes a child. The caller drops the returned handle after it has released the lock.
    #[inline]
    pub(super) fn remove(&mut self, key: usize, is_unwanted: bool) -> Option<AbortHandle> {
        self.left -= 1;
        if !self.names.is_empty() {
            self.names.remove(&key);
        }
        let removed = self.running.remove(key)?.abort_handle;
        if is_unwanted && self.spent.len() < SPENT {
            self.spent.push(removed);
            return None;
        }
        Some(removed)
    }

    fn has_failed(&self) -> bool {
        !self.failures.is_empty() || !self.panics.is_empty()
    }

    /// Returns whether the group has failed and is not cancelled yet.
    pub(super) fn cancels(&self) -> bool {
        self.has_failed() && !self.is_cancelled
    }

    /// Returns whether the group has ended. What happens from now on is not reported.
    pub(super) fn has_ended(&self) -> bool {
        self.is_closed && self.left == 0
    }

    /// Returns whether no child is left, and no panic remains for which a child has to be spawned.
    pub(super) fn is_over(&self) -> bool {
        self.left == 0 && self.panics.is_empty()
    }

    /// Returns the failures when no child is left, and closes the group.
    pub(super) fn poll_failures(&mut self) -> Poll<Vec<TaskFailure<E>>> {
        self.closes = true;
        if !self.is_over() {
            return Poll::Pending;
        }
        self.is_closed = true;
        Poll::Ready(mem::take(&mut self.failures))
    }

    /// Updates the state after a change, and returns the effects: whether to cancel, and the wakers to wake.
    #[inline]
    pub(super) fn settle(&mut self) -> Option<Effects> {
        let is_empty = self.left == 0;
        if !is_empty && !self.has_failed() {
            return None;
        }
        self.is_closed |= is_empty && self.closes;
        let cancels = self.cancels();
        let joins = is_empty || cancels || !self.panics.is_empty();
        Some(Effects {
            cancels,
            joiner: self.joiner.take_if(|_| joins),
            body: self.body.take_if(|_| cancels),
            note: self.note.take_if(|_| is_empty),
        })
    }
}
