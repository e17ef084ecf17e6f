//! Every form in which a caller may have an awaitable.

use ensure_future::{Awaitable, Task, create_task, form};

/// Makes an awaitable of a coroutine.
pub trait Form {
    type Marker;

    fn of<T: Send + 'static>(
        coroutine: impl Future<Output = T> + Send + 'static,
    ) -> impl Awaitable<Task<T>, Self::Marker>;
}

pub enum Coroutine {}

impl Form for Coroutine {
    type Marker = form::Coroutine;

    fn of<T: Send + 'static>(
        coroutine: impl Future<Output = T> + Send + 'static,
    ) -> impl Awaitable<Task<T>, form::Coroutine> {
        coroutine
    }
}

pub enum Running {}

impl Form for Running {
    type Marker = form::Itself;

    fn of<T: Send + 'static>(
        coroutine: impl Future<Output = T> + Send + 'static,
    ) -> impl Awaitable<Task<T>, form::Itself> {
        create_task(coroutine)
    }
}

pub enum TokiosHandle {}

impl Form for TokiosHandle {
    type Marker = form::Running;

    fn of<T: Send + 'static>(
        coroutine: impl Future<Output = T> + Send + 'static,
    ) -> impl Awaitable<Task<T>, form::Running> {
        tokio::spawn(coroutine)
    }
}

/// Has each of these functions, which are generic over the form and the flavour of the runtime, be tests.
#[macro_export]
macro_rules! in_every_form {
    ($($test:ident)+) => {
        $(
            mod $test {
                use $crate::forms::{Coroutine, Running, TokiosHandle};
                use $crate::on_both_flavours;

                #[test]
                fn coroutines() {
                    on_both_flavours(super::$test::<Coroutine>);
                }

                #[test]
                fn running_tasks() {
                    on_both_flavours(super::$test::<Running>);
                }

                #[test]
                fn handles_of_tokio() {
                    on_both_flavours(super::$test::<TokiosHandle>);
                }
            }
        )+
    };
}

pub use in_every_form;
