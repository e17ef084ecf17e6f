//! Tasks that give their outcomes in the order in which they end. Only those that have ended are looked at, however many
//! there are.

mod watch;
mod watched;

use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::task::coop;

use self::watch::{BATCH, Watch};
pub(crate) use self::watched::Watched;
use crate::util::user_code::Unclaimed;
use crate::{Completed, Task};

/// The outcome of a task.
pub(crate) type Outcome<W> = Completed<<W as Watched>::Output, <W as Watched>::Error>;

pub(crate) struct CompletionQueue<W: Watched> {
    /// By index; `None` where the outcome was given.
    pub(crate) tasks: Vec<Option<W>>,
    /// How many outcomes are still to be given.
    left: usize,
    /// How many tasks are watched; the others come after these.
    watched: usize,
    watch: Arc<Watch>,
    /// The index of a task that has ended, and whose outcome could not be taken for lack of budget.
    due: Option<usize>,
    /// The outcomes of those that ended just when they were to be watched.
    early: Unclaimed<Vec<Outcome<W>>>,
}

impl<W: Watched> CompletionQueue<W> {
    /// The first has the index 0.
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

    /// The tasks whose outcomes have not been given, in the order of their indices.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &W> {
        self.tasks.iter().flatten()
    }

    /// Takes these out.
    pub(crate) fn take(&mut self) -> Vec<Option<W>> {
        self.left = 0;
        self.watch.end();
        mem::take(&mut self.tasks)
    }

    /// Gives the outcome of the next one that ends, or `None` when all have been given.
    ///
    /// It waits for another turn when tokio's cooperative budget is used up, so that others have theirs.
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

    /// Watches the next tasks as long as there is a budget: without one, a task would not keep the waker.
    fn watch_some(&mut self) {
        let first = self.watched;
        let waker = self.watch.waker(first);
        let mut context = Context::from_waker(&waker);
        let mut running = [const { None }; BATCH];
        let mut has_ended = [false; BATCH];
        let mut number = 0;
        for place in self.tasks[first..].iter_mut().take(BATCH) {
            if !coop::has_budget_remaining() {
                break;
            }
            let here = number;
            number += 1;
            let Some(task) = place else { continue };
            if task.is_finished() {
                has_ended[here] = true; // its outcome is given in the order in which the tasks end
            } else if let Poll::Ready(result) = task.poll(&mut context) {
                let (index, id) = (first + here, task.id());
                self.early.push(Completed { index, id, result });
                *place = None;
            } else {
                running[here] = task.running();
                has_ended[here] = running[here].is_none();
            }
        }
        self.watch.begin(&mut running[..number], &has_ended);
        self.watched += number; // last: if polling a task panics, the next call looks at all of these again
    }

    fn poll_ended(&mut self, context: &mut Context<'_>) -> Poll<Outcome<W>> {
        let index = match self.due.take() {
            None => ready!(self.watch.poll_ended(context)),
            Some(index) => index,
        };
        let mut task = self.tasks[index].take().expect("each ends once");
        self.left -= 1; // if polling the task panics, its outcome is lost
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

impl<T> CompletionQueue<Task<T>> {
    /// Requests that the tasks be cancelled that have not ended.
    pub(crate) fn cancel(&self) {
        for task in self.iter() {
            task.cancel();
        }
    }
}
