//! What can a coroutine that listens be told?

use std::cell::RefCell;
use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use tokio::runtime::{self, Handle};
use tokio::sync::watch;
use tokio::task::{AbortHandle, Id, try_id};

use super::{add, any, remove};

thread_local! {
    /// The coroutine that is polled here; it may poll others, and is around them.
    static INNERMOST: RefCell<Option<Arc<Request>>> = const { RefCell::new(None) };
}

/// How many have begun to listen.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A coroutine that listens, and what it has been told.
pub(crate) struct Request {
    /// Tells it from the others of its task.
    number: u64,
    phase: watch::Sender<Phase>,
    /// Whether the coroutine knows that it has been asked.
    is_seen: AtomicBool,
    /// How many wait until it is asked, and so will know.
    waiting: AtomicUsize,
    /// Whether the task is to end when the coroutine does.
    aborts: AtomicBool,
    /// Whether it runs around one that has nothing left to do.
    is_around_ended: AtomicBool,
    place: Mutex<Place>,
}

/// Where a coroutine runs. Usually it stays there, but nobody has to poll it in one task alone.
#[derive(Default)]
struct Place {
    /// Nobody can ask what is in no task.
    task: Option<Id>,
    runtime: Option<runtime::Id>,
    /// The one that runs around it, in the same task.
    around: Option<Arc<Request>>,
    /// What ends the task, once it has been asked to end by itself.
    abort: Option<AbortHandle>,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Listening,
    Requested,
    /// The coroutine has ended, or has nothing left to do.
    Over {
        requested: bool,
    },
}

impl Phase {
    fn is_requested(self) -> bool {
        matches!(self, Self::Requested | Self::Over { requested: true })
    }

    fn is_over(self) -> bool {
        matches!(self, Self::Over { .. })
    }
}

impl Request {
    pub(crate) fn new() -> Self {
        Self {
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            phase: watch::Sender::new(Phase::Listening),
            is_seen: AtomicBool::new(false),
            waiting: AtomicUsize::new(0),
            aborts: AtomicBool::new(false),
            is_around_ended: AtomicBool::new(false),
            place: Mutex::default(),
        }
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Polls the coroutine, which listens for the current task from now on.
    pub(crate) fn listen_while<T>(self: &Arc<Self>, poll: impl FnOnce() -> Poll<T>) -> Poll<T> {
        self.move_here();
        let around = INNERMOST.replace(Some(self.clone()));
        let _restored = Restored(around);
        let polled = poll();
        if polled.is_pending() && self.is_around_ended.load(Ordering::Relaxed) {
            self.accept_unless_looked_at();
        }
        polled
    }

    fn move_here(self: &Arc<Self>) {
        let here = try_id();
        let mut place = self.place();
        if place.task == here || self.phase.borrow().is_over() {
            return;
        }
        if let Some(task) = place.task {
            remove(task, self.number);
        }
        if let Some(task) = here {
            add(task, self.number, self);
        }
        let runtime = Handle::try_current().ok();
        let around = INNERMOST.with_borrow(Clone::clone);
        let new = Place {
            task: here,
            runtime: runtime.map(|runtime| runtime.id()),
            around: around.filter(|around| around.place().task == here),
            abort: None,
        };
        let old = mem::replace(&mut *place, new);
        drop(place);
        if let Some(abort) = old.abort {
            // It was asked for the sake of a task that it is no longer in.
            self.forget();
            end_task(old.task, Some(abort));
        }
    }

    /// Takes back that the coroutine has been asked, unless it knows already.
    fn forget(&self) {
        self.phase.send_if_modified(|phase| {
            let is_unseen = *phase == Phase::Requested && !self.is_seen.load(Ordering::Relaxed);
            if is_unseen {
                *phase = Phase::Listening;
            }
            is_unseen
        });
    }

    /// Asks the coroutine to end, and returns whether it can still hear that. `task` is a handle of its task.
    pub(crate) fn make(&self, task: Option<&AbortHandle>) -> bool {
        if !self.is_asked_by(task) {
            return false;
        }
        let mut is_heard = true;
        self.phase.send_if_modified(|phase| {
            let is_new = *phase == Phase::Listening;
            if is_new {
                *phase = Phase::Requested;
            }
            is_heard = !phase.is_over();
            is_new
        });
        if !self.is_asked_by(task) {
            self.forget(); // it has moved meanwhile
            return false;
        }
        is_heard
    }

    /// Whether it is in that task, which it is to end then.
    fn is_asked_by(&self, task: Option<&AbortHandle>) -> bool {
        let Some(task) = task else {
            return true;
        };
        let mut place = self.place();
        let is_there = place.task == Some(task.id());
        if is_there {
            place.abort = Some(task.clone()); // all handles of a task do the same
        }
        is_there
    }

    /// Ends it: from now on, the task is aborted like any other, and now if the coroutine has not seen that it was
    /// asked.
    pub(crate) fn end(&self) {
        let is_first = self.phase.send_if_modified(|phase| {
            let is_first = !phase.is_over();
            if is_first {
                let requested = phase.is_requested();
                *phase = Phase::Over { requested };
            }
            is_first
        });
        if !is_first {
            return;
        }
        if let Some(task) = self.place().task {
            remove(task, self.number);
        }
        let is_unseen = self.is_made() && !self.is_seen.load(Ordering::Relaxed);
        if is_unseen || self.aborts.load(Ordering::Relaxed) {
            let (task, abort) = {
                let place = self.place();
                (place.task, place.abort.clone())
            };
            end_task(task, abort);
        }
    }

    pub(crate) fn is_in(&self, runtime: &Handle) -> bool {
        self.place().runtime == Some(runtime.id())
    }

    pub(crate) fn is_made(&self) -> bool {
        self.phase.borrow().is_requested()
    }

    /// Whether the coroutine has been asked, which it knows then.
    pub(crate) fn see(&self) -> bool {
        let is_made = self.is_made();
        self.is_seen.fetch_or(is_made, Ordering::Relaxed);
        is_made
    }

    pub(crate) async fn made(&self) {
        let _waiting = Waiting::new(&self.waiting);
        self.wait(Phase::is_requested).await;
        self.see();
    }

    pub(crate) async fn over(&self) {
        self.wait(Phase::is_over).await;
    }

    async fn wait(&self, until: fn(Phase) -> bool) {
        let mut receiver = self.phase.subscribe();
        let waited = receiver.wait_for(|phase| until(*phase)).await;
        drop(waited); // it can't fail: the sender is here
    }

    /// Ends it, and the task as one that is cancelled. Whatever runs around it waits for it, and would do so for ever.
    pub(crate) fn accept(&self) {
        self.aborts.store(true, Ordering::Relaxed);
        self.end();
        let (task, around) = {
            let mut place = self.place();
            (place.task, place.around.take())
        };
        match around {
            // It is being polled, and may be about to look.
            Some(around) if task == try_id() => {
                around.is_around_ended.store(true, Ordering::Relaxed);
            }
            Some(around) => around.accept_unless_looked_at(),
            None => {}
        }
    }

    /// The same, unless the coroutine knows that it has been asked, or will.
    fn accept_unless_looked_at(&self) {
        let is_seen = self.is_seen.load(Ordering::Relaxed);
        if !is_seen && self.waiting.load(Ordering::Relaxed) == 0 {
            self.accept();
        }
    }
}

/// Ends a task if it was asked to end by itself; when another coroutine in it still listens, then with that, which is
/// asked too, for it may have begun since.
fn end_task(task: Option<Id>, abort: Option<AbortHandle>) {
    let is_passed_on = task.and_then(any).is_some_and(|other| {
        other.aborts.store(true, Ordering::Relaxed);
        other.make(abort.as_ref())
    });
    if let Some(abort) = abort.filter(|_| !is_passed_on) {
        abort.abort();
    }
}

/// The one that was polled here before.
struct Restored(Option<Arc<Request>>);

impl Drop for Restored {
    fn drop(&mut self) {
        let _inner = INNERMOST.replace(self.0.take());
    }
}

/// Counts one who waits.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
