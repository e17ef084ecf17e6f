//! Calls of wakers and destructors that belong to users, and may panic.

use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Waker;
use std::thread;

/// Wakes all of these, also after one has panicked; then the first panic goes on.
pub(crate) fn wake_all(wakers: impl IntoIterator<Item = Waker>) {
    let mut first_panic = None;
    for waker in wakers {
        let woken = catch_unwind(AssertUnwindSafe(|| waker.wake()));
        match (woken, &first_panic) {
            (Ok(()), _) => {}
            (Err(panic), None) => first_panic = Some(panic),
            (Err(panic), Some(_)) => discard([panic]),
        }
    }
    if let Some(panic) = first_panic {
        resume_unwind(panic);
    }
}

/// Drops a value, and returns the panic of its destructor.
pub(crate) fn try_drop<T>(value: T) -> thread::Result<()> {
    catch_unwind(AssertUnwindSafe(|| drop(value)))
}

/// Drops values that nobody wants. A panic of a destructor ends here, as it does in tokio for the output of a task that
/// nobody awaits: several destructors may panic, and a panic during the unwinding of another aborts the process.
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
