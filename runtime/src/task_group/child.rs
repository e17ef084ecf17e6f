//! A child of a group: its task until that ends, and its value until that is fetched.
//!
//! A child is the join waker of its own task. Its end is handled there, on the thread where the task ended, in this
//! order:
//!
//! 1. The outcome is taken out of the task. A failure is noted in the group before anything else: nobody may see that
//!    there is no value while the group still takes children.
//! 2. The outcome is put where the [`GroupTask`](super::GroupTask) finds it. A value that nobody wants is dropped.
//! 3. The child leaves the group.
//! 4. The joiner, the scope's body and the awaiter are woken. By then all of the above is done, so a waker that panics
//!    interrupts none of it.
//!
//! # What this assumes of tokio
//!
//! - `is_finished` holds before the join waker is woken, which happens once. So of the thread that adds a child and the
//!   one on which it ends, at least one finds both the handle in its place and the task finished.
//! - A finished task gives its output to the first poll that has a cooperative budget. A poll that finds it pending
//!   uses up no budget.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use tokio::task::coop::{has_budget_remaining, unconstrained};
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use super::members::Members;
use super::{GroupTaskError, TaskFailure};
use crate::Failure;
use crate::util::sync::Mutex;
use crate::util::user_code::try_drop;

/// What a task of a group gives.
type Outcome<T, E> = Result<Result<T, E>, JoinError>;

pub(super) struct Child<T, E> {
    /// The group's handle of the task makes this a cycle until the child leaves.
    group: Arc<Members<E>>,
    key: usize,
    state: Mutex<State<T, E>>,
}

struct State<T, E> {
    stage: Stage<T, E>,
    /// The task's handle, after its outcome was taken. It is dropped when the value is fetched, often on the thread that
    /// created the task: an allocator is slow to free what another thread has allocated.
    spent: Option<JoinHandle<Result<T, E>>>,
    awaiter: Option<Waker>,
}

/// What is left to do without the lock when a child has ended: drop the value, if nobody wants it, and wake the awaiter.
type Ended<T> = (Option<Result<T, GroupTaskError>>, Option<Waker>);

enum Stage<T, E> {
    /// The task runs. The handle is not here while a thread adds the child or handles its end.
    Running(Option<JoinHandle<Result<T, E>>>),
    /// The same, after the `GroupTask` was dropped.
    Unwanted(Option<JoinHandle<Result<T, E>>>),
    Ended(Result<T, GroupTaskError>),
    /// The outcome was fetched or dropped.
    Over,
}

impl<T: Send + 'static, E: Send + 'static> Child<T, E> {
    /// Watches a task, for which the group keeps an [`AbortHandle`] under this key.
    pub(super) fn watch(
        group: Arc<Members<E>>,
        key: usize,
        task: JoinHandle<Result<T, E>>,
    ) -> Arc<Self> {
        let state = State {
            stage: Stage::Running(None),
            spent: None,
            awaiter: None,
        };
        let child = Arc::new(Self {
            group,
            key,
            state: Mutex::new(state),
        });
        child.begin(task);
        child
    }

    /// Becomes the task's join waker, or handles its end if it has ended already.
    fn begin(self: &Arc<Self>, mut task: JoinHandle<Result<T, E>>) {
        let waker = Waker::from(self.clone());
        loop {
            let had_ended = task.is_finished();
            match catch_unwind(AssertUnwindSafe(|| poll(&mut task, &waker))) {
                Ok(Poll::Ready(outcome)) => return self.end(task.id(), outcome),
                Ok(Poll::Pending) => {
                    let mut state = self.state.lock();
                    if !task.is_finished() {
                        return state.put(task);
                    }
                    // It ended meanwhile, and is ready now.
                }
                // It has given its outcome away before it was added.
                Err(panic) if had_ended => {
                    self.group.note_panic(panic);
                    let ended = self.state.lock().end(Err(GroupTaskError::Failed));
                    return self.has_ended(ended);
                }
                // A waker that this one replaces has panicked when it was dropped. The next poll finds none.
                Err(panic) => self.group.panicked(panic),
            }
        }
    }

    #[inline]
    fn end(&self, id: Id, outcome: Outcome<T, E>) {
        let value = Failure::of(outcome).map_err(|failure| self.fail(id, failure));
        let ended = self.state.lock().end(value);
        self.has_ended(ended);
    }

    #[cold]
    fn fail(&self, id: Id, failure: Failure<E>) -> GroupTaskError {
        if matches!(&failure, Failure::Ended(error) if error.is_cancelled()) {
            return GroupTaskError::Cancelled;
        }
        let id = Some(id);
        self.group.note(TaskFailure { id, failure });
        GroupTaskError::Failed
    }

    /// Drops the value if nobody wants it. Then the child is counted as gone.
    #[inline]
    fn has_ended(&self, (unwanted, awaiter): Ended<T>) {
        let is_unwanted = unwanted.is_some();
        if let Some(Err(panic)) = unwanted.map(try_drop) {
            self.group.note_panic(panic);
        }
        self.group.remove(self.key, is_unwanted, awaiter);
    }
}

/// The task has ended.
impl<T: Send + 'static, E: Send + 'static> Wake for Child<T, E> {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    #[inline]
    fn wake_by_ref(self: &Arc<Self>) {
        let mut state = self.state.lock();
        let Some(mut task) = state.take_ended() else {
            return;
        };
        // Under the lock: all that this poll does is to move the outcome.
        match poll(&mut task, Waker::noop()) {
            Poll::Ready(Ok(Ok(value))) => {
                let ended = state.end(Ok(value));
                // Without a `GroupTask`, nobody would take it out, and the task keeps this child.
                let unkept = if ended.0.is_none() {
                    state.spent.replace(task)
                } else {
                    Some(task)
                };
                drop(state);
                drop(unkept);
                self.has_ended(ended);
            }
            Poll::Ready(outcome) => {
                drop(state);
                self.end(task.id(), outcome);
            }
            Poll::Pending => unreachable!("a task that has ended has an outcome"),
        }
    }
}

impl<T, E> State<T, E> {
    /// Keeps the handle of a task that is watched now.
    #[inline]
    fn put(&mut self, task: JoinHandle<Result<T, E>>) {
        if let Stage::Running(place) | Stage::Unwanted(place) = &mut self.stage {
            *place = Some(task);
        }
    }

    /// Takes the handle, if it is here and the task has ended.
    #[inline]
    fn take_ended(&mut self) -> Option<JoinHandle<Result<T, E>>> {
        match &mut self.stage {
            Stage::Running(task) | Stage::Unwanted(task) => task.take_if(|task| task.is_finished()),
            Stage::Ended(_) | Stage::Over => None,
        }
    }

    /// Keeps the value, or returns it if nobody wants it; and returns the waker of the one who awaits it.
    #[inline]
    fn end(&mut self, value: Result<T, GroupTaskError>) -> Ended<T> {
        let mut unwanted = None;
        if let Stage::Unwanted(_) = self.stage {
            self.stage = Stage::Over;
            unwanted = Some(value);
        } else {
            self.stage = Stage::Ended(value);
        }
        (unwanted, self.awaiter.take())
    }

    fn has_ended(&self) -> bool {
        matches!(self.stage, Stage::Ended(_) | Stage::Over)
    }

    /// Takes the value, if the child has ended.
    #[inline]
    fn take_value(&mut self) -> Poll<Result<T, GroupTaskError>> {
        if !self.has_ended() {
            return Poll::Pending;
        }
        match mem::replace(&mut self.stage, Stage::Over) {
            Stage::Ended(value) => Poll::Ready(value),
            _ => unreachable!("a value is fetched once"),
        }
    }
}

/// What a [`GroupTask`](super::GroupTask) asks of its child, whatever the errors of the group are.
pub(super) trait Value<T>: Send + Sync {
    fn poll(&self, context: &mut Context<'_>) -> Poll<Result<T, GroupTaskError>>;

    fn has_ended(&self) -> bool;

    /// What cancels the child, unless it has ended.
    fn abort_handle(&self) -> Option<AbortHandle>;

    /// The `GroupTask` is dropped before the value was fetched.
    fn leave(&self);
}

impl<T: Send + 'static, E: Send + 'static> Value<T> for Child<T, E> {
    fn poll(&self, context: &mut Context<'_>) -> Poll<Result<T, GroupTaskError>> {
        let mut state = self.state.lock();
        let value = state.take_value();
        let _spent = state.spent.take();
        drop(state);
        if value.is_ready() {
            return value;
        }
        let waker = context.waker().clone();
        let mut state = self.state.lock();
        let has_ended = state.has_ended();
        let replaced = if has_ended {
            Some(waker)
        } else {
            state.awaiter.replace(waker)
        };
        drop(state);
        drop(replaced); // while the value, if there is one, is still in its place
        if has_ended {
            return self.state.lock().take_value();
        }
        Poll::Pending
    }

    fn has_ended(&self) -> bool {
        self.state.lock().has_ended()
    }

    fn abort_handle(&self) -> Option<AbortHandle> {
        match &self.state.lock().stage {
            Stage::Running(task) => task.as_ref().map(JoinHandle::abort_handle),
            _ => None,
        }
    }

    fn leave(&self) {
        let mut state = self.state.lock();
        let awaiter = state.awaiter.take();
        if let Stage::Running(task) = &mut state.stage {
            let task = task.take();
            state.stage = Stage::Unwanted(task);
            return drop(state); // before the waker
        }
        let value = mem::replace(&mut state.stage, Stage::Over);
        let _spent = state.spent.take();
        drop(state);
        if let Stage::Ended(Ok(value)) = value {
            if let Err(panic) = try_drop(value) {
                self.group.panicked(panic);
            }
        }
        drop(awaiter);
    }
}

/// Polls a task although there may be no budget: a child has no other turn.
#[inline]
fn poll<T>(task: &mut JoinHandle<T>, waker: &Waker) -> Poll<Result<T, JoinError>> {
    let mut context = Context::from_waker(waker);
    if has_budget_remaining() {
        Pin::new(task).poll(&mut context)
    } else {
        pin!(unconstrained(task)).poll(&mut context)
    }
}
