//! Calls of wakers and destructors that belong to users, and may panic.
//!
//! Such a panic is caught and ignored here, after the panic hook has shown it. tokio does the same when it wakes an
//! awaiter or drops the output of a task. If a panic went on, it would leave through a call such as `cancel()` that did
//! not cause it, and a second panic in a destructor would abort the process.

use std::any::Any;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Waker;
use std::thread;

/// What a panic carries.
pub(crate) type Panic = Box<dyn Any + Send>;

/// Wakes all of these, also after one has panicked.
pub(crate) fn wake_all(wakers: impl IntoIterator<Item = Waker>) {
    for waker in wakers {
        discard(catch_unwind(AssertUnwindSafe(|| waker.wake())).err());
    }
}

/// Drops a value, and returns the panic of its destructor.
#[inline]
pub(crate) fn try_drop<T>(value: T) -> thread::Result<()> {
    if !mem::needs_drop::<T>() {
        return Ok(());
    }
    catch_unwind(AssertUnwindSafe(|| drop(value)))
}

/// Drops values that nobody wants, also after the destructor of one has panicked.
pub(crate) fn discard<T>(values: impl IntoIterator<Item = T>) {
    for value in values {
        if let Err(panic) = try_drop(value) {
            mem::forget(try_drop(panic)); // what a panic carries may panic too when it is dropped
        }
    }
}

/// Values, in an `Option` or a `Vec`, that are [discarded](discard) unless they are taken out.
#[derive(Debug, Default)]
pub(crate) struct Unclaimed<C: Default + IntoIterator>(C);

impl<C: Default + IntoIterator> Unclaimed<C> {
    pub(crate) fn new(values: C) -> Self {
        Self(values)
    }

    /// Takes all of them out.
    pub(crate) fn claim(&mut self) -> C {
        mem::take(&mut self.0)
    }

    /// Discards them now.
    pub(crate) fn discard(&mut self) {
        discard(self.claim());
    }
}

impl<C: Default + IntoIterator> Drop for Unclaimed<C> {
    fn drop(&mut self) {
        self.discard();
    }
}

impl<C: Default + IntoIterator> Deref for Unclaimed<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}

impl<C: Default + IntoIterator> DerefMut for Unclaimed<C> {
    fn deref_mut(&mut self) -> &mut C {
        &mut self.0
    }
}
