//! Who is in the group, and what becomes of it?

use std::any::Any;
use std::fmt;
use std::mem;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio::runtime::Handle;

use super::families::Families;
use super::siblings::AnySiblings;
use super::{ClosedError, GroupTask, TaskFailure};
use crate::{Failure, Task, create_task};

/// What the group, its handles and its children have in common.
pub(super) struct Members<E>(Mutex<State<E>>);

struct State<E> {
    families: Families,
    /// How many sets of siblings have not all ended.
    running_siblings: usize,
    failures: Vec<TaskFailure<E>>,
    /// Panics that are no child's own, until whoever waits reports them.
    panics: Vec<Box<dyn Any + Send>>,
    /// Whether it is closed as soon as nobody is left.
    closes: bool,
    is_cancelled: bool,
    is_closed: bool,
    /// Who waits until nobody is left.
    joiner: Option<Waker>,
    /// Who is to be told when the group is cancelled.
    body: Option<Waker>,
}

impl<E> Default for Members<E> {
    fn default() -> Self {
        Self(Mutex::new(State {
            families: Families::default(),
            running_siblings: 0,
            failures: Vec::new(),
            panics: Vec::new(),
            closes: false,
            is_cancelled: false,
            is_closed: false,
            joiner: None,
            body: None,
        }))
    }
}

impl<E> Members<E> {
    /// What is done meanwhile is ours alone: values are dropped, and wakers are woken, elsewhere.
    fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes the group at once, and cancels all who are left.
    pub(super) fn close(&self) {
        let (body, left) = {
            let mut state = self.lock();
            if state.is_closed && state.running_siblings == 0 {
                return;
            }
            state.is_cancelled = true;
            state.is_closed = true;
            (state.body.take(), mem::take(&mut state.families))
        };
        left.iter().for_each(AnySiblings::cancel);
        wake(body);
    }

    pub(super) fn cancel(&self) {
        let (body, running) = {
            let mut state = self.lock();
            let is_first = !mem::replace(&mut state.is_cancelled, true);
            let running = is_first.then(|| state.families.clone());
            (state.body.take(), running)
        };
        let running = running.iter().flat_map(Families::iter);
        running.for_each(AnySiblings::cancel);
        wake(body);
    }

    /// Notes a failure, from which on nobody can be added, and cancels all who are left.
    pub(super) fn fail(&self, failure: TaskFailure<E>) {
        self.lock().failures.push(failure);
        self.cancel();
    }

    /// Some siblings have all ended. If they are as many as can be, none will be added, and they are given by their
    /// number.
    pub(super) fn have_ended(&self, siblings: Option<usize>) {
        let (joiner, _ended) = {
            let mut state = self.lock();
            state.running_siblings -= 1;
            let is_empty = state.running_siblings == 0;
            state.is_closed |= is_empty && state.closes;
            let joiner = state.joiner.take_if(|_| is_empty);
            (joiner, siblings.map(|number| state.families.remove(number)))
        };
        wake(joiner);
    }
}

impl<E: Send + 'static> Members<E> {
    /// The failures, when nobody is left. Then, nobody can be added.
    pub(super) fn poll_join(
        self: &Arc<Self>,
        context: &mut Context<'_>,
    ) -> Poll<Vec<TaskFailure<E>>> {
        let (_old, panics, has_failed) = {
            let mut state = self.lock();
            state.closes = true;
            let panics = mem::take(&mut state.panics);
            state.running_siblings += panics.len();
            if state.running_siblings == 0 {
                state.is_closed = true;
                return Poll::Ready(mem::take(&mut state.failures));
            }
            let old = state.joiner.replace(context.waker().clone());
            (old, panics, state.has_failed())
        };
        for panic in panics {
            self.report(panic);
        }
        if has_failed {
            self.cancel_in_turn();
        }
        Poll::Pending
    }

    /// Ready when the group has been cancelled.
    pub(super) fn poll_cancelled(self: &Arc<Self>, context: &mut Context<'_>) -> Poll<()> {
        let (_old, is_cancelled, has_failed) = {
            let mut state = self.lock();
            let old = state.body.replace(context.waker().clone());
            (old, state.is_cancelled, state.has_failed())
        };
        if is_cancelled {
            return Poll::Ready(());
        }
        if has_failed {
            self.cancel_in_turn();
        }
        Poll::Pending
    }

    pub(super) fn add<T: Send + 'static>(
        self: &Arc<Self>,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        let mut state = self.lock();
        if state.is_closed || state.is_cancelled || !state.failures.is_empty() {
            return Err(ClosedError::new(task));
        }
        let (siblings, place) = state.families.reserve(self);
        state.running_siblings += usize::from(siblings.count_one());
        drop(state);
        let id = task.id();
        siblings.watch(place, task.into());
        Ok(GroupTask::new(id, siblings, place))
    }

    /// Notes the failure of a child, and cancels the others. Whoever waits sees to that too, for the runtime of the
    /// child may be one that nobody drives.
    pub(super) fn child_has_failed(self: &Arc<Self>, failure: TaskFailure<E>) {
        let (joiner, body) = {
            let mut state = self.lock();
            state.failures.push(failure);
            if state.failures.len() > 1 {
                return;
            }
            (state.joiner.take(), state.body.take())
        };
        self.cancel_in_turn();
        wake(joiner);
        wake(body);
    }

    /// Cancels all who are left, when those have had their turn that are to have one already.
    fn cancel_in_turn(self: &Arc<Self>) {
        let cancel = CancelOnDrop(self.clone());
        spawn_or_drop(async move { drop(cancel) });
    }

    /// Notes a panic that is not a child's own, and cancels all who are left.
    pub(super) fn panicked(&self, panic: Box<dyn Any + Send>) {
        self.cancel();
        let joiner = {
            let mut state = self.lock();
            state.panics.push(panic);
            state.joiner.take()
        };
        wake(joiner);
    }

    /// Reports a panic as that of another child, which is counted already.
    ///
    /// # Panics
    ///
    /// With it, where there is no runtime for a child.
    fn report(self: &Arc<Self>, panic: Box<dyn Any + Send>) {
        if Handle::try_current().is_err() {
            resume_unwind(panic);
        }
        let panicking = EndOnDrop(self.clone());
        spawn_or_drop(async move {
            let task: Task<()> = create_task(async { resume_unwind(panic) });
            if let Err(error) = task.await {
                panicking.0.fail(TaskFailure {
                    id: Some(error.id()),
                    failure: Failure::Ended(error),
                });
            }
        });
    }
}

impl<E> State<E> {
    /// Whether a child has failed, and the others are still to be cancelled.
    fn has_failed(&self) -> bool {
        !self.failures.is_empty() && !self.is_cancelled
    }
}

/// Spawns it, or drops it at once where there is no runtime any more.
fn spawn_or_drop(coroutine: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(coroutine);
    }
}

struct CancelOnDrop<E>(Arc<Members<E>>);

impl<E> Drop for CancelOnDrop<E> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// One who counts as siblings who have not all ended.
struct EndOnDrop<E>(Arc<Members<E>>);

impl<E> Drop for EndOnDrop<E> {
    fn drop(&mut self) {
        self.0.have_ended(None);
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// Shows how many children have not ended.
impl<E> fmt::Debug for Members<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let running: usize = self.lock().families.iter().map(AnySiblings::left).sum();
        f.debug_struct("TaskGroup")
            .field("running", &running)
            .finish_non_exhaustive()
    }
}
