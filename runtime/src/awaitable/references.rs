//! What becomes of a task that is passed by reference? Nothing; the compiler says so, and proposes to pass the task.
//!
//! If futures were all that a reference might be, the compiler would take each for one: it would then say that this is
//! no future, and find that what it refers to is none either. So there is another form, in which none of them arrives.

use tokio::task::JoinHandle;

use super::Awaitable;
use super::form::Coroutine;
use crate::{LocalTask, SharedTask, Task};

/// The form of what is passed by reference.
pub enum Borrowed {}

macro_rules! references {
    ($($reference:ty)*) => {$(
        #[doc(hidden)]
        #[diagnostic::do_not_recommend]
        impl<T, P> Awaitable<P, Borrowed> for $reference
        where
            Self: Awaitable<P, Coroutine>, // which it is not
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
