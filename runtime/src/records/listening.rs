//! The graceful coroutines in one task, and the request to cancel that they share.
//!
//! 1. The request is a state of the task. It is made once: a second one while a coroutine listens is the same.
//! 2. A coroutine that begins to listen while another one does is asked at once if the task has been asked.
//! 3. When the last coroutine ends, the request is used up. If none has looked at it, the task is aborted.
//! 4. A coroutine has *given up* if it has accepted the request, or if it runs around one that has accepted and neither
//!    has looked at the request nor waits for it. When all that are left have given up, the task is aborted. This is
//!    decided when none of them is being polled, since that poll may still look.

use std::mem;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::slab::Slab;
use crate::sync::{AtomicUsize, Ordering};
use crate::user_code::Calls;
use crate::wakers::Wakers;

/// A handle that aborts a task, as tokio's `AbortHandle` does.
pub(crate) trait Abort: Clone {
    fn abort(&self);
}

#[derive(Debug)]
pub(crate) struct Listening<H> {
    coroutines: Slab<Coroutine>,
    /// The key of the innermost coroutine that is being polled.
    innermost: Option<usize>,
    request: Option<Request<H>>,
}

/// A graceful coroutine that has been polled in this task.
#[derive(Debug)]
struct Coroutine {
    signal: Arc<Signal>,
    /// The key of the coroutine that polls this one.
    around: Option<usize>,
    has_looked: bool,
    has_accepted: bool,
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
    /// Whether a coroutine has been polled since.
    has_been_polled: bool,
    /// Whether a coroutine has looked.
    has_been_seen: bool,
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
        let mut calls = Calls::default();
        for signal in self.notified {
            calls.call(|| signal.wakers.wake_all());
        }
        drop((self.abort, self.old_asker, self.over));
        calls.finish();
    }
}

impl<H> Default for Listening<H> {
    fn default() -> Self {
        Self {
            coroutines: Slab::default(),
            innermost: None,
            request: None,
        }
    }
}

impl<H> Listening<H> {
    pub(crate) fn is_empty(&self) -> bool {
        self.coroutines.is_empty()
    }

    /// Returns whether the task has been asked, and none of the coroutines has been polled since.
    pub(crate) fn is_unpolled(&self) -> bool {
        let request = self.request.as_ref();
        request.is_some_and(|request| !request.has_been_polled)
    }

    /// Returns whether the task has been asked.
    pub(crate) fn is_requested(&self) -> bool {
        self.request.is_some()
    }

    /// Adds a coroutine, which is about to be polled for the first time in this task, and returns its key.
    pub(crate) fn begin(&mut self, signal: Arc<Signal>) -> usize {
        self.coroutines.insert(Coroutine {
            signal,
            around: self.innermost,
            has_looked: false,
            has_accepted: false,
        })
    }

    /// Notes that a coroutine is being polled, and returns the one that polls it.
    pub(crate) fn enter(&mut self, key: usize) -> Option<usize> {
        if let Some(request) = &mut self.request {
            request.has_been_polled = true;
        }
        self.innermost.replace(key)
    }

    /// Looks at the request, on behalf of a coroutine.
    pub(crate) fn look(&mut self, key: usize) -> bool {
        let (Some(request), Some(coroutine)) = (&mut self.request, self.coroutines.get_mut(key))
        else {
            return false;
        };
        request.has_been_seen = true;
        coroutine.has_looked = true;
        true
    }
}

impl<H: Abort> Listening<H> {
    /// Notes that the poll of a coroutine is over, with what [`enter`](Self::enter) returned.
    pub(crate) fn leave(&mut self, around: Option<usize>) -> Effects<H> {
        self.innermost = around;
        self.abort_if_all_have_given_up()
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
            has_been_seen: false,
            over: Vec::new(),
        });
        request.over.extend(over);
        let old = if asker.is_some() {
            mem::replace(&mut request.asker, asker) // all handles of a task are alike
        } else {
            None
        };
        let mut effects = self.abort_if_all_have_given_up();
        effects.old_asker = old;
        if is_first {
            let coroutines = self.coroutines.iter();
            effects.notified = coroutines.map(|one| one.signal.clone()).collect();
        }
        effects
    }

    /// Notes that a coroutine has nothing left to do.
    pub(crate) fn accept(&mut self, key: usize) -> Effects<H> {
        if let Some(coroutine) = self.coroutines.get_mut(key) {
            coroutine.has_accepted = true;
        }
        self.abort_if_all_have_given_up()
    }

    /// Removes a coroutine, which has ended or goes on in another task.
    pub(crate) fn end(&mut self, key: usize) -> Effects<H> {
        let Some(ended) = self.coroutines.remove(key) else {
            return Effects::default();
        };
        for coroutine in self.coroutines.iter_mut() {
            if coroutine.around == Some(key) {
                coroutine.around = ended.around;
            }
        }
        if self.innermost == Some(key) {
            self.innermost = ended.around;
        }
        if !self.coroutines.is_empty() {
            return self.abort_if_all_have_given_up();
        }
        let Some(request) = self.request.take() else {
            return Effects::default();
        };
        let mut effects = Effects {
            over: request.over,
            ..Effects::default()
        };
        if request.has_been_seen {
            effects.old_asker = request.asker;
        } else {
            effects.abort = request.asker;
        }
        effects
    }

    fn abort_if_all_have_given_up(&mut self) -> Effects<H> {
        if self.innermost.is_some() || !self.have_all_given_up() {
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

    fn have_all_given_up(&self) -> bool {
        let has_accepted = |coroutine: &Coroutine| coroutine.has_accepted;
        if !self.coroutines.iter().any(has_accepted) {
            return false; // the usual case
        }
        let mut around_accepted = Vec::new();
        for coroutine in self.coroutines.iter().filter(|one| one.has_accepted) {
            let mut around = coroutine.around;
            while let Some(key) = around {
                around_accepted.push(key);
                around = self.coroutines.get(key).and_then(|outer| outer.around);
            }
        }
        self.coroutines.entries().all(|(key, coroutine)| {
            let ignores_it =
                !coroutine.has_looked && coroutine.signal.waiting.load(Ordering::Relaxed) == 0;
            coroutine.has_accepted || (ignores_it && around_accepted.contains(&key))
        })
    }
}
