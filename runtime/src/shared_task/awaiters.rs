//! The wakers of all who await a shared task.

use std::mem;
use std::sync::Arc;
use std::task::{Wake, Waker};

use crate::slab::Slab;
use crate::sync::Mutex;
use crate::user_code::wake_all;

/// Each awaiter has a place until it is dropped. The task's own waker is this, and wakes all of them.
#[derive(Default)]
pub(super) struct Awaiters(Mutex<Slab<Option<Waker>>>);

impl Awaiters {
    /// Keeps a clone of the waker, in the same place as an earlier one of this awaiter.
    pub(super) fn put(&self, place: &mut Option<usize>, waker: &Waker) {
        let new = Some(waker.clone()); // not under the lock
        let mut places = self.0.lock();
        let kept = place.and_then(|place| places.get_mut(place));
        let old = if let Some(kept) = kept {
            mem::replace(kept, new)
        } else {
            *place = Some(places.insert(new));
            None
        };
        drop(places);
        drop(old);
    }

    pub(super) fn remove(&self, place: usize) {
        let old = self.0.lock().remove(place);
        drop(old);
    }
}

impl Wake for Awaiters {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut places = self.0.lock();
        let wakers: Vec<_> = places.iter_mut().filter_map(Option::take).collect();
        drop(places);
        wake_all(wakers);
    }
}
