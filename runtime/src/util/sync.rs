//! The locks and atomics of this crate. The model in `tests/model/` replaces this module by the model checker's.
//!
//! # Invariants
//!
//! - *no user code under a lock*: while a lock of this crate is held, no waker is cloned, woken or dropped, no value
//!   and no handle of a task is dropped, and no future is polled. Each of these may run code of a user, which may
//!   panic, or call this crate again and wait for the same lock. So a waker is cloned before the lock is taken, and a
//!   value that is taken out from behind the lock is dropped after the lock is released. There are two exceptions. A
//!   `JoinHandle` may be polled under a lock if both the new waker and the waker that the task keeps belong to this
//!   crate. The future of a `CancellationToken` may be polled under a lock, since all of its wakers belong to this
//!   crate.
//! - *state before wakers*: counts and states are updated before a waker is woken. If a waker panics, the panic
//!   interrupts nothing that others wait for.
//! - *lock order*: the lock of a listener is taken before the lock of a shard of the registry, and the lock of the
//!   notes before the lock of a group or of a local task's end. No other two locks of this crate are held together.

use std::sync::PoisonError;
use std::time::Duration;

pub(crate) use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
pub(crate) use std::sync::{LazyLock, MutexGuard, OnceLock};
pub(crate) use std::thread_local; // the threads of the model are not those of std

/// A mutex without poisoning: by *no user code under a lock*, a panic can't interrupt a change of its data.
#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(std::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(std::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn into_inner(self) -> T {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A condition variable for a [`Mutex`] of this module.
#[derive(Debug, Default)]
pub(crate) struct Condvar(std::sync::Condvar);

impl Condvar {
    pub(crate) fn wait<'a, T>(&self, locked: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        self.0.wait(locked).unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a notification, but no longer than `limit`.
    pub(crate) fn wait_timeout<'a, T>(
        &self,
        locked: MutexGuard<'a, T>,
        limit: Duration,
    ) -> MutexGuard<'a, T> {
        let waited = self.0.wait_timeout(locked, limit);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    pub(crate) fn notify_one(&self) {
        self.0.notify_one();
    }
}
