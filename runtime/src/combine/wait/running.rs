//! The tasks that `wait` still waits for.

use std::mem;
use std::task::{Context, Poll, ready};

use tokio::task::coop;

use super::ReturnWhen;
use crate::Completed;
use crate::combine::completion_queue::{CompletionQueue, Outcome, Watched};

/// Those that have not been found to have ended.
pub(super) enum Running<W: Watched> {
    /// When one has ended, it is over.
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

    /// Gives the outcome of the next one that has ended, or `None` when it is over.
    pub(super) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<W>>> {
        match self {
            Self::First(first) => first.poll_next(context),
            Self::All(all) => all.poll_next(context),
        }
    }

    /// In the order of their indices.
    pub(super) fn iter(&self) -> impl Iterator<Item = &W> {
        let (Self::First(FirstOf { tasks, .. }) | Self::All(CompletionQueue { tasks, .. })) = self;
        tasks.iter().flatten()
    }

    /// Takes them out.
    pub(super) fn take(&mut self) -> Vec<Option<W>> {
        match self {
            Self::First(first) => mem::take(&mut first.tasks),
            Self::All(all) => all.take(),
        }
    }
}

/// Tasks of which one is waited for. One-shot: every task gets the caller's waker, and each poll rescans.
pub(super) struct FirstOf<W> {
    /// By index; `None` where the outcome was given.
    tasks: Vec<Option<W>>,
    /// Where to look next, once one has ended.
    next: usize,
}

impl<W: Watched> FirstOf<W> {
    fn new(tasks: impl Iterator<Item = W>) -> Self {
        Self {
            tasks: tasks.map(Some).collect(),
            next: 0,
        }
    }

    /// Gives the outcomes of those that have ended, in the order of their indices. While none has, each keeps the
    /// waker.
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

    /// Polls those that are to be polled, and gives the outcome of the first that has ended.
    fn poll_from(
        &mut self,
        first: usize,
        context: &mut Context<'_>,
        is_polled: impl Fn(&W) -> bool,
    ) -> Poll<Option<Outcome<W>>> {
        for (index, place) in self.tasks.iter_mut().enumerate().skip(first) {
            let Some(mut task) = place.take_if(|task| is_polled(task)) else {
                continue;
            };
            if let Poll::Ready(result) = task.poll(context) {
                let id = task.id();
                self.next = index + 1;
                return Poll::Ready(Some(Completed { index, id, result }));
            }
            *place = Some(task);
            if !coop::has_budget_remaining() {
                return Poll::Pending;
            }
        }
        Poll::Ready(None)
    }
}
