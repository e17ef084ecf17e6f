//! The state that a group shares with its handles and its children.

use std::collections::VecDeque;
use std::fmt;
use std::mem;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use tokio::runtime::{self, Handle};
use tokio::task::{AbortHandle, JoinHandle};

use super::child::Child;
use super::{ClosedError, GroupTask, TaskFailure};
use crate::slab::Slab;
use crate::sync::Mutex;
use crate::user_code::{Calls, Panic, discard};
use crate::{Task, cancellation};

pub(super) struct Members<E>(Mutex<State<E>>);

struct State<E> {
    /// What cancels each child that has not ended, by its key. It is empty once the group was dropped.
    running: Slab<AbortHandle>,
    /// How many children the group still waits for.
    left: usize,
    failures: Vec<TaskFailure<E>>,
    /// Panics that no child has caused, until `join` reports them.
    panics: VecDeque<Panic>,
    /// The group is joined: it closes as soon as no child is left.
    closes: bool,
    is_closed: bool,
    is_cancelled: bool,
    /// The runtime where a task was spawned last that cancels the others after a failure.
    cancelling_in: Option<runtime::Id>,
    joiner: Option<Waker>,
    /// The waker of the `scope` whose body runs.
    body: Option<Waker>,
}

/// What a change of the state leaves to do without the lock.
#[must_use]
struct Due {
    cancels: bool,
    joiner: Option<Waker>,
    body: Option<Waker>,
}

impl<E> Default for Members<E> {
    fn default() -> Self {
        Self(Mutex::new(State {
            running: Slab::default(),
            left: 0,
            failures: Vec::new(),
            panics: VecDeque::new(),
            closes: false,
            is_closed: false,
            is_cancelled: false,
            cancelling_in: None,
            joiner: None,
            body: None,
        }))
    }
}

impl<E> Members<E> {
    /// The group was dropped: closes it at once, and cancels all children that are left.
    pub(super) fn close(&self) {
        let (running, wakers) = {
            let mut state = self.0.lock();
            state.is_cancelled = true;
            state.is_closed = true;
            let wakers = [state.joiner.take(), state.body.take()];
            (mem::take(&mut state.running), wakers)
        };
        cancel_all(running.into_values(), None);
        discard(wakers);
    }

    /// Cancels all children that are left, and the body of the scope.
    pub(super) fn cancel(&self) {
        let (running, body) = {
            let mut state = self.0.lock();
            let is_first = !mem::replace(&mut state.is_cancelled, true);
            let running = state.running.iter().filter(|_| is_first);
            (running.cloned().collect::<Vec<_>>(), state.body.take())
        };
        cancel_all(running, body);
    }

    /// Notes a failure, after which no child can be added. The caller sees to it that the others are cancelled.
    pub(super) fn note(&self, failure: TaskFailure<E>) {
        self.0.lock().failures.push(failure);
    }

    /// Notes a panic that no child has caused; it is a failure too.
    #[cold]
    pub(super) fn note_panic(&self, panic: Panic) {
        self.0.lock().panics.push_back(panic);
    }
}

impl<E: Send + 'static> Members<E> {
    pub(super) fn add<T: Send + 'static>(
        self: &Arc<Self>,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        let id = task.id();
        let abort_handle = task.abort_handle();
        let mut state = self.0.lock();
        if state.is_closed || state.is_cancelled || state.has_failed() {
            drop(state);
            return Err(ClosedError::new(task));
        }
        let key = state.insert(abort_handle);
        drop(state);
        let child = Child::watch(self.clone(), key, task.into());
        Ok(GroupTask::new(id, child))
    }

    /// A child has ended, and is waited for no more. Everybody is woken whom that concerns.
    #[inline]
    pub(super) fn remove(self: &Arc<Self>, key: usize, awaiter: Option<Waker>) {
        let (_removed, due) = {
            let mut state = self.0.lock();
            state.left -= 1;
            (state.running.remove(key), state.due())
        };
        if due.is_some() || awaiter.is_some() {
            self.carry_out(due, awaiter);
        }
    }

    /// Notes a panic that no child has caused, and cancels all children. If the group has ended, the panic ends here.
    #[cold]
    pub(super) fn panicked(self: &Arc<Self>, panic: Panic) {
        let due = {
            let mut state = self.0.lock();
            if state.is_closed && state.left == 0 {
                drop(state);
                return discard([panic]);
            }
            state.panics.push_back(panic);
            state.due()
        };
        self.carry_out(due, None);
    }

    fn carry_out(self: &Arc<Self>, due: Option<Due>, awaiter: Option<Waker>) {
        let mut calls = Calls::default();
        let (joiner, body) = due.map_or((None, None), |due| {
            if due.cancels {
                calls.call(|| self.cancel_in_turn());
            }
            (due.joiner, due.body)
        });
        for waker in [joiner, body, awaiter].into_iter().flatten() {
            calls.call(|| waker.wake());
        }
        calls.finish();
    }

    /// Gives the failures when no child is left. Then the group is closed.
    pub(super) fn poll_join(
        self: &Arc<Self>,
        context: &mut Context<'_>,
    ) -> Poll<Vec<TaskFailure<E>>> {
        let mut waker = None;
        loop {
            let mut state = self.0.lock();
            state.closes = true;
            if let Some(panic) = state.panics.pop_front() {
                drop(state);
                self.cancel();
                self.report(panic);
            } else if state.left == 0 {
                state.is_closed = true;
                return Poll::Ready(mem::take(&mut state.failures));
            } else if let Some(waker) = waker.take() {
                let replaced = state.joiner.replace(waker);
                let cancels = state.cancels();
                drop(state);
                if cancels {
                    self.cancel_in_turn();
                }
                drop(replaced);
                return Poll::Pending;
            } else {
                drop(state);
                waker = Some(context.waker().clone());
            }
        }
    }

    /// Ready when the group was cancelled.
    pub(super) fn poll_cancelled(self: &Arc<Self>, context: &mut Context<'_>) -> Poll<()> {
        let waker = context.waker().clone();
        let mut state = self.0.lock();
        if state.is_cancelled {
            return Poll::Ready(()); // which releases the lock before it drops the waker
        }
        let replaced = state.body.replace(waker);
        let cancels = state.cancels();
        drop(state);
        if cancels {
            self.cancel_in_turn();
        }
        drop(replaced);
        Poll::Pending
    }

    /// Cancels after the tasks that are already queued have been polled, so that all that fail at the same time are
    /// reported.
    ///
    /// It spawns a task for that, at most one in each runtime: that of the child that failed may be one that nobody
    /// drives, and so each that waits for the group calls this again in its own.
    #[cold]
    fn cancel_in_turn(self: &Arc<Self>) {
        let Ok(runtime) = Handle::try_current() else {
            return self.cancel();
        };
        let id = Some(runtime.id());
        if mem::replace(&mut self.0.lock().cancelling_in, id) != id {
            let cancel = CancelOnDrop(self.clone());
            runtime.spawn(async move { drop(cancel) });
        }
    }

    /// Reports a panic that no child has caused, as that of a child which goes on with it.
    ///
    /// # Panics
    ///
    /// With the panic, where there is no runtime for such a child.
    #[cold]
    fn report(self: &Arc<Self>, panic: Panic) {
        let Ok(runtime) = Handle::try_current() else {
            resume_unwind(panic);
        };
        let task: JoinHandle<Result<(), E>> = runtime.spawn(async { resume_unwind(panic) });
        let abort_handle = task.abort_handle();
        let key = self.0.lock().insert(abort_handle);
        Child::watch(self.clone(), key, task);
    }
}

impl<E> State<E> {
    #[inline]
    fn insert(&mut self, abort_handle: AbortHandle) -> usize {
        self.left += 1;
        self.running.insert(abort_handle)
    }

    fn has_failed(&self) -> bool {
        !self.failures.is_empty() || !self.panics.is_empty()
    }

    /// Whether the group has failed and is not cancelled yet.
    fn cancels(&self) -> bool {
        self.has_failed() && !self.is_cancelled
    }

    /// The wakers are those of all who have something to do now.
    #[inline]
    fn due(&mut self) -> Option<Due> {
        let is_empty = self.left == 0;
        if !is_empty && !self.has_failed() {
            return None;
        }
        self.is_closed |= is_empty && self.closes;
        let cancels = self.cancels();
        let joins = is_empty || cancels || !self.panics.is_empty();
        Some(Due {
            cancels,
            joiner: self.joiner.take_if(|_| joins),
            body: self.body.take_if(|_| cancels),
        })
    }
}

/// Cancels the group when it is dropped, also by a runtime that has no more turns.
struct CancelOnDrop<E>(Arc<Members<E>>);

impl<E> Drop for CancelOnDrop<E> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

fn cancel_all(running: impl IntoIterator<Item = AbortHandle>, body: Option<Waker>) {
    let mut calls = Calls::default();
    for abort_handle in running {
        calls.call(|| cancellation::request_by(&abort_handle));
    }
    if let Some(body) = body {
        calls.call(|| body.wake());
    }
    calls.finish();
}

/// Failures and panics that nobody has asked for may panic when they are dropped.
impl<E> Drop for Members<E> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        let failures = mem::take(&mut state.failures);
        let panics = mem::take(&mut state.panics);
        drop(state);
        discard(failures);
        discard(panics);
    }
}

/// Shows how many children have not ended.
impl<E> fmt::Debug for Members<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let running = self.0.lock().left;
        f.debug_struct("TaskGroup")
            .field("running", &running)
            .finish_non_exhaustive()
    }
}
