//! The model checker's locks and atomics, in the place of those of `runtime/src/sync.rs`.

pub(crate) use loom::sync::MutexGuard;
pub(crate) use loom::sync::atomic::{AtomicUsize, Ordering};
pub(crate) use tokio::sync::oneshot;

#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(loom::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(loom::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap()
    }
}

/// What `tokio::sync::Notify` does for `requested()`: a thread stands in for the future.
#[derive(Debug, Default)]
pub(crate) struct Notify {
    /// Number of calls.
    calls: Mutex<usize>,
    changed: loom::sync::Condvar,
}

impl Notify {
    pub(crate) fn notify_waiters(&self) {
        *self.calls.lock() += 1;
        self.changed.notify_all();
    }

    /// Blocks until `is_ready` holds, which is looked at anew after each call.
    pub(crate) fn wait_until(&self, is_ready: impl Fn() -> bool) {
        loop {
            let seen = *self.calls.lock();
            if is_ready() {
                return;
            }
            let mut calls = self.calls.lock();
            while *calls == seen {
                calls = self.changed.wait(calls).unwrap();
            }
        }
    }
}
