//! Functions that call the wakers and destructors of users, which may panic.
//!
//! These functions catch the panic and ignore it, after the panic hook has shown it. tokio does the same when it wakes
//! an awaiter or drops the output of a task: see *panics are caught* in
//! [`tokio_assumptions`](crate::util::tokio_assumptions). A panic that is not caught would propagate through a call
//! such as `cancel()`, which did not cause it; and a second panic, in a destructor, would abort the process.

use std::any::Any;
use std::future::poll_fn;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Poll, Waker};
use std::thread;

/// The payload of a panic.
pub(crate) type Panic = Box<dyn Any + Send>;

/// Wakes all wakers, even if one of them panics.
pub(crate) fn wake_all(wakers: impl IntoIterator<Item = Waker>) {
    for waker in wakers {
        discard(catch_unwind(AssertUnwindSafe(|| waker.wake())).err());
    }
}

/// Returns the coroutine's value or its panic, after the coroutine was dropped.
pub(crate) async fn outcome<T>(coroutine: impl Future<Output = T>) -> thread::Result<T> {
    let mut coroutine = pin!(coroutine);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| coroutine.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(panic) => Poll::Ready(Err(panic)),
        }
    })
    .await
}

/// Drops a value. An error is the panic of its destructor.
#[inline]
pub(crate) fn try_drop<T>(value: T) -> thread::Result<()> {
    if !mem::needs_drop::<T>() {
        return Ok(());
    }
    catch_unwind(AssertUnwindSafe(|| drop(value)))
}

/// Drops all values, even if the destructor of one of them panics.
#[inline] // usually there is no value
pub(crate) fn discard<T>(values: impl IntoIterator<Item = T>) {
    for value in values {
        if let Err(panic) = try_drop(value) {
            mem::forget(try_drop(panic)); // the payload's destructor may panic too
        }
    }
}

/// An `Option` or `Vec` whose values are [discarded](discard) when it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Unclaimed<C: Default + IntoIterator>(C);

impl<C: Default + IntoIterator> Unclaimed<C> {
    pub(crate) fn new(values: C) -> Self {
        Self(values)
    }

    /// Takes all values out.
    pub(crate) fn claim(&mut self) -> C {
        mem::take(&mut self.0)
    }

    /// Discards all values now.
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
