//! Calls of wakers and destructors that belong to users, and may panic.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::task::Waker;
use std::thread;

/// Wakes all of these, as [`for_each`] calls.
pub(crate) fn wake_all(wakers: impl IntoIterator<Item = Waker>) {
    for_each(wakers, Waker::wake);
}

/// Calls `function` with each of the items, also after one call has panicked; then the first panic goes on, unless
/// another one unwinds already, which would abort the process.
pub(crate) fn for_each<T>(items: impl IntoIterator<Item = T>, mut function: impl FnMut(T)) {
    let mut first_panic = None;
    for item in items {
        let called = catch_unwind(AssertUnwindSafe(|| function(item)));
        match (called, &first_panic) {
            (Ok(()), _) => {}
            (Err(panic), None) => first_panic = Some(panic),
            (Err(panic), Some(_)) => discard([panic]),
        }
    }
    match first_panic {
        None => {}
        Some(panic) if thread::panicking() => discard([panic]),
        Some(panic) => resume_unwind(panic),
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
