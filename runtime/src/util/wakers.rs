//! The wakers of all futures that wait for the same event.

use std::mem;
use std::sync::Arc;
use std::task::{Wake, Waker};

use crate::util::slab::Slab;
use crate::util::sync::Mutex;
use crate::util::user_code::{discard, wake_all};

/// A slab with a slot for each future. A slot is emptied when its waker is woken, and filled by the next poll of the
/// future.
#[derive(Debug, Default)]
pub(crate) struct Wakers(Mutex<Slab<Option<Waker>>>);

impl Wakers {
    /// Keeps the waker of a future until the event. `slot` is the future's slot; its first call allocates one.
    ///
    /// A future misses no event if it registers its waker before it checks whether the event has happened.
    pub(crate) fn register(&self, slot: &mut Option<usize>, waker: &Waker) {
        if self.has(*slot, waker) {
            return;
        }
        let new = Some(waker.clone());
        let mut slots = self.0.lock();
        let old = if let Some(kept) = slot.and_then(|slot| slots.get_mut(slot)) {
            mem::replace(kept, new)
        } else {
            *slot = Some(slots.insert(new));
            None
        };
        drop(slots);
        drop(old);
    }

    fn has(&self, slot: Option<usize>, waker: &Waker) -> bool {
        let slots = self.0.lock();
        let kept = slot.and_then(|slot| slots.get(slot)?.as_ref());
        kept.is_some_and(|kept| kept.will_wake(waker))
    }

    /// Frees the slot of a future that has completed or was dropped.
    pub(crate) fn remove(&self, slot: usize) {
        let old = self.0.lock().remove(slot);
        discard(old); // the thread may be panicking, and a second panic would abort the process
    }

    /// Wakes all registered futures.
    pub(crate) fn wake_all(&self) {
        let mut slots = self.0.lock();
        let wakers: Vec<_> = slots.iter_mut().filter_map(Option::take).collect();
        drop(slots);
        wake_all(wakers);
    }
}

/// As a waker of a task, it wakes all registered futures.
impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_all();
    }
}
