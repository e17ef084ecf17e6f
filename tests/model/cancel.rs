//! The modules of `runtime/src/cancel.rs` that the model runs, without the registry that all tasks of a process share.
//! Each test checks an invariant of `runtime/src/cancel/task_listeners.rs`.

#[path = "../../runtime/src/cancel/handle.rs"]
mod handle;
#[path = "../../runtime/src/cancel/listener.rs"]
mod listener;
#[path = "../../runtime/src/cancel/record.rs"]
mod record;
#[path = "../../runtime/src/cancel/registry.rs"]
mod registry;
#[path = "../../runtime/src/cancel/task_listeners.rs"]
mod task_listeners;

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Wake, Waker};

use loom::future::block_on;
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread::{self, JoinHandle};

pub use self::handle::CancelHandle;
use self::listener::Listener;
use self::registry::Registry;
use self::task_listeners::Abort;
use crate::task::AbortHandle;

/// Requests the cancellation of a task without a record.
pub(crate) fn request_by(task: &AbortHandle) {
    task.abort();
}

type Id = u8;

/// The stand-in for tokio's handle of a task.
#[derive(Clone, Debug, Default)]
struct Handle(Arc<AtomicBool>);

impl Abort for Handle {
    fn abort(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Handle {
    fn is_aborted(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

type Records = Arc<Registry<Id, Handle>>;

/// Cancels a task from another thread, as `Task::cancel` does; returns whether a coroutine was asked.
fn cancel(records: &Records, task: Id, handle: &Handle) -> JoinHandle<bool> {
    let (records, handle) = (records.clone(), handle.clone());
    thread::spawn(move || {
        let is_asked = records.ask(task, &handle);
        if !is_asked {
            handle.abort();
        }
        is_asked
    })
}

/// Waits until a coroutine is asked, as `requested()` does.
fn requested(records: &Records, coroutine: &Listener<Id>) {
    let mut slot = None;
    block_on(poll_fn(|context| {
        coroutine.poll_requested(records, &mut slot, context)
    }));
    coroutine.signal.wakers.remove(slot.unwrap());
}

/// The same as [`requested`], on another thread.
fn wait(records: &Records, coroutine: &Arc<Listener<Id>>) -> JoinHandle<()> {
    let (records, coroutine) = (records.clone(), coroutine.clone());
    thread::spawn(move || requested(&records, &coroutine))
}

/// Polls a coroutine in a task. Its body does something meanwhile.
fn poll<T>(records: &Records, task: Id, coroutine: &Listener<Id>, body: impl FnOnce() -> T) -> T {
    let waker = Waker::noop();
    let _polling = coroutine.enter(records, Some(task), || None, &mut None, waker);
    body()
}

/// A waker that tells whether it was woken.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Checks every interleaving of the threads, and that no record is left at the end.
fn check(model: impl Fn(&Records) + Send + Sync + 'static) {
    crate::check(move || {
        let records = Arc::new(Registry::new());
        model(&records);
        let left = records.select(|task, _| Some(task));
        assert!(left.is_empty(), "a record is left");
    });
}

#[test]
fn a_request_reaches_a_coroutine_that_begins_inside_another_or_aborts_the_task() {
    check(|records| {
        let handle = Handle::default();
        let asking = cancel(records, 1, &handle);
        let (outer, inner) = (Listener::new(), Listener::new());
        poll(records, 1, &outer, || poll(records, 1, &inner, || {}));
        asking.join().unwrap();
        let is_seen = inner.observe(records);
        assert!(is_seen != handle.is_aborted());
        inner.end(records);
        outer.end(records);
        assert!(is_seen != handle.is_aborted(), "it is seen, or aborts");
    });
}

#[test]
fn a_request_that_nobody_has_seen_aborts_the_task_when_the_last_coroutine_ends() {
    check(|records| {
        let handle = Handle::default();
        let asking = cancel(records, 1, &handle);
        let coroutine = Listener::new();
        let is_seen = poll(records, 1, &coroutine, || coroutine.observe(records));
        coroutine.end(records);
        asking.join().unwrap();
        assert!(is_seen != handle.is_aborted());
    });
}

#[test]
fn a_future_that_waits_for_a_request_is_woken() {
    check(|records| {
        let handle = Handle::default();
        let coroutine = Arc::new(Listener::new());
        poll(records, 1, &coroutine, || {});
        let waiting = wait(records, &coroutine);
        assert!(cancel(records, 1, &handle).join().unwrap());
        waiting.join().unwrap();
        assert!(!handle.is_aborted());
        coroutine.end(records);
    });
}

/// Otherwise, a wait with a limit would take a coroutine that is polled for one that is not.
#[test]
fn a_request_during_the_first_poll_is_noticed_by_it_or_wakes() {
    check(|records| {
        let handle = Handle::default();
        let asking = cancel(records, 1, &handle);
        let coroutine = Listener::new();
        let (mut slot, woken) = (None, Arc::new(Woken::default()));
        let waker = Waker::from(woken.clone());
        drop(coroutine.enter(records, Some(1), || None, &mut slot, &waker));
        if asking.join().unwrap() {
            let is_woken = woken.0.load(Ordering::SeqCst);
            assert!(is_woken || !records.is_unpolled(1));
        }
        coroutine.end(records);
    });
}

/// On a busy worker, that poll may take longer than any limit.
#[test]
fn a_coroutine_that_is_being_polled_is_not_unpolled() {
    check(|records| {
        let handle = Handle::default();
        let coroutine = Listener::new();
        poll(records, 1, &coroutine, || {
            assert!(records.ask(1, &handle));
            assert!(!records.is_unpolled(1));
        });
        assert!(records.is_unpolled(1));
        poll(records, 1, &coroutine, || {});
        assert!(!records.is_unpolled(1));
        records.probe(1);
        assert!(records.is_unpolled(1));
        records.abort_if_unpolled(1);
        assert!(handle.is_aborted());
        coroutine.end(records);
    });
}

#[test]
fn a_second_request_does_not_abort_while_a_coroutine_listens() {
    check(|records| {
        let handle = Handle::default();
        let first = cancel(records, 1, &handle);
        let coroutine = Listener::new();
        poll(records, 1, &coroutine, || {});
        let second = cancel(records, 1, &handle);
        let is_seen = poll(records, 1, &coroutine, || coroutine.observe(records));
        let is_asked_first = first.join().unwrap();
        assert!(second.join().unwrap(), "the coroutine listens");
        assert_eq!(handle.is_aborted(), !is_asked_first);
        coroutine.end(records);
        assert_eq!(handle.is_aborted(), !is_asked_first || !is_seen);
    });
}

#[test]
fn a_coroutine_that_moves_takes_no_request_of_its_old_task_along() {
    check(|records| {
        let (old, new) = (Handle::default(), Handle::default());
        let coroutine = Listener::new();
        poll(records, 1, &coroutine, || {});
        let asking = cancel(records, 1, &old);
        let is_seen = poll(records, 2, &coroutine, || coroutine.observe(records));
        asking.join().unwrap();
        assert!(!is_seen);
        assert!(old.is_aborted());
        coroutine.end(records);
        assert!(!new.is_aborted());
    });
}

#[test]
fn a_look_from_another_task_while_the_coroutine_moves_is_a_look_or_none() {
    check(|records| {
        let handle = Handle::default();
        let coroutine = Arc::new(Listener::new());
        poll(records, 1, &coroutine, || {});
        assert!(cancel(records, 1, &handle).join().unwrap());
        let looking = {
            let (records, coroutine) = (records.clone(), coroutine.clone());
            thread::spawn(move || coroutine.observe(&records))
        };
        poll(records, 2, &coroutine, || {});
        let is_seen = looking.join().unwrap();
        assert!(is_seen != handle.is_aborted());
        coroutine.end(records);
    });
}

#[test]
fn a_future_that_waits_is_woken_when_the_coroutine_moves_to_a_task_that_was_asked() {
    check(|records| {
        let handle = Handle::default();
        let (resident, moving) = (Listener::new(), Arc::new(Listener::new()));
        poll(records, 1, &moving, || {});
        poll(records, 2, &resident, || {});
        let waiting = wait(records, &moving);
        assert!(records.ask(2, &handle));
        poll(records, 2, &moving, || {});
        waiting.join().unwrap();
        assert!(!handle.is_aborted());
        moving.end(records);
        resident.end(records);
        assert!(!handle.is_aborted());
    });
}

/// The outer coroutine has not looked at the request, and has nothing left to do when the inner one accepts.
#[test]
fn accepting_ends_the_task_as_a_cancelled_one() {
    check(|records| {
        let handle = Handle::default();
        let (outer, inner) = (Listener::new(), Listener::new());
        poll(records, 1, &outer, || poll(records, 1, &inner, || {}));
        let asking = cancel(records, 1, &handle);
        requested(records, &inner);
        assert!(!handle.is_aborted());
        poll(records, 1, &outer, || {
            poll(records, 1, &inner, || inner.accept(records));
            assert!(!handle.is_aborted(), "the outer one may still look");
        });
        assert!(handle.is_aborted());
        asking.join().unwrap();
        inner.end(records);
        outer.end(records);
    });
}

#[test]
fn a_coroutine_beside_one_that_accepts_is_waited_for() {
    check(|records| {
        let handle = Handle::default();
        let (accepting, beside) = (Listener::new(), Listener::new());
        poll(records, 1, &accepting, || {});
        poll(records, 1, &beside, || {});
        let asking = cancel(records, 1, &handle);
        requested(records, &accepting);
        poll(records, 1, &accepting, || accepting.accept(records));
        assert!(!handle.is_aborted());
        asking.join().unwrap();
        beside.end(records);
        assert!(handle.is_aborted());
        accepting.end(records);
    });
}
