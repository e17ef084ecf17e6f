//! Coroutines that count how many of them are alive.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ensure_future::graceful;
use tokio::task::yield_now;

/// The number of leaves that are alive, and the number of all leaves so far.
#[derive(Clone, Default)]
pub struct Leaves(Arc<Counts>);

#[derive(Default)]
struct Counts {
    alive: AtomicUsize,
    made: AtomicUsize,
}

impl Leaves {
    /// The number of leaves that have been created and not been dropped.
    pub fn alive(&self) -> usize {
        self.0.alive.load(Ordering::SeqCst)
    }

    /// Waits until a leaf has been created.
    pub async fn made(&self) {
        while self.0.made.load(Ordering::SeqCst) == 0 {
            yield_now().await;
        }
    }

    /// Creates a leaf, which counts as alive until it is dropped.
    fn one(&self) -> Leaf {
        self.0.alive.fetch_add(1, Ordering::SeqCst);
        self.0.made.fetch_add(1, Ordering::SeqCst);
        Leaf(self.0.clone())
    }

    /// A coroutine that spins until it is dropped.
    pub fn spinning<T>(&self) -> impl Future<Output = T> + Send + 'static {
        let leaf = self.one();
        async move {
            let _leaf = leaf;
            loop {
                yield_now().await;
            }
        }
    }

    /// A coroutine that cleans up when it is cancelled, for this number of yields.
    pub fn graceful(&self, turns: usize) -> impl Future<Output = ()> + Send + 'static {
        let leaf = self.one();
        graceful(async move |cancel| {
            let _leaf = leaf;
            cancel.requested().await;
            for _ in 0..turns {
                yield_now().await;
            }
        })
    }
}

struct Leaf(Arc<Counts>);

impl Drop for Leaf {
    fn drop(&mut self) {
        self.0.alive.fetch_sub(1, Ordering::SeqCst);
    }
}
