//! Wakers that run code of the test when they are cloned, woken and dropped.

use std::sync::Arc;
use std::task::Waker;
use std::thread;

use cooked_waker::{IntoWaker, Wake, WakeRef};

/// The events of a waker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The waker is cloned. The clone runs the same code.
    Clone,
    /// The waker is woken, by value or by reference.
    Wake,
    /// The waker is dropped, or has been woken by value.
    Drop,
}

impl Event {
    pub const ALL: [Self; 3] = [Self::Clone, Self::Wake, Self::Drop];
}

/// A waker that calls this function at every event.
pub fn waker(hook: impl Fn(Event) + Send + Sync + 'static) -> Waker {
    Box::new(Hooked(Arc::new(hook))).into_waker()
}

/// A waker that calls this function at one kind of event.
pub fn waker_at(at: Event, hook: impl Fn() + Send + Sync + 'static) -> Waker {
    waker(move |event| {
        if event == at {
            hook();
        }
    })
}

/// A waker that panics at one kind of event, unless the thread panics already.
pub fn panicking_waker(at: Event) -> Waker {
    waker_at(at, move || {
        assert!(thread::panicking(), "a waker panics at {at:?}");
    })
}

struct Hooked(Arc<dyn Fn(Event) + Send + Sync>);

impl Clone for Hooked {
    fn clone(&self) -> Self {
        (self.0)(Event::Clone);
        Self(self.0.clone())
    }
}

impl WakeRef for Hooked {
    fn wake_by_ref(&self) {
        (self.0)(Event::Wake);
    }
}

impl Wake for Hooked {}

impl Drop for Hooked {
    fn drop(&mut self) {
        (self.0)(Event::Drop);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::{Event, waker};

    /// If the hook missed events, the tests of re-entrance would test nothing.
    #[test]
    fn the_hook_sees_every_event() {
        let events = Arc::new(Mutex::new(Vec::new()));
        let seen = events.clone();
        let waker = waker(move |event| seen.lock().unwrap().push(event));
        let clone = waker.clone();
        clone.wake_by_ref();
        drop(clone);
        waker.wake();
        let events = events.lock().unwrap();
        let (clone, wake, drop) = (Event::Clone, Event::Wake, Event::Drop);
        assert_eq!(*events, [clone, wake, drop, wake, drop]);
    }
}
