//! The state that a group, its handles and its children share, and the functions that add and remove children, cancel
//! siblings and wake awaiters.

use std::fmt;
use std::mem;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;
use tokio::task::{AbortHandle, Id, JoinHandle};

use super::child::Child;
use super::state::{Effects, State};
use super::{ClosedError, GroupTask, TaskFailure};
use crate::left_behind::{self, Key, Note, Noted};
use crate::task::are_there_names;
use crate::util::sync::Mutex;
use crate::util::user_code::{Panic, discard, wake_all};
use crate::{Failure, Task, cancel, task_name};

/// The shared state of a group, behind its lock.
pub(super) struct Coordinator<E> {
    pub(super) state: Mutex<State<E>>,
    /// Notes that the group is left behind. Where the group is dropped, nothing says that `E` is `Send`.
    leave: fn(&Arc<Self>) -> Option<Note>,
}

impl<E> Coordinator<E> {
    /// Closes a group that is dropped, and cancels all children. If there are any, the group is left behind.
    pub(super) fn close(self: &Arc<Self>) {
        let (running, wakers) = {
            let mut state = self.state.lock();
            state.is_cancelled = true;
            state.is_closed = true;
            let wakers = [state.joiner.take(), state.body.take()];
            let running = mem::take(&mut state.running);
            if state.left > 0 {
                let children = running
                    .iter()
                    .map(|child| Key::Task(child.abort_handle.id()));
                state.left_behind.reserve_exact(running.len());
                state.left_behind.extend(children);
            }
            let running = running.into_values().map(|child| child.abort_handle);
            (running.chain(mem::take(&mut state.spent)), wakers)
        };
        cancel_all(running, None);
        discard(wakers);
        self.leave_behind();
    }

    fn leave_behind(self: &Arc<Self>) {
        if self.state.lock().left == 0 {
            return;
        }
        let note = (self.leave)(self);
        let mut state = self.state.lock();
        if state.left > 0 {
            state.note = note;
        } else {
            drop(state); // before `note`
        }
    }

    /// Cancels all children, and the body of the scope.
    pub(super) fn cancel(&self) {
        let (running, body) = {
            let mut state = self.state.lock();
            let running = if mem::replace(&mut state.is_cancelled, true) {
                Vec::new()
            } else {
                let running = state.running.iter();
                running.map(|child| child.abort_handle.clone()).collect()
            };
            (running, state.body.take())
        };
        cancel_all(running, body);
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.state.lock().is_cancelled
    }

    pub(super) fn takes_children(&self) -> bool {
        self.state.lock().takes_children()
    }

    /// Adds the failure of the body. From now on, no child can be added. The caller cancels the other children.
    pub(super) fn note(&self, failure: TaskFailure<E>) {
        self.state.lock().failures.push(failure);
    }

    /// Adds the failure of a child, as [`note`](Self::note) does.
    pub(super) fn note_child(&self, key: usize, id: Id, failure: Failure<E>) {
        let mut state = self.state.lock();
        let (name, index) = state.identify(key);
        state.failures.push(TaskFailure {
            id: Some(id),
            name,
            index,
            failure,
        });
    }

    /// Adds a panic that was not caused by a child. It is a failure too.
    #[cold]
    pub(super) fn note_panic(&self, panic: Panic) {
        self.state.lock().panics.push_back(panic);
    }
}

impl<E: Send + 'static> Coordinator<E> {
    pub(super) fn new() -> Self {
        Self {
            state: Mutex::default(),
            leave: |group| left_behind::note(group.clone()),
        }
    }

    pub(super) fn add<T: Send + 'static>(
        self: &Arc<Self>,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        let name = if are_there_names() {
            task_name(task.id())
        } else {
            None
        };
        self.add_as(name, task)
    }

    /// Adds a child under the name that its failure carries.
    #[inline]
    pub(super) fn add_as<T: Send + 'static>(
        self: &Arc<Self>,
        name: Option<Arc<str>>,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        let id = task.id();
        let abort_handle = task.abort_handle();
        let mut state = self.state.lock();
        if !state.takes_children() {
            drop(state);
            return Err(ClosedError::new(task));
        }
        let key = state.insert(abort_handle);
        if let Some(name) = name {
            state.names.insert(key, name);
        }
        let _spent = [state.spent.pop(), state.spent.pop()];
        drop(state);
        let child = Child::watch(self.clone(), key, task.into());
        Ok(GroupTask::new(id, child))
    }

    /// Removes a child that has ended. Then the joiner, the body of the scope and the awaiter are woken: *wakers last*
    /// in [`task_group`](super).
    #[inline]
    pub(super) fn remove(self: &Arc<Self>, key: usize, is_unwanted: bool, awaiter: Option<Waker>) {
        let (_removed, effects) = {
            let mut state = self.state.lock();
            (state.remove(key, is_unwanted), state.settle())
        };
        if effects.is_some() || awaiter.is_some() {
            self.run_effects(effects, awaiter);
        }
    }

    /// Reports the failure of a child that has ended and waits for what it has left behind.
    pub(super) fn settle(self: &Arc<Self>, awaiter: Option<Waker>) {
        let effects = self.state.lock().settle();
        self.run_effects(effects, awaiter);
    }

    /// Adds a panic that was not caused by a child, and cancels all children. A group that has ended ignores the panic.
    #[cold]
    pub(super) fn panicked(self: &Arc<Self>, panic: Panic) {
        let effects = {
            let mut state = self.state.lock();
            if state.has_ended() {
                drop(state);
                return discard([panic]);
            }
            state.panics.push_back(panic);
            state.settle()
        };
        self.run_effects(effects, None);
    }

    fn run_effects(self: &Arc<Self>, effects: Option<Effects>, awaiter: Option<Waker>) {
        let Effects {
            cancels,
            joiner,
            body,
            note: _note, // dropped last, when the group has ended
        } = effects.unwrap_or_default();
        if cancels {
            self.cancel_after_queued();
        }
        wake_all([joiner, body, awaiter].into_iter().flatten());
    }

    /// Returns the failures when no child is left, and closes the group.
    pub(super) fn poll_join(
        self: &Arc<Self>,
        context: &mut Context<'_>,
    ) -> Poll<Vec<TaskFailure<E>>> {
        loop {
            self.report_panics();
            let failures = self.state.lock().poll_failures();
            if failures.is_ready() {
                return failures;
            }
            let waker = context.waker().clone();
            let mut state = self.state.lock();
            let waits = !state.is_over();
            let dropped = if waits {
                state.joiner.replace(waker)
            } else {
                Some(waker) // its destructor may panic, so the failures are fetched in the next iteration
            };
            let cancels = state.cancels();
            drop(state);
            if cancels {
                self.cancel_after_queued();
            }
            drop(dropped);
            if waits {
                return Poll::Pending;
            }
        }
    }

    /// Ready when the group is cancelled and no region of the body has to be finished.
    pub(super) fn poll_cancelled(self: &Arc<Self>, context: &mut Context<'_>) -> Poll<()> {
        let waker = context.waker().clone();
        let mut state = self.state.lock();
        if state.is_cancelled && state.scope.held == 0 {
            return Poll::Ready(()); // `state` is dropped before `waker`
        }
        let replaced = state.body.replace(waker);
        let cancels = state.cancels();
        drop(state);
        if cancels {
            self.cancel_after_queued();
        }
        drop(replaced);
        Poll::Pending
    }

    /// Cancels after the tasks that are already queued have been polled, so that all failures of the same moment are
    /// reported: see *queued in order* in [`tokio_assumptions`](crate::util::tokio_assumptions).
    ///
    /// It spawns a task that cancels, unless the last such task was spawned in the same runtime. Perhaps nobody drives
    /// the runtime of the child that failed, so a poll of `join` or `scope` in another runtime spawns such a task
    /// there.
    #[cold]
    fn cancel_after_queued(self: &Arc<Self>) {
        let Ok(runtime) = Handle::try_current() else {
            return self.cancel();
        };
        let id = Some(runtime.id());
        if mem::replace(&mut self.state.lock().cancelling_in, id) != id {
            let cancel = CancelOnDrop(self.clone());
            runtime.spawn(async move { drop(cancel) });
        }
    }

    /// Reports each panic that was not caused by a child, as the failure of a child that is spawned for it.
    ///
    /// # Panics
    ///
    /// Outside a runtime, panics with the panic itself, since no child can be spawned.
    #[inline]
    fn report_panics(self: &Arc<Self>) {
        loop {
            let panic = self.state.lock().panics.pop_front();
            match panic {
                Some(panic) => self.report(panic),
                None => return,
            }
        }
    }

    #[cold]
    fn report(self: &Arc<Self>, panic: Panic) {
        self.cancel(); // before the child is added, which must not be cancelled
        let Ok(runtime) = Handle::try_current() else {
            resume_unwind(panic);
        };
        let task: JoinHandle<Result<(), E>> = runtime.spawn(async { resume_unwind(panic) });
        let abort_handle = task.abort_handle();
        let key = self.state.lock().insert_report(abort_handle);
        Child::watch(self.clone(), key, task);
    }
}

/// Cancels the group when it is dropped, even if its task is never polled: see *shutdown drops* in
/// [`tokio_assumptions`](crate::util::tokio_assumptions).
struct CancelOnDrop<E>(Arc<Coordinator<E>>);

impl<E> Drop for CancelOnDrop<E> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

fn cancel_all(running: impl IntoIterator<Item = AbortHandle>, body: Option<Waker>) {
    for abort_handle in running {
        cancel::request_by(&abort_handle);
    }
    wake_all(body);
}

impl<E: Send> Noted for Coordinator<E> {
    fn waits_for(&self, each: &mut dyn FnMut(Key)) {
        self.state.lock().left_behind.iter().copied().for_each(each);
    }
}

/// Failures and panics that were not reported may panic when they are dropped.
impl<E> Drop for Coordinator<E> {
    fn drop(&mut self) {
        let mut state = self.state.lock();
        let failures = mem::take(&mut state.failures);
        let panics = mem::take(&mut state.panics);
        drop(state);
        discard(failures);
        discard(panics);
    }
}

/// Shows the number of children that have not ended.
impl<E> fmt::Debug for Coordinator<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let running = self.state.lock().left;
        f.debug_struct("TaskGroup")
            .field("running", &running)
            .finish_non_exhaustive()
    }
}
