//! A child of a group: its task until the task ends, and its value until the value is fetched.
//!
//! Completion is handled in the child's join waker, on the thread where the task completed, in this order:
//!
//! 1. The outcome is taken out of the task. A failure is added to the group, by *failure first*.
//! 2. The outcome is stored for the [`GroupTask`](super::GroupTask). An unwanted value is dropped.
//! 3. The child leaves the group, by *outcome before leaving*.
//! 4. After a failure, the siblings are cancelled: a task is spawned for that, which runs after all tasks that are
//!    already queued ([`Coordinator::cancel_after_queued`]).
//! 5. The joiner, the body of the scope and the awaiter are woken, by *wakers last*.
//!
//! A task that ends while its child is being added is handled by the adding thread, by *one handler*. The invariants
//! are listed in [`task_group`](super).

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use tokio::task::coop::{has_budget_remaining, unconstrained};
use tokio::task::{AbortHandle, Id, JoinError, JoinHandle};

use super::GroupTaskError;
use super::coordinator::Coordinator;
use super::leaving::Leaving;
use crate::Failure;
use crate::left_behind::{self, Key};
use crate::util::sync::Mutex;
use crate::util::user_code::try_drop;

/// The outcome of a group's task.
type Outcome<T, E> = Result<Result<T, E>, JoinError>;

pub(super) struct Child<T, E> {
    /// A part of the cycle of *no cycle remains*.
    group: Arc<Coordinator<E>>,
    key: usize,
    state: Mutex<State<T, E>>,
}

struct State<T, E> {
    stage: Stage<T, E>,
    /// The task's handle, after its outcome was taken. It is dropped when the value is fetched, usually on the thread
    /// that created the task, because allocators are slow to free the memory of another thread.
    spent: Option<JoinHandle<Result<T, E>>>,
    awaiter: Option<Waker>,
}

/// The unwanted value to drop and the awaiter to wake, after the child's lock is released.
type Ended<T> = (Option<Result<T, GroupTaskError>>, Option<Waker>);

enum Stage<T, E> {
    /// The task is running. The slot is empty while a thread adds the child or handles its end.
    Running(Option<JoinHandle<Result<T, E>>>),
    /// The task is running, and the `GroupTask` was dropped.
    Unwanted(Option<JoinHandle<Result<T, E>>>),
    /// The outcome is stored.
    Ended(Result<T, GroupTaskError>),
    /// The outcome was fetched or dropped.
    Over,
}

impl<T: Send + 'static, E: Send + 'static> Child<T, E> {
    /// Makes a child that watches a task. The group has the task's [`AbortHandle`] under `key`.
    pub(super) fn watch(
        group: Arc<Coordinator<E>>,
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

    /// Becomes the task's join waker, or handles the end of a task that has already ended.
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
                    // The task has ended since the poll. The next poll returns its outcome.
                }
                // The task's outcome was fetched before the task was added: *output is given once* in
                // `tokio_assumptions`.
                Err(panic) if had_ended => {
                    self.group.note_panic(panic);
                    let ended = self.state.lock().end(Err(GroupTaskError::Failed));
                    return self.leave_group(task.id(), ended);
                }
                // The destructor of an old waker has panicked. The next poll has no old waker to drop: *old waker is
                // dropped* in `tokio_assumptions`.
                Err(panic) => self.group.panicked(panic),
            }
        }
    }

    #[inline]
    fn end(&self, id: Id, outcome: Outcome<T, E>) {
        let value = Failure::of(outcome).map_err(|failure| self.fail(id, failure));
        let ended = self.state.lock().end(value);
        self.leave_group(id, ended);
    }

    #[cold]
    fn fail(&self, id: Id, failure: Failure<E>) -> GroupTaskError {
        if matches!(&failure, Failure::Ended(error) if error.is_cancelled()) {
            return GroupTaskError::Cancelled;
        }
        self.group.note_child(self.key, id, failure);
        GroupTaskError::Failed
    }

    /// Drops an unwanted value. Then the child leaves the group, and the wakers are woken.
    #[inline]
    fn leave_group(&self, id: Id, (unwanted, awaiter): Ended<T>) {
        let is_unwanted = unwanted.is_some();
        if let Some(Err(panic)) = unwanted.map(try_drop) {
            self.group.note_panic(panic);
        }
        let (group, key) = (&self.group, self.key);
        if left_behind::is_gone(Key::Task(id)) {
            group.remove(key, is_unwanted, awaiter);
        } else {
            Leaving::begin(group, (key, is_unwanted), id, awaiter);
        }
    }
}

/// Called when the task has ended.
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
        // This poll runs no code of a user, so the lock may be held: it only moves the outcome.
        match poll(&mut task, Waker::noop()) {
            Poll::Ready(Ok(Ok(value))) => {
                let id = task.id();
                let ended = state.end(Ok(value));
                // Without a `GroupTask`, nobody would drop a spent handle, and the task refers to this child.
                let unkept = if ended.0.is_none() {
                    state.spent.replace(task)
                } else {
                    Some(task)
                };
                drop(state);
                drop(unkept);
                self.leave_group(id, ended);
            }
            Poll::Ready(outcome) => {
                drop(state);
                self.end(task.id(), outcome);
            }
            // *finished is ready* in `tokio_assumptions`, and `poll` has a budget.
            Poll::Pending => unreachable!("a finished task has an outcome"),
        }
    }
}

impl<T, E> State<T, E> {
    /// Stores the handle of a task that is being watched.
    #[inline]
    fn put(&mut self, task: JoinHandle<Result<T, E>>) {
        if let Stage::Running(slot) | Stage::Unwanted(slot) = &mut self.stage {
            *slot = Some(task);
        }
    }

    /// Takes the handle, if it is in its slot and the task has ended.
    #[inline]
    fn take_ended(&mut self) -> Option<JoinHandle<Result<T, E>>> {
        match &mut self.stage {
            Stage::Running(task) | Stage::Unwanted(task) => task.take_if(|task| task.is_finished()),
            Stage::Ended(_) | Stage::Over => None,
        }
    }

    /// Stores the outcome, or returns it if it is unwanted. Returns the awaiter's waker, too.
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

/// A child as its [`GroupTask`](super::GroupTask) sees it, without the error type of the group.
pub(super) trait Value<T>: Send + Sync {
    fn poll(&self, context: &mut Context<'_>) -> Poll<Result<T, GroupTaskError>>;

    fn has_ended(&self) -> bool;

    /// Returns a handle that cancels the child, unless it has ended.
    fn abort_handle(&self) -> Option<AbortHandle>;

    /// Called when the `GroupTask` is dropped before the value was fetched.
    fn detach(&self);
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
        drop(replaced); // before the value is taken, so that the value is not lost if the waker panics
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

    fn detach(&self) {
        let mut state = self.state.lock();
        let awaiter = state.awaiter.take();
        if let Stage::Running(task) = &mut state.stage {
            let task = task.take();
            state.stage = Stage::Unwanted(task);
            return drop(state); // the lock is released before the awaiter's waker is dropped
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

/// Polls a task, even if the budget is used up: without budget, the task would not keep the waker (*no budget, no
/// waker* in [`tokio_assumptions`](crate::util::tokio_assumptions)), and a child is not polled again.
#[inline]
fn poll<T>(task: &mut JoinHandle<T>, waker: &Waker) -> Poll<Result<T, JoinError>> {
    let mut context = Context::from_waker(waker);
    if has_budget_remaining() {
        Pin::new(task).poll(&mut context)
    } else {
        pin!(unconstrained(task)).poll(&mut context)
    }
}
