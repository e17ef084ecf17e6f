//! The graceful coroutines of one task, and the request to cancel that they share.
//!
//! # Invariants
//!
//! A coroutine *observes* the request when its code asks whether there is one, and there is.
//!
//! - *one request*: the request belongs to the task. A second request while a coroutine listens is the same request.
//! - *late listeners*: a coroutine that begins to listen beside another one sees a request that the task already has.
//! - *end of the request*: the request ends with the last coroutine. If no coroutine has observed it, the task is
//!   aborted.
//! - *acceptance*: a coroutine can accept the request. A coroutine that polls it accepts too, unless this outer
//!   coroutine has observed the request or has a pending `requested()` future. When all coroutines accept, the task is
//!   aborted. This is checked while none of them is being polled, because such a poll may still observe the request.

use std::mem;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::util::slab::Slab;
use crate::util::sync::{AtomicUsize, Ordering};
use crate::util::wakers::Wakers;

/// A handle that aborts a task, as tokio's `AbortHandle` does.
pub(crate) trait Abort: Clone {
    fn abort(&self);
}

#[derive(Debug)]
pub(crate) struct TaskListeners<H> {
    coroutines: Slab<Coroutine>,
    /// The innermost of the coroutines that are being polled.
    innermost: Option<Key>,
    request: Option<Request<H>>,
    /// The serial number of the next coroutine.
    next: u64,
    /// Number of coroutines that have accepted.
    accepted: usize,
}

/// A coroutine's slot, and its serial number. Slots are reused, serial numbers are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(usize, u64);

/// A graceful coroutine that has been polled in this task.
#[derive(Debug)]
struct Coroutine {
    signal: Arc<Signal>,
    serial: u64,
    /// The coroutine that last polled this one.
    outer: Option<Key>,
    has_observed: bool,
    has_accepted: bool,
    /// Whether it is the outer coroutine of a coroutine that has accepted.
    encloses_accepted: bool,
}

/// What notifies a coroutine of the request.
#[derive(Debug, Default)]
pub(crate) struct Signal {
    /// The wakers of the coroutine and of its `requested()` futures.
    pub(crate) wakers: Wakers,
    /// Number of pending `requested()` futures.
    pub(crate) waiting: AtomicUsize,
}

#[derive(Debug)]
struct Request<H> {
    /// The handle that aborts the task, or `None` if the request comes from a runtime that ends. tokio does not reuse
    /// the task's id while a handle exists.
    asker: Option<H>,
    /// Whether a coroutine has been polled since the request or the last [`probe`](TaskListeners::probe).
    has_been_polled: bool,
    /// Whether a coroutine has observed the request.
    was_observed: bool,
    /// Dropped when all coroutines have ended or accept.
    over: Vec<oneshot::Sender<()>>,
}

/// Work for the time after the lock is released, by *no user code under a lock*.
#[derive(Debug)]
#[must_use]
pub(crate) struct Effects<H> {
    /// The task to abort.
    abort: Option<H>,
    /// The coroutines to wake.
    notified: Vec<Arc<Signal>>,
    /// A handle to drop.
    old_asker: Option<H>,
    /// Senders to drop, which notifies the receivers that the request is over.
    over: Vec<oneshot::Sender<()>>,
}

impl<H> Default for Effects<H> {
    fn default() -> Self {
        Self {
            abort: None,
            notified: Vec::new(),
            old_asker: None,
            over: Vec::new(),
        }
    }
}

impl<H: Abort> Effects<H> {
    pub(crate) fn run(self) {
        if let Some(handle) = &self.abort {
            handle.abort();
        }
        for signal in self.notified {
            signal.wakers.wake_all();
        }
        drop((self.abort, self.old_asker, self.over));
    }
}

impl<H> Default for TaskListeners<H> {
    fn default() -> Self {
        Self {
            coroutines: Slab::default(),
            innermost: None,
            request: None,
            next: 0,
            accepted: 0,
        }
    }
}

impl<H> TaskListeners<H> {
    pub(crate) fn is_empty(&self) -> bool {
        self.coroutines.is_empty()
    }

    /// Returns whether there is a request, no coroutine is being polled, and none has been polled since the request or
    /// the last [`probe`](Self::probe).
    pub(crate) fn is_unpolled(&self) -> bool {
        let request = self.request.as_ref();
        self.innermost.is_none() && request.is_some_and(|request| !request.has_been_polled)
    }

    /// Returns whether there is a request.
    pub(crate) fn is_requested(&self) -> bool {
        self.request.is_some()
    }

    /// Adds a coroutine, which is about to be polled for the first time in this task.
    pub(crate) fn begin(&mut self, signal: Arc<Signal>) -> Key {
        let serial = self.next;
        self.next += 1;
        let slot = self.coroutines.insert(Coroutine {
            signal,
            serial,
            outer: None,
            has_observed: false,
            has_accepted: false,
            encloses_accepted: false,
        });
        Key(slot, serial)
    }

    fn get_mut(&mut self, key: Key) -> Option<&mut Coroutine> {
        let coroutine = self.coroutines.get_mut(key.0)?;
        (coroutine.serial == key.1).then_some(coroutine)
    }

    /// Begins a poll of a coroutine, and returns the coroutine that polls it.
    pub(crate) fn enter(&mut self, key: Key) -> Option<Key> {
        if let Some(request) = &mut self.request {
            request.has_been_polled = true;
        }
        let outer = self.innermost.replace(key);
        if let Some(coroutine) = self.get_mut(key) {
            coroutine.outer = outer;
        }
        outer
    }

    /// Returns whether there is a request. If so, the coroutine has observed it.
    pub(crate) fn observe(&mut self, key: Key) -> bool {
        let Some(request) = &mut self.request else {
            return false;
        };
        request.was_observed = true;
        if let Some(coroutine) = self.get_mut(key) {
            coroutine.has_observed = true;
        }
        true
    }
}

impl<H: Abort> TaskListeners<H> {
    /// Ends a poll of a coroutine. `outer` is what [`enter`](Self::enter) returned.
    pub(crate) fn leave(&mut self, outer: Option<Key>) -> Effects<H> {
        self.innermost = outer;
        self.abort_if_all_accept()
    }

    /// Asks the task's coroutines to end. `over` is dropped when all of them have ended or accept.
    ///
    /// Without the handle of an asker, the task is not aborted.
    pub(crate) fn ask(
        &mut self,
        asker: Option<H>,
        over: Option<oneshot::Sender<()>>,
    ) -> Effects<H> {
        let is_first = self.request.is_none();
        let request = self.request.get_or_insert_with(|| Request {
            asker: None,
            has_been_polled: false,
            was_observed: false,
            over: Vec::new(),
        });
        request.over.extend(over);
        let old = if asker.is_some() {
            mem::replace(&mut request.asker, asker) // any handle of the task will do
        } else {
            None
        };
        let mut effects = self.abort_if_all_accept();
        effects.old_asker = old;
        if is_first {
            effects.notified = self.signals();
        }
        effects
    }

    /// Wakes all coroutines, to find out whether one of them is polled from now on. Without a request, this does
    /// nothing.
    pub(crate) fn probe(&mut self) -> Effects<H> {
        let mut effects = Effects::default();
        if let Some(request) = &mut self.request {
            request.has_been_polled = false;
            effects.notified = self.signals();
        }
        effects
    }

    /// Aborts the task if its coroutines are [unpolled](Self::is_unpolled) and the request has a handle.
    pub(crate) fn abort_if_unpolled(&mut self) -> Effects<H> {
        let mut effects = Effects::default();
        if self.is_unpolled() {
            effects.abort = self
                .request
                .as_ref()
                .and_then(|request| request.asker.clone());
        }
        effects
    }

    fn signals(&self) -> Vec<Arc<Signal>> {
        let coroutines = self.coroutines.iter();
        coroutines
            .map(|coroutine| coroutine.signal.clone())
            .collect()
    }

    /// Accepts the request on behalf of a coroutine.
    pub(crate) fn accept(&mut self, key: Key) -> Effects<H> {
        let Some(coroutine) = self.get_mut(key) else {
            return Effects::default();
        };
        self.accepted += usize::from(!mem::replace(&mut coroutine.has_accepted, true));
        self.mark_enclosing();
        self.abort_if_all_accept()
    }

    /// Marks the outer coroutines of all coroutines that have accepted.
    fn mark_enclosing(&mut self) {
        let mut outers = Vec::new();
        for coroutine in self.coroutines.iter_mut() {
            coroutine.encloses_accepted = false;
            outers.extend(coroutine.outer.filter(|_| coroutine.has_accepted));
        }
        while let Some(key) = outers.pop() {
            if let Some(outer) = self.get_mut(key).filter(|outer| !outer.encloses_accepted) {
                outer.encloses_accepted = true;
                outers.extend(outer.outer);
            }
        }
    }

    /// Removes a coroutine that has ended or moves to another task.
    pub(crate) fn end(&mut self, key: Key) -> Effects<H> {
        if self.get_mut(key).is_none() {
            return Effects::default();
        }
        let ended = self.coroutines.remove(key.0);
        if ended.is_some_and(|ended| ended.has_accepted) {
            self.accepted -= 1;
            self.mark_enclosing();
        }
        if !self.coroutines.is_empty() {
            return self.abort_if_all_accept();
        }
        let Some(request) = self.request.take() else {
            return Effects::default();
        };
        let mut effects = Effects {
            over: request.over,
            ..Effects::default()
        };
        if request.was_observed {
            effects.old_asker = request.asker;
        } else {
            effects.abort = request.asker;
        }
        effects
    }

    fn abort_if_all_accept(&mut self) -> Effects<H> {
        if self.accepted == 0 || self.innermost.is_some() || !self.do_all_accept() {
            return Effects::default();
        }
        let Some(request) = &mut self.request else {
            return Effects::default();
        };
        Effects {
            abort: request.asker.clone(),
            over: mem::take(&mut request.over),
            ..Effects::default()
        }
    }

    fn do_all_accept(&self) -> bool {
        self.coroutines.iter().all(|coroutine| {
            let waits = coroutine.signal.waiting.load(Ordering::Relaxed) > 0;
            let ignores_it = !coroutine.has_observed && !waits;
            coroutine.has_accepted || (coroutine.encloses_accepted && ignores_it)
        })
    }
}
