//! The listener of a graceful coroutine, and the task for which it listens.

use std::hash::Hash;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use tokio::runtime;

use super::registry::Registry;
use super::task_listeners::{Abort, Effects, Key, Signal};
use crate::util::sync::{Mutex, Ordering};

/// A graceful coroutine. It listens for the task that last polled it.
#[derive(Debug)]
pub(crate) struct Listener<K> {
    state: Mutex<State<K>>,
    pub(crate) signal: Arc<Signal>,
}

#[derive(Debug)]
struct State<K> {
    place: Place<K>,
    /// Whether the coroutine has observed a request, or there was one when it ended.
    has_been_requested: bool,
}

/// Where a coroutine is polled.
#[derive(Clone, Copy, Debug)]
enum Place<K> {
    /// Not in a task, so there is nothing to cancel.
    Outside,
    /// In a task, under a key in the task's record.
    In(K, Key),
    Ended,
}

/// A poll of a listener. It ends when this is dropped.
pub(crate) struct Polling<'a, K: Copy + Eq + Hash, H: Abort> {
    registry: &'a Registry<K, H>,
    task: Option<K>,
    outer: Option<Key>,
}

impl<K: Copy + Eq + Hash> Listener<K> {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                place: Place::Outside,
                has_been_requested: false,
            }),
            signal: Arc::default(),
        }
    }

    /// Begins to listen for a task before the first poll, unless the coroutine was polled or dropped in the meantime.
    pub(crate) fn begin<H: Abort>(
        &self,
        registry: &Registry<K, H>,
        task: K,
        runtime: Option<runtime::Id>,
    ) {
        let mut state = self.state.lock();
        if let Place::Outside = state.place {
            let (effects, _) = self.move_to(&mut state, registry, Some((task, runtime)));
            drop(state);
            effects.run();
        }
    }

    /// Begins a poll of the coroutine in the task `here`. The poll ends when the result is dropped.
    ///
    /// `runtime` returns the runtime of that task. `slot` is the slot of the coroutine's waker.
    pub(crate) fn enter<'a, H: Abort>(
        &self,
        registry: &'a Registry<K, H>,
        here: Option<K>,
        runtime: impl FnOnce() -> Option<runtime::Id>,
        slot: &mut Option<usize>,
        waker: &Waker,
    ) -> Polling<'a, K, H> {
        // This is the first step, so that no request is missed: a later request wakes the coroutine, and an earlier one
        // is found below.
        self.signal.wakers.register(slot, waker);
        let mut state = self.state.lock();
        let moved = if state.place.task() == here {
            None
        } else {
            let here = here.map(|task| (task, runtime()));
            Some(self.move_to(&mut state, registry, here))
        };
        let place = state.place;
        let outer = match place {
            Place::In(task, key) => registry.find(task, |record| record.listeners.enter(key)),
            Place::Outside | Place::Ended => None,
        };
        drop(state);
        let polling = Polling {
            registry,
            task: place.task(),
            outer: outer.flatten(),
        };
        if let Some((effects, is_requested)) = moved {
            effects.run();
            if is_requested {
                self.signal.wakers.wake_all();
            }
        }
        polling
    }

    /// Stops listening in the old task and begins to listen in the new one. Returns the effects on the old task, and
    /// whether the new task has a request.
    fn move_to<H: Abort>(
        &self,
        state: &mut State<K>,
        registry: &Registry<K, H>,
        here: Option<(K, Option<runtime::Id>)>,
    ) -> (Effects<H>, bool) {
        let effects = leave(state.place, registry);
        state.place = Place::Outside;
        let Some((task, runtime)) = here else {
            return (effects, false);
        };
        registry.listener_count.fetch_add(1, Ordering::Release);
        let (key, is_requested) = registry.update(task, runtime, |record| {
            let key = record.listeners.begin(self.signal.clone());
            (key, record.listeners.is_requested())
        });
        state.place = Place::In(task, key);
        (effects, is_requested)
    }

    /// Ready when the coroutine observes a request. `slot` is the slot of the future that polls.
    pub(crate) fn poll_requested<H>(
        &self,
        registry: &Registry<K, H>,
        slot: &mut Option<usize>,
        context: &mut Context<'_>,
    ) -> Poll<()> {
        self.signal.wakers.register(slot, context.waker());
        if self.observe(registry) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }

    /// Returns whether the coroutine has been asked to end. If so, it has observed the request.
    pub(crate) fn observe<H>(&self, registry: &Registry<K, H>) -> bool {
        let mut state = self.state.lock();
        if let Place::In(task, key) = state.place {
            let is_requested = registry.find(task, |record| record.listeners.observe(key));
            state.has_been_requested |= is_requested == Some(true);
        }
        state.has_been_requested
    }

    /// Returns whether the coroutine has been asked to end, without observing the request.
    pub(crate) fn is_requested<H>(&self, registry: &Registry<K, H>) -> bool {
        let state = self.state.lock();
        state.has_been_requested || state.place.is_requested(registry)
    }

    /// Returns whether the coroutine listens for the task `here`, or has ended.
    pub(crate) fn is_in(&self, here: Option<K>) -> bool {
        let place = self.state.lock().place;
        matches!(place, Place::Ended) || place.task() == here
    }

    /// Accepts the request.
    pub(crate) fn accept<H: Abort>(&self, registry: &Registry<K, H>) {
        let state = self.state.lock();
        let effects = match state.place {
            Place::In(task, key) => registry.find(task, |record| record.listeners.accept(key)),
            Place::Outside | Place::Ended => None,
        };
        drop(state);
        effects.unwrap_or_default().run();
    }

    /// Ends the coroutine.
    pub(crate) fn end<H: Abort>(&self, registry: &Registry<K, H>) {
        let mut state = self.state.lock();
        state.has_been_requested |= state.place.is_requested(registry);
        let effects = leave(state.place, registry);
        state.place = Place::Ended;
        drop(state);
        effects.run();
    }
}

/// Removes a coroutine from the record of its task.
fn leave<K: Copy + Eq + Hash, H: Abort>(place: Place<K>, registry: &Registry<K, H>) -> Effects<H> {
    let Place::In(task, key) = place else {
        return Effects::default();
    };
    let effects = registry.find(task, |record| record.listeners.end(key));
    registry.listener_count.fetch_sub(1, Ordering::Release);
    effects.unwrap_or_default()
}

impl<K: Copy + Eq + Hash> Place<K> {
    fn task(self) -> Option<K> {
        match self {
            Self::In(task, _) => Some(task),
            Self::Outside | Self::Ended => None,
        }
    }

    fn is_requested<H>(self, registry: &Registry<K, H>) -> bool {
        let task = self.task();
        let is_requested =
            task.and_then(|task| registry.find(task, |record| record.listeners.is_requested()));
        is_requested == Some(true)
    }
}

impl<K: Copy + Eq + Hash, H: Abort> Drop for Polling<'_, K, H> {
    fn drop(&mut self) {
        let Some(task) = self.task else { return };
        let effects = self
            .registry
            .find(task, |record| record.listeners.leave(self.outer));
        effects.unwrap_or_default().run();
    }
}
