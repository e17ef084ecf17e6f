//! What can be done to a child of each form from outside, before a function has it?

use std::pin::Pin;

use ensure_future::{Awaitable, Task, create_task};
use tokio::task::{AbortHandle, JoinHandle};

use crate::forms::{Coroutine, Form, Running, TokiosHandle};
use crate::subject::{Outcome, Way};

/// A form, with what can be done to a child from outside before the function has it.
pub trait Reachable: Form<Marker: 'static> {
    type Child: Awaitable<Task<Outcome>, Self::Marker> + Send + 'static;

    /// Whether the child runs before it is passed on.
    const RUNS: bool;

    /// In which ways a test can end it.
    const WAYS: &'static [Way] = &[
        Way::Returns,
        Way::Fails,
        Way::Panics,
        Way::IsAborted,
        Way::IsCancelled,
    ];

    fn begin(coroutine: impl Future<Output = Outcome> + Send + 'static) -> Self::Child;

    fn abort_handle(child: &Self::Child) -> Option<AbortHandle>;

    fn cancel(child: Self::Child) -> Self::Child;
}

impl Reachable for Coroutine {
    type Child = Pin<Box<dyn Future<Output = Outcome> + Send>>;

    const RUNS: bool = false;

    // What is no task yet can't be cancelled, and later, its task is the function's own.
    const WAYS: &'static [Way] = &[Way::Returns, Way::Fails, Way::Panics];

    fn begin(coroutine: impl Future<Output = Outcome> + Send + 'static) -> Self::Child {
        Box::pin(coroutine)
    }

    fn abort_handle(_: &Self::Child) -> Option<AbortHandle> {
        None
    }

    fn cancel(_: Self::Child) -> Self::Child {
        unreachable!("it is none of the ways")
    }
}

impl Reachable for Running {
    type Child = Task<Outcome>;

    const RUNS: bool = true;

    fn begin(coroutine: impl Future<Output = Outcome> + Send + 'static) -> Self::Child {
        create_task(coroutine)
    }

    fn abort_handle(child: &Self::Child) -> Option<AbortHandle> {
        Some(child.abort_handle())
    }

    fn cancel(child: Self::Child) -> Self::Child {
        assert!(child.cancel(), "it runs");
        child
    }
}

impl Reachable for TokiosHandle {
    type Child = JoinHandle<Outcome>;

    const RUNS: bool = true;

    fn begin(coroutine: impl Future<Output = Outcome> + Send + 'static) -> Self::Child {
        tokio::spawn(coroutine)
    }

    fn abort_handle(child: &Self::Child) -> Option<AbortHandle> {
        Some(child.abort_handle())
    }

    fn cancel(child: Self::Child) -> Self::Child {
        Running::cancel(child.into()).into()
    }
}
