//! Futures that count how often they are polled and dropped.

use std::future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

/// Counts how often the futures that it watches were polled and dropped.
#[derive(Clone, Default)]
pub struct History(Arc<Counts>);

#[derive(Default)]
struct Counts {
    polls: AtomicUsize,
    drops: AtomicUsize,
}

impl History {
    pub fn watch<F: Future>(&self, future: F) -> Watched<F> {
        Watched {
            future: Box::pin(future),
            history: self.clone(),
        }
    }

    /// A coroutine that never ends.
    pub fn endless(&self) -> Watched<future::Pending<()>> {
        self.watch(future::pending())
    }

    pub fn polls(&self) -> usize {
        self.0.polls.load(Ordering::SeqCst)
    }

    pub fn drops(&self) -> usize {
        self.0.drops.load(Ordering::SeqCst)
    }
}

/// A future written by hand, watched by a [`History`].
pub struct Watched<F> {
    future: Pin<Box<F>>,
    history: History,
}

impl<F: Future> Future for Watched<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.history.0.polls.fetch_add(1, Ordering::SeqCst);
        self.future.as_mut().poll(context)
    }
}

impl<F> Drop for Watched<F> {
    fn drop(&mut self) {
        self.history.0.drops.fetch_add(1, Ordering::SeqCst);
    }
}
