//! The tasks that `wait` still waits for.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::{Context, Poll, ready};

use tokio::task::coop;

use super::ReturnWhen;
use crate::Completed;
use crate::combine::completion_queue::{CompletionQueue, Outcome, Watched};
use crate::util::user_code::discard;

/// The tasks that `wait` has not seen to be finished.
pub(super) enum Running<W: Watched> {
    /// The wait is over when one task has ended.
    First(FirstOf<W>),
    All(CompletionQueue<W>),
}

impl<W: Watched> Running<W> {
    pub(super) fn new(tasks: impl Iterator<Item = W>, return_when: ReturnWhen) -> Self {
        match return_when {
            ReturnWhen::FirstCompleted => Self::First(FirstOf::new(tasks)),
            ReturnWhen::FirstException | ReturnWhen::AllCompleted => {
                Self::All(CompletionQueue::new(tasks))
            }
        }
    }

    /// Returns the outcome of the next task that has ended, or `None` when the wait is over.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<W>>> {
        match self {
            Self::First(first) => first.poll_next(context),
            Self::All(all) => all.poll_next(context),
        }
    }

    /// Iterates over the tasks, in the order of their indices.
    pub(super) fn iter(&self) -> impl Iterator<Item = &W> {
        let (Self::First(FirstOf { tasks, .. }) | Self::All(CompletionQueue { tasks, .. })) = self;
        tasks.iter().flatten()
    }

    /// Takes the tasks out.
    pub(super) fn take(&mut self) -> Vec<Option<W>> {
        match self {
            Self::First(first) => mem::take(&mut first.tasks),
            Self::All(all) => all.take(),
        }
    }
}

/// Tasks for `FirstCompleted`. One-shot: every task gets the caller's waker, and each poll rescans.
pub(super) struct FirstOf<W> {
    /// The tasks, by index. `None` after the outcome was returned.
    tasks: Vec<Option<W>>,
    /// The index after that of the last task that was found to have ended; 0 if there is none.
    next: usize,
}

impl<W: Watched> FirstOf<W> {
    fn new(tasks: impl Iterator<Item = W>) -> Self {
        Self {
            tasks: tasks.map(Some).collect(),
            next: 0,
        }
    }

    /// Returns the outcomes of the tasks that have ended, in the order of their indices. While none has ended, each
    /// task keeps the waker.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<W>>> {
        if let Some(completed) = ready!(self.poll_from(self.next, context, W::is_finished)) {
            return Poll::Ready(Some(completed));
        }
        if self.next > 0 {
            return Poll::Ready(None);
        }
        match ready!(self.poll_from(0, context, |_| true)) {
            None => Poll::Pending,
            ended_now => Poll::Ready(ended_now),
        }
    }

    /// Polls the tasks for which `is_polled` holds, from the index `first` on, and returns the outcome of the first
    /// that has ended. It is pending if the budget is used up: see *pending is free* in
    /// [`tokio_assumptions`](crate::util::tokio_assumptions).
    fn poll_from(
        &mut self,
        first: usize,
        context: &mut Context<'_>,
        is_polled: impl Fn(&W) -> bool,
    ) -> Poll<Option<Outcome<W>>> {
        for (index, slot) in self.tasks.iter_mut().enumerate().skip(first) {
            let Some(task) = slot.as_mut().filter(|task| is_polled(task)) else {
                continue;
            };
            let (id, had_ended) = (task.id(), task.is_finished());
            let result = match catch_unwind(AssertUnwindSafe(|| task.poll(context))) {
                Ok(Poll::Ready(result)) => Ok(result),
                Ok(Poll::Pending) if coop::has_budget_remaining() => continue,
                Ok(Poll::Pending) => return Poll::Pending,
                Err(panic) if had_ended => Err(panic), // it has no outcome, or none that can be cloned
                Err(panic) => resume_unwind(panic), // by the destructor of an old waker: the task runs on
            };
            // Now, since it drops a user's waker: if that panicked at the end of the function, the outcome, which is in
            // its place for the caller by then, would be lost without being dropped (rust-lang/rust#47949).
            discard(slot.take());
            return match result {
                Ok(result) => {
                    self.next = index + 1;
                    Poll::Ready(Some(Completed { index, id, result }))
                }
                Err(panic) => resume_unwind(panic),
            };
        }
        Poll::Ready(None)
    }
}
