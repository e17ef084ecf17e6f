use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::task::coop;

use super::Watched;
use super::watch::{BATCH, Watch};
use crate::util::user_code::{Unclaimed, discard};
use crate::{Completed, Task};

/// The outcome of a task of the queue.
pub(crate) type Outcome<W> = Completed<<W as Watched>::Output, <W as Watched>::Error>;

pub(crate) struct CompletionQueue<W: Watched> {
    /// The tasks, by index. `None` after the outcome was returned.
    pub(crate) tasks: Vec<Option<W>>,
    /// Number of outcomes that have not been returned.
    left: usize,
    /// Number of watched tasks, which are the first in `tasks`.
    watched: usize,
    watch: Arc<Watch>,
    /// The index of a task that has ended and whose poll was pending for lack of budget.
    due: Option<usize>,
    /// The outcomes of tasks that ended while their waker was being registered.
    early: Unclaimed<Vec<Outcome<W>>>,
}

impl<W: Watched> CompletionQueue<W> {
    /// Makes a queue of tasks. The first task has the index 0.
    pub(crate) fn new(tasks: impl IntoIterator<Item = W>) -> Self {
        let tasks: Vec<_> = tasks.into_iter().map(Some).collect();
        Self {
            left: tasks.len(),
            watched: 0,
            watch: Arc::new(Watch::new(tasks.len())),
            due: None,
            early: Unclaimed::default(),
            tasks,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.left
    }

    /// Iterates over the tasks whose outcomes have not been returned, in the order of their indices.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &W> {
        self.tasks.iter().flatten()
    }

    /// Takes out the tasks whose outcomes have not been returned.
    pub(crate) fn take(&mut self) -> Vec<Option<W>> {
        self.left = 0;
        self.watch.end();
        mem::take(&mut self.tasks)
    }

    /// Returns the outcome of the next task that ends, or `None` when all outcomes have been returned.
    ///
    /// It is pending when tokio's cooperative budget is used up.
    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Outcome<W>>> {
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

    /// Watches the next batch of tasks, or a part of it if the budget is used up: see *no budget, no waker* in
    /// [`tokio_assumptions`](crate::util::tokio_assumptions).
    fn watch_some(&mut self) {
        let first = self.watched;
        let waker = self.watch.waker(first);
        let mut context = Context::from_waker(&waker);
        let mut running = [const { None }; BATCH];
        let mut has_ended = [false; BATCH];
        let mut number = 0;
        for slot in self.tasks[first..].iter_mut().take(BATCH) {
            if !coop::has_budget_remaining() {
                break;
            }
            let here = number;
            number += 1;
            let Some(task) = slot else { continue };
            if task.is_finished() {
                has_ended[here] = true; // its outcome is fetched later, in the order of completion
            } else if let Poll::Ready(result) = task.poll(&mut context) {
                let (index, id) = (first + here, task.id());
                self.early.push(Completed { index, id, result });
                *slot = None;
            } else {
                running[here] = task.running();
                has_ended[here] = running[here].is_none();
            }
        }
        self.watch.begin(&mut running[..number], &has_ended);
        self.watched += number; // last: if a poll panics, the next call repeats the batch
    }

    fn poll_ended(&mut self, context: &mut Context<'_>) -> Poll<Outcome<W>> {
        let index = match self.due.take() {
            None => ready!(self.watch.poll_ended(context)),
            Some(index) => index,
        };
        let mut task = self.tasks[index].take().expect("a task ends once");
        self.left -= 1; // before the poll: if the poll panics, there is no outcome left
        if let Poll::Ready(result) = task.poll(context) {
            let id = task.id();
            discard([task]); // now, since it may drop a user's waker, whose panic would leak the outcome further down
            return Poll::Ready(Completed { index, id, result });
        }
        // The budget is used up, since the task is finished: *finished is ready* in `tokio_assumptions`.
        self.left += 1;
        self.tasks[index] = Some(task);
        self.due = Some(index);
        Poll::Pending
    }
}

impl<T> CompletionQueue<Task<T>> {
    /// Requests that all tasks that have not ended be cancelled.
    pub(crate) fn cancel(&self) {
        for task in self.iter() {
            task.cancel();
        }
    }

    /// Cancels all tasks that have not ended, and leaves them behind.
    pub(crate) fn abandon(&mut self) {
        let running = self.take().into_iter().flatten();
        discard(running.map(Task::into_future)); // cancels all, even if a waker panics
    }
}
