//! The graceful coroutines in one task, and the request to cancel that they share.
//!
//! 1. The request is a state of the task. It is made once: a second one while a coroutine listens is the same.
//! 2. A coroutine that begins to listen while another one does is asked at once if the task has been asked.
//! 3. When the last coroutine ends, the request is used up. If none has looked at it, the task is aborted.
//! 4. A coroutine has *given up* if it has accepted the request, or if it runs around one that has accepted and neither
//!    has looked at the request nor waits for it. When all that are left have given up, the task is aborted. This is
//!    decided when none of them is being polled, since that poll may still look.
//! 5. A request wakes all coroutines. So a coroutine that is polled at all is polled after the request, which is how
//!    those who wait with a limit tell whether it can hear.

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
    /// The innermost coroutine that is being polled.
    innermost: Option<Key>,
    request: Option<Request<H>>,
    /// The serial number of the next coroutine.
    next: u64,
    /// Number of coroutines that have accepted.
    accepted: usize,
}

/// A coroutine's place in the slab, and its serial number: a place is used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(usize, u64);

/// A graceful coroutine that has been polled in this task.
#[derive(Debug)]
struct Coroutine {
    signal: Arc<Signal>,
    serial: u64,
    /// The coroutine that polled this one last.
    around: Option<Key>,
    has_observed: bool,
    has_accepted: bool,
    /// Whether it runs around one that has accepted.
    encloses_accepted: bool,
}

/// How a coroutine is notified that its task has been asked.
#[derive(Debug, Default)]
pub(crate) struct Signal {
    /// Those of the coroutine, and of its `requested()` futures.
    pub(crate) wakers: Wakers,
    /// Number of pending `requested()` futures.
    pub(crate) waiting: AtomicUsize,
}

#[derive(Debug)]
struct Request<H> {
    /// `None` if a runtime asked that ends. While there is a handle, tokio gives the task's id to no other task.
    asker: Option<H>,
    /// Whether a coroutine has been polled since the request, or since [`probe`](TaskListeners::probe).
    has_been_polled: bool,
    /// Whether a coroutine has looked.
    was_observed: bool,
    /// Dropped when the coroutines have ended, or all have given up.
    over: Vec<oneshot::Sender<()>>,
}

/// What has to be done when the lock is released.
#[derive(Debug)]
#[must_use]
pub(crate) struct Effects<H> {
    /// The task has to be aborted.
    abort: Option<H>,
    /// These coroutines have to be notified that the task has been asked.
    notified: Vec<Arc<Signal>>,
    /// A handle that is no longer needed.
    old_asker: Option<H>,
    /// Those who wait until the request is over are notified when these are dropped.
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

    /// Returns whether the task has been asked, and no coroutine is polled or has been since the last
    /// [`probe`](Self::probe).
    pub(crate) fn is_unpolled(&self) -> bool {
        let request = self.request.as_ref();
        self.innermost.is_none() && request.is_some_and(|request| !request.has_been_polled)
    }

    /// Returns whether the task has been asked.
    pub(crate) fn is_requested(&self) -> bool {
        self.request.is_some()
    }

    /// Adds a coroutine, which is about to be polled for the first time in this task.
    pub(crate) fn begin(&mut self, signal: Arc<Signal>) -> Key {
        let serial = self.next;
        self.next += 1;
        let place = self.coroutines.insert(Coroutine {
            signal,
            serial,
            around: None,
            has_observed: false,
            has_accepted: false,
            encloses_accepted: false,
        });
        Key(place, serial)
    }

    fn get_mut(&mut self, key: Key) -> Option<&mut Coroutine> {
        let coroutine = self.coroutines.get_mut(key.0)?;
        (coroutine.serial == key.1).then_some(coroutine)
    }

    /// Notes that a coroutine is being polled, and returns the one that polls it.
    pub(crate) fn enter(&mut self, key: Key) -> Option<Key> {
        if let Some(request) = &mut self.request {
            request.has_been_polled = true;
        }
        let around = self.innermost.replace(key);
        if let Some(coroutine) = self.get_mut(key) {
            coroutine.around = around;
        }
        around
    }

    /// Looks at the request, on behalf of a coroutine.
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
    /// Notes that the poll of a coroutine is over, with what [`enter`](Self::enter) returned.
    pub(crate) fn leave(&mut self, around: Option<Key>) -> Effects<H> {
        self.innermost = around;
        self.abort_if_all_accept()
    }

    /// Asks the task's coroutines to end. `over` is dropped when they have, or have given up.
    ///
    /// Without an asker's handle, the task is not aborted.
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
            mem::replace(&mut request.asker, asker) // all handles of a task are alike
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

    /// Wakes all coroutines, to see whether one of them is polled from now on. Nothing happens if they have not been
    /// asked.
    pub(crate) fn probe(&mut self) -> Effects<H> {
        let mut effects = Effects::default();
        if let Some(request) = &mut self.request {
            request.has_been_polled = false;
            effects.notified = self.signals();
        }
        effects
    }

    /// Aborts the task if no coroutine has been polled since the last [`probe`](Self::probe), and the asker left a handle.
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
        coroutines.map(|one| one.signal.clone()).collect()
    }

    /// Notes that a coroutine has nothing left to do.
    pub(crate) fn accept(&mut self, key: Key) -> Effects<H> {
        let Some(coroutine) = self.get_mut(key) else {
            return Effects::default();
        };
        self.accepted += usize::from(!mem::replace(&mut coroutine.has_accepted, true));
        self.mark_enclosing();
        self.abort_if_all_accept()
    }

    /// Notes which coroutines run around one that has accepted.
    fn mark_enclosing(&mut self) {
        let mut outers = Vec::new();
        for coroutine in self.coroutines.iter_mut() {
            coroutine.encloses_accepted = false;
            outers.extend(coroutine.around.filter(|_| coroutine.has_accepted));
        }
        while let Some(key) = outers.pop() {
            if let Some(outer) = self.get_mut(key).filter(|outer| !outer.encloses_accepted) {
                outer.encloses_accepted = true;
                outers.extend(outer.around);
            }
        }
    }

    /// Removes a coroutine, which has ended or goes on in another task.
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
