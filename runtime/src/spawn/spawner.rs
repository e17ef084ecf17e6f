//! The spawners that a conversion uses: the current runtime, or the spawner of the option `on`.

use std::pin::Pin;

use tokio::runtime::{Handle, Id};

use super::context::call_in;
use super::unsized_spawners::{SpawnLocalUnsized, SpawnUnsized};
use crate::{Awaitable, LocalTask, Task, create_local_task, create_task};

/// The spawner that [`Awaitable::ensure_on`] uses: the current runtime, or the spawner of the option `on`.
///
/// This trait is sealed: you can't implement it. For a spawner of your own, implement [`Spawn`](crate::Spawn) or
/// [`SpawnLocal`](crate::SpawnLocal).
///
/// # In asyncio
///
/// The event loop, whose `create_task` spawns a coroutine.
pub trait Spawner: sealed::Sealed {
    /// Spawns a coroutine and returns its task.
    ///
    /// # Panics
    ///
    /// Panics where [`Spawn::spawn`](crate::Spawn::spawn) does.
    #[track_caller]
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static;

    /// Spawns a coroutine that stays on this thread, and returns its task.
    ///
    /// This does not compile in a function whose parameter is an alias of `LocalTask`: the attribute doesn't recognize
    /// the alias, so the spawner of `on` is only required to be a [`Spawn`](crate::Spawn).
    ///
    /// # Panics
    ///
    /// Panics where [`SpawnLocal::spawn_local`](crate::SpawnLocal::spawn_local) does.
    #[track_caller]
    fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static;

    /// Calls [`Awaitable::ensure`] in the context of the spawner.
    ///
    /// # Panics
    ///
    /// Panics where [`Awaitable::ensure`] does.
    #[track_caller]
    fn ensure<A, P, Form>(&self, awaitable: A) -> P
    where
        A: Awaitable<P, Form>;
}

mod sealed {
    use tokio::runtime::Id;

    pub trait Sealed {
        /// Returns the runtime in which the spawner's tasks run, if it is known.
        fn runtime(&self) -> Option<Id>;
    }
}

/// Returns the runtime whose context this is.
fn current_runtime() -> Option<Id> {
    Some(Handle::try_current().ok()?.id())
}

/// The current runtime or local set.
pub(crate) struct Current;

impl sealed::Sealed for Current {
    fn runtime(&self) -> Option<Id> {
        current_runtime()
    }
}

impl Spawner for Current {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        create_task(coroutine)
    }

    fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static,
    {
        create_local_task(coroutine)
    }

    fn ensure<A, P, Form>(&self, awaitable: A) -> P
    where
        A: Awaitable<P, Form>,
    {
        awaitable.ensure()
    }
}

/// Boxes each coroutine before another spawner spawns it. tokio's code for tasks is then compiled once for each output
/// type, not for each type of coroutine.
pub(crate) struct Boxed<S>(pub(crate) S);

impl<S: Spawner> sealed::Sealed for Boxed<S> {
    fn runtime(&self) -> Option<Id> {
        self.0.runtime()
    }
}

impl<S: Spawner> Spawner for Boxed<S> {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let boxed: Pin<Box<dyn Future<Output = F::Output> + Send>> = Box::pin(coroutine);
        self.0.spawn(boxed)
    }

    fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static,
    {
        let boxed: Pin<Box<dyn Future<Output = F::Output>>> = Box::pin(coroutine);
        self.0.spawn_local(boxed)
    }

    fn ensure<A, P, Form>(&self, awaitable: A) -> P
    where
        A: Awaitable<P, Form>,
    {
        self.0.ensure(awaitable)
    }
}

/// The spawner of the option `on`, where no `LocalTask` is declared.
pub(crate) struct Through<'a, S: ?Sized>(pub(crate) &'a S);

impl<S: SpawnUnsized + ?Sized> sealed::Sealed for Through<'_, S> {
    fn runtime(&self) -> Option<Id> {
        call_in(|function| self.0.in_context(function), current_runtime)
    }
}

impl<S: SpawnUnsized + ?Sized> Spawner for Through<'_, S> {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.0.spawn_unsized(coroutine)
    }

    fn spawn_local<F>(&self, _: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static,
    {
        // The condition is never true. It depends on `F`, so it is evaluated only where this function is called.
        const {
            assert!(
                size_of::<F>() == usize::MAX,
                "with the option `on`, a parameter that is a `LocalTask` has to be declared by that name: write \
                 `LocalTask<..>` in the place of the alias"
            );
        }
        unreachable!("the assertion does not compile")
    }

    fn ensure<A, P, Form>(&self, awaitable: A) -> P
    where
        A: Awaitable<P, Form>,
    {
        call_in(
            |function| self.0.in_context(function),
            || awaitable.ensure(),
        )
    }
}

/// The spawner of the option `on`, where a `LocalTask` is declared.
pub(crate) struct ThroughLocal<'a, S: ?Sized>(pub(crate) &'a S);

impl<S: SpawnLocalUnsized + ?Sized> sealed::Sealed for ThroughLocal<'_, S> {
    fn runtime(&self) -> Option<Id> {
        call_in(
            |function| self.0.in_local_context(function),
            current_runtime,
        )
    }
}

impl<S: SpawnLocalUnsized + ?Sized> Spawner for ThroughLocal<'_, S> {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let task = self.0.spawn_local_unsized(coroutine);
        Task::spawned(task.into()) // only its value leaves the thread
    }

    fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static,
    {
        self.0.spawn_local_unsized(coroutine)
    }

    fn ensure<A, P, Form>(&self, awaitable: A) -> P
    where
        A: Awaitable<P, Form>,
    {
        call_in(
            |function| self.0.in_local_context(function),
            || awaitable.ensure(),
        )
    }
}
