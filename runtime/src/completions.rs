//! Which of several tasks ends next? Only those that have ended are looked at, however many there are.

mod watch;

use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::task::coop;

use self::watch::{TOGETHER, Watch};
use crate::{Completed, Task};

/// Tasks that give their outcomes in the order in which they end.
pub(crate) struct Completions<T> {
    /// By index; `None` where there is nothing to wait for any more.
    pub(crate) tasks: Vec<Option<Task<T>>>,
    /// How many outcomes are still to be given.
    left: usize,
    /// How many tasks are watched; the others come after these.
    watched: usize,
    watch: Arc<Watch>,
    /// The index of one that has ended, and whose outcome there was no budget for.
    due: Option<usize>,
    /// The outcomes of those that ended just when they were to be watched.
    early: Vec<Completed<T>>,
}

impl<T> Completions<T> {
    /// The first has the index 0.
    pub(crate) fn new(tasks: Vec<Task<T>>) -> Self {
        Self {
            left: tasks.len(),
            watched: 0,
            watch: Arc::new(Watch::new(tasks.len())),
            due: None,
            early: Vec::new(),
            tasks: tasks.into_iter().map(Some).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.left
    }

    /// The tasks whose outcomes have not been given, in the order of their indices.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Task<T>> {
        self.tasks.iter().flatten()
    }

    /// Requests that these be cancelled.
    pub(crate) fn cancel(&self) {
        for task in self.iter() {
            task.cancel();
        }
    }

    /// Takes these out.
    pub(crate) fn take(&mut self) -> Vec<Option<Task<T>>> {
        self.left = 0;
        self.watch.end();
        mem::take(&mut self.tasks)
    }

    /// Gives the outcome of the next one that ends, or `None` when all have been given.
    ///
    /// It waits for another turn when tokio's cooperative budget is used up, so that others have theirs.
    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Completed<T>>> {
        while self.watched < self.tasks.len() {
            ready!(coop::poll_proceed(context)).made_progress();
            self.watch_some();
        }
        if let Some(completed) = self.early.pop() {
            self.left -= 1;
            return Poll::Ready(Some(completed));
        }
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.poll_ended(context).map(Some)
    }

    /// Asks the next tasks to tell when they end, as long as there is a budget: without one, they would not note whom
    /// to tell.
    fn watch_some(&mut self) {
        let first = self.watched;
        let waker = self.watch.waker(first);
        let mut context = Context::from_waker(&waker);
        for place in self.tasks[first..].iter_mut().take(TOGETHER) {
            if !coop::has_budget_remaining() {
                break;
            }
            let index = self.watched;
            self.watched += 1;
            let running = place.as_mut().filter(|task| !task.is_finished());
            let Some(task) = running else { continue };
            if let Poll::Ready(result) = task.poll(&mut context) {
                let id = task.id();
                self.early.push(Completed { index, id, result });
                *place = None;
            }
        }
        let begun = self.tasks[first..self.watched].iter();
        let begun = begun.map(|task| task.as_ref().map(Task::abort_handle));
        self.watch.begin(begun);
    }

    fn poll_ended(&mut self, context: &mut Context<'_>) -> Poll<Completed<T>> {
        let index = match self.due.take() {
            None => ready!(self.watch.poll_ended(context)),
            Some(index) => index,
        };
        let mut task = self.tasks[index].take().expect("each ends once");
        self.left -= 1; // should the task panic, its outcome is no more to be given
        if let Poll::Ready(result) = task.poll(context) {
            let id = task.id();
            return Poll::Ready(Completed { index, id, result });
        }
        // The budget is used up.
        self.left += 1;
        self.tasks[index] = Some(task);
        self.due = Some(index);
        Poll::Pending
    }
}
