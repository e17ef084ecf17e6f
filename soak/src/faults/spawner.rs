//! A spawner that panics.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};

use ensure_future::{Spawn, Task, create_task_on};
use tokio::runtime::Handle;

use super::Fault;

/// Spawns on a runtime. If told to, it panics at the first spawn.
pub(crate) struct FaultySpawner {
    runtime: Handle,
    panics: AtomicBool,
}

impl FaultySpawner {
    pub(crate) fn new(panics: bool) -> Self {
        Self {
            runtime: Handle::current(),
            panics: panics.into(),
        }
    }
}

impl Spawn for FaultySpawner {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        if self.panics.swap(false, Ordering::Relaxed) {
            Fault::Spawner.panic();
        }
        create_task_on(&self.runtime, coroutine)
    }

    fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
        self.spawn(coroutine)
    }
}
