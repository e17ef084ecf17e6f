//! Implementations that improve the compiler's message for a task that is passed by reference.
//!
//! A reference to a task can't become a task. If `Coroutine` were the only possible form of a reference, rustc would
//! commit to it, and report that neither the reference nor the task is a future. With a second form, rustc reports that
//! the reference does not implement the trait, and proposes to pass the task itself. No value has the second form,
//! since its condition is never met.

use tokio::task::JoinHandle;

use super::Awaitable;
use super::form::Coroutine;
use crate::{LocalTask, SharedTask, Task};

/// The form of a reference to a task.
pub enum Borrowed {}

macro_rules! references {
    ($($reference:ty)*) => {$(
        #[doc(hidden)]
        #[diagnostic::do_not_recommend]
        impl<T, P> Awaitable<P, Borrowed> for $reference
        where
            Self: Awaitable<P, Coroutine>, // never met
        {
            fn ensure(self) -> P {
                Awaitable::<P, Coroutine>::ensure(self)
            }
        }
    )*};
}

references! {
    &Task<T>
    &mut Task<T>
    &LocalTask<T>
    &mut LocalTask<T>
    &SharedTask<T>
    &mut SharedTask<T>
    &JoinHandle<T>
}

#[cfg(feature = "tokio-util")]
references! {
    &tokio_util::task::AbortOnDropHandle<T>
}
