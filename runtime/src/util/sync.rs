//! The locks and atomics of this crate, in one place, so that a model checker's can take their place.
//!
//! # The rule of the locks
//!
//! While a lock of this crate is held, no code of a user runs: no waker is cloned, woken or dropped, no value and no
//! handle of a task is dropped, no future is polled. Any of these may panic, or call this crate again and wait for the
//! same lock. So a waker is cloned before the lock is taken, and what a lock's data gives up is returned and dropped
//! after it is released. A `JoinHandle` may be polled under a
//! lock, but only with a waker of ours, and only if no waker of a user is left in it.
//!
//! Counts and states are settled before anybody is woken: a waker that panics must leave nothing behind that others
//! wait for.
//!
//! # The order of the locks
//!
//! A listener's lock is taken before that of a shard of the task records. No other lock is taken while one is held.

use std::sync::PoisonError;
use std::time::Duration;

pub(crate) use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
pub(crate) use std::sync::{LazyLock, MutexGuard, OnceLock};

/// A mutex that a panic does not poison: by the rule of the locks, only code of this crate runs while it is held.
#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(std::sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(std::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A condition variable for a [`Mutex`] of this module.
#[derive(Debug, Default)]
pub(crate) struct Condvar(std::sync::Condvar);

impl Condvar {
    pub(crate) fn wait<'a, T>(&self, locked: MutexGuard<'a, T>) -> MutexGuard<'a, T> {
        self.0.wait(locked).unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits no longer than `limit`.
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
