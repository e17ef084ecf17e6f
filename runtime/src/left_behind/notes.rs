//! The notes: what each task or region has left behind.

use std::collections::{HashMap, HashSet};
use std::future::poll_fn;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use tokio::task::Id;

use super::wake_queue::wake_in_turn;
use super::{ENTRIES, NOTES, region};
use crate::util::slab::Slab;
use crate::util::sync::Ordering;

/// A task or region that leaves something behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Task(Id),
    Region(usize),
}

/// A group or task that was left behind.
pub(crate) trait Noted: Send + Sync {
    /// Calls a function with each task and region that this one waits for.
    fn waits_for(&self, each: &mut dyn FnMut(Key));
}

pub(super) type Notes = HashMap<Key, Entry>;

#[derive(Default)]
pub(super) struct Entry {
    noted: Slab<Arc<dyn Noted>>,
    watchers: Vec<Waker>,
}

/// Removes the note when it is dropped.
pub(crate) struct Note {
    under: Key,
    slot: usize,
}

/// Makes a note under the current task or region. Returns `None` if there is neither, or if the note would close a
/// cycle.
pub(crate) fn note(owner: Arc<dyn Noted>) -> Option<Note> {
    let (under, task) = region::current()?;
    let mut notes = NOTES.lock();
    let would_wait_for = [Some(under), task.map(Key::Task)];
    if is_reached(&notes, &*owner, &would_wait_for) {
        drop(notes); // before `owner`
        return None;
    }
    let entry = notes.entry(under).or_default();
    let slot = entry.noted.insert(owner);
    ENTRIES.store(notes.len(), Ordering::Release);
    Some(Note { under, slot })
}

/// Returns whether `from` waits for one of `goals`, directly or through other notes.
fn is_reached(notes: &Notes, from: &dyn Noted, goals: &[Option<Key>]) -> bool {
    let mut is_found = false;
    let mut seen = HashSet::new();
    let mut ahead = Vec::new();
    let mut look = |noted: &dyn Noted, ahead: &mut Vec<Key>| {
        noted.waits_for(&mut |key| {
            is_found |= goals.contains(&Some(key));
            // Most owners have left nothing behind, and need no memory here.
            if notes.contains_key(&key) && seen.insert(key) {
                ahead.push(key);
            }
        });
    };
    look(from, &mut ahead);
    while let Some(key) = ahead.pop() {
        for noted in notes[&key].noted.iter() {
            look(&**noted, &mut ahead);
        }
    }
    is_found
}

impl Drop for Note {
    fn drop(&mut self) {
        let mut notes = NOTES.lock();
        let Some(entry) = notes.get_mut(&self.under) else {
            return;
        };
        let removed = entry.noted.remove(self.slot);
        let mut watchers = Vec::new();
        if entry.noted.is_empty() {
            watchers = mem::take(&mut entry.watchers);
            notes.remove(&self.under);
            ENTRIES.store(notes.len(), Ordering::Release);
        }
        drop(notes);
        drop(removed);
        wake_in_turn(watchers);
    }
}

/// Returns whether there are no notes at all. This costs one atomic load.
#[inline]
pub(crate) fn is_empty() -> bool {
    ENTRIES.load(Ordering::Acquire) == 0
}

/// Returns whether everything that a task or region has left behind is gone.
#[inline]
pub(crate) fn is_gone(key: Key) -> bool {
    is_empty() || !has_left(key)
}

#[cold]
fn has_left(key: Key) -> bool {
    NOTES.lock().contains_key(&key)
}

/// Registers a waker that is woken when nothing is left. Returns whether something is left; if not, the waker is
/// dropped.
pub(crate) fn wake_when_gone(key: Key, waker: Waker) -> bool {
    let mut notes = NOTES.lock();
    let Some(entry) = notes.get_mut(&key) else {
        drop(notes);
        drop(waker);
        return false;
    };
    let known = entry.watchers.iter().any(|known| known.will_wake(&waker));
    let unneeded = if known {
        Some(waker)
    } else {
        entry.watchers.push(waker);
        None
    };
    drop(notes);
    drop(unneeded);
    true
}

/// Ready when nothing is left.
#[inline]
pub(crate) fn poll_gone(key: Key, context: &mut Context<'_>) -> Poll<()> {
    if is_gone(key) || !wake_when_gone(key, context.waker().clone()) {
        Poll::Ready(())
    } else {
        Poll::Pending
    }
}

/// Waits until nothing is left.
pub(crate) async fn gone(key: Key) {
    poll_fn(|context| poll_gone(key, context)).await;
}
