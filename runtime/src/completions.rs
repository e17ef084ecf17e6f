//! Which of several futures ends next? Only those that were woken are polled, however many there are.

use std::collections::VecDeque;
use std::iter;
use std::mem;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};

use tokio::task::coop;

/// Futures that give their outputs in the order in which they end.
pub(crate) struct Completions<F> {
    /// By index; `None` where one has ended.
    futures: Vec<Option<F>>,
    /// The indices that are free.
    free: Vec<usize>,
    queue: Arc<ReadyQueue>,
}

/// A future that has ended, and where it was.
pub(crate) struct Completion<F: Future> {
    pub(crate) index: usize,
    pub(crate) future: F,
    pub(crate) output: F::Output,
}

impl<F> Completions<F> {
    pub(crate) fn new() -> Self {
        iter::empty().collect()
    }

    pub(crate) fn insert(&mut self, future: F) {
        let index = self.free.pop().unwrap_or(self.futures.len());
        if index == self.futures.len() {
            self.futures.push(None);
        }
        self.futures[index] = Some(future);
        self.queue.push(index); // it wakes nobody before it has been polled
    }

    pub(crate) fn len(&self) -> usize {
        self.futures.len() - self.free.len()
    }

    /// Those that have not ended, in the order of their indices.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &F> {
        self.futures.iter().flatten()
    }

    /// Takes out those that have not ended, in the order of their indices.
    pub(crate) fn drain(&mut self) -> impl Iterator<Item = F> {
        self.free.clear();
        self.futures.drain(..).flatten()
    }
}

/// The first has the index 0.
impl<F> FromIterator<F> for Completions<F> {
    fn from_iter<I: IntoIterator<Item = F>>(futures: I) -> Self {
        let futures: Vec<_> = futures.into_iter().map(Some).collect();
        let queue = ReadyQueue::default();
        queue.lock().indices.extend(0..futures.len());
        Self {
            futures,
            free: Vec::new(),
            queue: Arc::new(queue),
        }
    }
}

impl<F: Future + Unpin> Completions<F> {
    /// Gives the next one that ends, or `None` when there is no other.
    ///
    /// It waits for another turn when tokio's cooperative budget is used up, so that others have theirs.
    pub(crate) fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Completion<F>>> {
        while self.len() > 0 {
            let turn = ready!(coop::poll_proceed(context));
            let index = ready!(self.queue.poll_pop(context));
            turn.made_progress();
            if let Some(completion) = self.poll_one(index) {
                return Poll::Ready(Some(completion));
            }
        }
        Poll::Ready(None)
    }

    /// There may be nothing at the index: what was there may have ended since.
    fn poll_one(&mut self, index: usize) -> Option<Completion<F>> {
        let place = self.futures.get_mut(index)?;
        let mut future = place.take()?;
        self.free.push(index); // should the future panic, it has ended
        let waker = Waker::from(Arc::new(IndexWaker {
            index,
            queue: self.queue.clone(),
        }));
        match Pin::new(&mut future).poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => {
                *place = Some(future);
                self.free.pop();
                None
            }
            Poll::Ready(output) => Some(Completion {
                index,
                future,
                output,
            }),
        }
    }
}

/// The futures that are to be polled, and who is to poll them.
#[derive(Default)]
struct ReadyQueue(Mutex<Ready>);

#[derive(Default)]
struct Ready {
    indices: VecDeque<usize>,
    waker: Option<Waker>,
}

impl ReadyQueue {
    /// Wakers are woken and dropped when it is unlocked: what they do is not our code.
    fn lock(&self) -> MutexGuard<'_, Ready> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn push(&self, index: usize) {
        let waker = {
            let mut ready = self.lock();
            ready.indices.push_back(index);
            ready.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn poll_pop(&self, context: &mut Context<'_>) -> Poll<usize> {
        let (index, _old) = {
            let mut ready = self.lock();
            let index = ready.indices.pop_front();
            let waker = index.is_none().then(|| context.waker().clone());
            (index, mem::replace(&mut ready.waker, waker))
        };
        index.map_or(Poll::Pending, Poll::Ready)
    }
}

/// What a future wakes.
struct IndexWaker {
    index: usize,
    queue: Arc<ReadyQueue>,
}

impl Wake for IndexWaker {
    fn wake(self: Arc<Self>) {
        self.queue.push(self.index);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.queue.push(self.index);
    }
}
