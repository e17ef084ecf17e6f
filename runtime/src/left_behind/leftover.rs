//! Tasks that were left behind. Such a task is noted until it has ended and everything that it has left behind is gone.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use tokio::task::JoinHandle;
use tokio::task::coop::unconstrained;

use super::{Key, Note, Noted, is_gone, note, wake_when_gone};
use crate::util::sync::Mutex;
use crate::util::user_code::discard;

/// Leaves a cancelled task behind. `leave` does this if the task has not ended.
pub(crate) fn leave<T>(task: JoinHandle<T>, leave: impl FnOnce(JoinHandle<T>)) {
    if task.is_finished() {
        let key = Key::Task(task.id());
        discard([task]); // its waker may panic
        pass_on(key);
    } else {
        leave(task);
    }
}

/// Leaves a task behind, and keeps its handle until it has ended.
pub(crate) fn leave_sent<T: Send + 'static>(task: JoinHandle<T>) {
    let leftover = Arc::new(Leftover::new(Key::Task(task.id())));
    if leftover.is_noted() {
        leftover.begin(task);
    }
}

/// Passes on the notes of an ended task or region to the current task or region.
#[inline]
pub(crate) fn pass_on(key: Key) {
    if !is_gone(key) {
        pass_on_rest(key);
    }
}

#[cold]
fn pass_on_rest(key: Key) {
    let leftover = Arc::new(Leftover::<()>::new(key));
    if leftover.is_noted() {
        leftover.settle();
    }
}

struct Leftover<T> {
    key: Key,
    running: Mutex<Option<JoinHandle<T>>>,
    note: Mutex<Option<Note>>,
}

impl<T: Send> Noted for Leftover<T> {
    fn waits_for(&self, each: &mut dyn FnMut(Key)) {
        each(self.key);
    }
}

impl<T: Send + 'static> Leftover<T> {
    fn new(key: Key) -> Self {
        Self {
            key,
            running: Mutex::default(),
            note: Mutex::default(),
        }
    }

    /// Makes the note under the current task or region. Returns whether it was made.
    fn is_noted(self: &Arc<Self>) -> bool {
        let note = note(self.clone());
        let is_noted = note.is_some();
        *self.note.lock() = note;
        is_noted
    }

    /// Registers the leftover as the join waker of its task.
    fn begin(self: &Arc<Self>, mut task: JoinHandle<T>) {
        let waker = Waker::from(self.clone());
        loop {
            let polled = catch_unwind(AssertUnwindSafe(|| {
                let mut context = Context::from_waker(&waker);
                pin!(unconstrained(&mut task)).poll(&mut context)
            }));
            match polled {
                Ok(Poll::Pending) => {
                    let mut running = self.running.lock();
                    if !task.is_finished() {
                        *running = Some(task);
                        return;
                    }
                    // The task has ended since the poll. The next poll returns its outcome.
                }
                Ok(Poll::Ready(outcome)) => {
                    discard([outcome]);
                    break;
                }
                Err(panic) => {
                    discard([panic]);
                    if task.is_finished() {
                        break; // its outcome was fetched before
                    }
                    // The destructor of an old waker has panicked. The next poll has no old waker to drop: *old waker is
                    // dropped* in `tokio_assumptions`.
                }
            }
        }
        discard([task]); // its waker may panic
        self.settle();
    }

    /// Removes the note, or waits until what the task has left behind is gone.
    fn settle(self: &Arc<Self>) {
        if is_gone(self.key) || !wake_when_gone(self.key, Waker::from(self.clone())) {
            let note = mem::take(&mut *self.note.lock());
            drop(note);
        }
    }
}

impl<T: Send + 'static> Wake for Leftover<T> {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut running = self.running.lock();
        let ended = running.take_if(|task| task.is_finished());
        let is_running = running.is_some();
        drop(running);
        discard(ended);
        if !is_running {
            self.settle();
        }
    }
}

/// The end of a local task, which its coroutine announces.
#[derive(Default)]
pub(crate) struct LocalEnd(Mutex<LocalState>);

#[derive(Default)]
struct LocalState {
    has_ended: bool,
    key: Option<Key>,
    note: Option<Note>,
}

impl LocalEnd {
    /// Notes the task until its end.
    pub(crate) fn begin<T>(self: Arc<Self>, task: JoinHandle<T>) {
        let key = Key::Task(task.id());
        discard([task]); // its waker may panic
        self.0.lock().key = Some(key);
        let note = note(self.clone());
        let mut state = self.0.lock();
        if state.has_ended {
            drop(state);
            pass_on(key);
        } else {
            state.note = note;
        }
    }

    /// Announces the end. The coroutine has been dropped.
    pub(crate) fn announce(&self) {
        let (key, note) = {
            let mut state = self.0.lock();
            state.has_ended = true;
            (state.key, state.note.take())
        };
        if let (Some(key), Some(note)) = (key, note) {
            let leftover = Leftover::<()>::new(key);
            *leftover.note.lock() = Some(note);
            Arc::new(leftover).settle();
        }
    }
}

impl Noted for LocalEnd {
    fn waits_for(&self, each: &mut dyn FnMut(Key)) {
        self.0.lock().key.into_iter().for_each(each);
    }
}
