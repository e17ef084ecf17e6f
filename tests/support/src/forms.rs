//! The forms in which a caller may have an awaitable, and a macro that runs a test for each form.

use std::pin::Pin;

use ensure_future::{Awaitable, Task, create_task, form};
use tokio::task::{AbortHandle, JoinHandle};

/// A form of an awaitable, with operations on the awaitable before a function takes it.
pub trait Form {
    type Marker: 'static;

    type Of<T: Send + 'static>: Awaitable<Task<T>, Self::Marker> + Send + 'static;

    /// Whether the coroutine already runs in a task.
    const RUNS: bool;

    fn of<T: Send + 'static>(coroutine: impl Future<Output = T> + Send + 'static) -> Self::Of<T>;

    /// The handle that aborts the task, if there is a task.
    fn abort_handle<T: Send + 'static>(awaitable: &Self::Of<T>) -> Option<AbortHandle>;

    /// Cancels the task by `Task::cancel`. The task must already run.
    fn cancel<T: Send + 'static>(awaitable: Self::Of<T>) -> Self::Of<T>;
}

pub enum Coroutine {}

impl Form for Coroutine {
    type Marker = form::Coroutine;

    type Of<T: Send + 'static> = Pin<Box<dyn Future<Output = T> + Send>>;

    const RUNS: bool = false;

    fn of<T: Send + 'static>(coroutine: impl Future<Output = T> + Send + 'static) -> Self::Of<T> {
        Box::pin(coroutine)
    }

    fn abort_handle<T: Send + 'static>(_: &Self::Of<T>) -> Option<AbortHandle> {
        None
    }

    fn cancel<T: Send + 'static>(_: Self::Of<T>) -> Self::Of<T> {
        unreachable!("a coroutine has no task that could be cancelled")
    }
}

pub enum Running {}

impl Form for Running {
    type Marker = form::Itself;

    type Of<T: Send + 'static> = Task<T>;

    const RUNS: bool = true;

    fn of<T: Send + 'static>(coroutine: impl Future<Output = T> + Send + 'static) -> Task<T> {
        create_task(coroutine)
    }

    fn abort_handle<T: Send + 'static>(task: &Task<T>) -> Option<AbortHandle> {
        Some(task.abort_handle())
    }

    fn cancel<T: Send + 'static>(task: Task<T>) -> Task<T> {
        assert!(task.cancel(), "the task has already ended");
        task
    }
}

pub enum TokiosHandle {}

impl Form for TokiosHandle {
    type Marker = form::Running;

    type Of<T: Send + 'static> = JoinHandle<T>;

    const RUNS: bool = true;

    fn of<T: Send + 'static>(coroutine: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
        tokio::spawn(coroutine)
    }

    fn abort_handle<T: Send + 'static>(handle: &JoinHandle<T>) -> Option<AbortHandle> {
        Some(handle.abort_handle())
    }

    fn cancel<T: Send + 'static>(handle: JoinHandle<T>) -> JoinHandle<T> {
        Running::cancel(handle.into()).into()
    }
}

/// Makes tests of functions that are generic over the form: one test for each form, on both runtime flavours.
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
