//! Who is in the group, and what becomes of it?

use std::any::Any;
use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use tokio::sync::oneshot;
use tokio::task::coop::unconstrained;
use tokio::task::{AbortHandle, JoinError};

use super::{ClosedError, GroupTask, TaskFailure};
use crate::completions::Completions;
use crate::{Failure, Task, TaskFuture, cancellation, create_task};

/// What the group, its handles and the task that watches it have in common.
pub(super) struct Members<E>(Mutex<State<E>>);

struct State<E> {
    running: Completions<Member<E>>,
    failures: Vec<TaskFailure<E>>,
    /// Whether it is closed as soon as nobody is left.
    closes: bool,
    is_cancelled: bool,
    is_closed: bool,
    /// Who watches the members, while there are none.
    watch: Option<Waker>,
    /// Who is to be told when the group is cancelled.
    body: Option<Waker>,
}

impl<E> Default for Members<E> {
    fn default() -> Self {
        Self(Mutex::new(State {
            running: Completions::new(),
            failures: Vec::new(),
            closes: false,
            is_cancelled: false,
            is_closed: false,
            watch: None,
            body: None,
        }))
    }
}

impl<E> Members<E> {
    /// What is done meanwhile is ours alone: values are dropped, and wakers are woken, elsewhere.
    fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn close_when_empty(&self) {
        let watch = {
            let mut state = self.lock();
            state.closes = true;
            state.watch.take()
        };
        wake(watch);
    }

    /// Closes the group at once, and cancels all who are left.
    pub(super) fn close(&self) {
        let (body, left) = {
            let mut state = self.lock();
            state.is_cancelled = true;
            state.is_closed = true;
            (state.body.take(), state.running.drain().collect::<Vec<_>>())
        };
        for member in left {
            member.settle(self);
        }
        wake(body);
    }

    pub(super) fn cancel(&self) {
        let (body, running) = {
            let mut state = self.lock();
            let is_first = !mem::replace(&mut state.is_cancelled, true);
            let running = state.running.iter().filter(|_| is_first);
            let running: Vec<_> = running.map(|member| member.0.abort_handle()).collect();
            (state.body.take(), running)
        };
        running.iter().for_each(cancellation::request_by);
        wake(body);
    }

    pub(super) fn fail(&self, failure: TaskFailure<E>) {
        self.lock().failures.push(failure);
        self.cancel();
    }

    pub(super) fn take_failures(&self) -> Vec<TaskFailure<E>> {
        mem::take(&mut self.lock().failures)
    }

    /// Ready when the group has been cancelled.
    pub(super) fn poll_cancelled(&self, context: &mut Context<'_>) -> Poll<()> {
        let (is_cancelled, _old) = {
            let mut state = self.lock();
            let old = state.body.replace(context.waker().clone());
            (state.is_cancelled, old)
        };
        if is_cancelled {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }

    fn poll_next(&self, context: &mut Context<'_>) -> Poll<Option<Member<E>>> {
        let mut state = self.lock();
        if let Some(completion) = ready!(state.running.poll_next(context)) {
            return Poll::Ready(Some(completion.future));
        }
        state.is_closed |= state.closes;
        if state.is_closed {
            return Poll::Ready(None);
        }
        state.watch = Some(context.waker().clone());
        Poll::Pending
    }
}

impl<E: Send + 'static> Members<E> {
    /// Watches the members; ready when nobody is left, and nobody can be added.
    pub(super) fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let watch_one = || {
                self.poll_next(context)
                    .map(|next| next.map(|member| member.0.deliver(self)))
            };
            match catch_unwind(AssertUnwindSafe(watch_one)) {
                Ok(Poll::Pending) => return Poll::Pending,
                Ok(Poll::Ready(Some(()))) => {}
                Ok(Poll::Ready(None)) => return Poll::Ready(()),
                Err(panic) => self.report(panic),
            }
        }
    }

    /// Reports a panic that is not a child's own as that of another one, so that the others are watched on.
    fn report(&self, panic: Box<dyn Any + Send>) {
        self.cancel();
        let task: Task<Result<(), E>> = create_task(async { resume_unwind(panic) });
        let (sender, _) = oneshot::channel();
        self.lock().running.insert(Member::new(task, sender));
    }

    pub(super) fn add<T: Send + 'static>(
        &self,
        task: Task<Result<T, E>>,
    ) -> Result<GroupTask<T>, ClosedError<Result<T, E>>> {
        let mut state = self.lock();
        if state.is_closed || state.is_cancelled {
            return Err(ClosedError::new(task));
        }
        let (sender, value) = oneshot::channel();
        let group_task = GroupTask {
            task: task.abort_handle(),
            value,
        };
        state.running.insert(Member::new(task, sender));
        let watch = state.watch.take();
        drop(state);
        wake(watch);
        Ok(group_task)
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// A child of any type. It cancels its task when it is dropped.
struct Member<E>(Box<dyn AnyChild<E>>);

impl<E: Send + 'static> Member<E> {
    fn new<T: Send + 'static>(task: Task<Result<T, E>>, sender: oneshot::Sender<T>) -> Self {
        Self(Box::new(Child {
            task: task.into_future(),
            outcome: None,
            sender,
        }))
    }
}

impl<E> Member<E> {
    /// Hands the value over if it is there already. It is cancelled otherwise.
    fn settle(mut self, members: &Members<E>) {
        let mut context = Context::from_waker(Waker::noop());
        let poll = || pin!(unconstrained(&mut self)).poll(&mut context).is_ready();
        // It panics if the child has given its result away, and so there is nothing to hand over.
        if catch_unwind(AssertUnwindSafe(poll)).unwrap_or(false) {
            self.0.deliver(members);
        }
    }
}

impl<E> Future for Member<E> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.poll(context)
    }
}

trait AnyChild<E>: Send {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()>;
    fn abort_handle(&self) -> AbortHandle;
    /// Hands the child's value to who wants it, or reports its failure.
    fn deliver(self: Box<Self>, members: &Members<E>);
}

struct Child<T, E> {
    task: TaskFuture<Result<T, E>>,
    outcome: Option<Result<Result<T, E>, JoinError>>,
    sender: oneshot::Sender<T>,
}

impl<T: Send, E: Send> AnyChild<E> for Child<T, E> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.outcome = Some(ready!(Pin::new(&mut self.task).poll(context)));
        Poll::Ready(())
    }

    fn abort_handle(&self) -> AbortHandle {
        self.task.abort_handle()
    }

    fn deliver(self: Box<Self>, members: &Members<E>) {
        let Self {
            task,
            outcome,
            sender,
        } = *self;
        match outcome.map(Failure::of) {
            None => {}
            Some(Ok(value)) => drop(sender.send(value)), // nobody may want it
            Some(Err(Failure::Ended(error))) if error.is_cancelled() => {}
            // Before the sender is dropped, so that nobody who sees that can run ahead of the group.
            Some(Err(failure)) => members.fail(TaskFailure {
                id: Some(task.id()),
                failure,
            }),
        }
    }
}

/// Shows how many have not ended.
impl<E> fmt::Debug for Members<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TaskGroup")
            .field("running", &self.lock().running.len())
            .finish_non_exhaustive()
    }
}
