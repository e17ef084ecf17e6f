//! Calls of wakers and destructors that belong to users, and may panic.

use std::any::Any;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Waker;
use std::thread;

/// What a panic carries.
pub(crate) type Panic = Box<dyn Any + Send>;

/// Several calls that all take place, also after one of them has panicked.
#[derive(Default)]
pub(crate) struct Calls {
    first_panic: Option<Panic>,
}

impl Calls {
    #[inline]
    pub(crate) fn call(&mut self, function: impl FnOnce()) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(function)) {
            self.note(panic);
        }
    }

    #[cold]
    fn note(&mut self, panic: Panic) {
        match self.first_panic {
            None => self.first_panic = Some(panic),
            Some(_) => discard([panic]),
        }
    }

    /// Lets the first panic go on, if there was one. While another panic unwinds, that would abort the process, and so
    /// it ends here.
    #[inline]
    pub(crate) fn finish(self) {
        match self.first_panic {
            None => {}
            Some(panic) if thread::panicking() => discard([panic]),
            Some(panic) => resume_unwind(panic),
        }
    }
}

/// Wakes all of these, also after one has panicked; then the first panic goes on.
pub(crate) fn wake_all(wakers: impl IntoIterator<Item = Waker>) {
    let mut calls = Calls::default();
    for waker in wakers {
        calls.call(|| waker.wake());
    }
    calls.finish();
}

/// Drops a value, and returns the panic of its destructor.
#[inline]
pub(crate) fn try_drop<T>(value: T) -> thread::Result<()> {
    if !mem::needs_drop::<T>() {
        return Ok(());
    }
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
