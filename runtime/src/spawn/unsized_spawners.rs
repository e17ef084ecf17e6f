//! Traits for spawners that may be trait objects.
//!
//! rustc takes the message about a type that is not a spawner from the trait of the bound. So the messages of `Spawn`
//! and `SpawnLocal` are repeated here.

use super::{Spawn, SpawnLocal, erased};
use crate::{LocalTask, Task};

/// A [`Spawn`] or a `dyn Spawn`. The generic method of a `dyn Spawn` can't be called, so this trait has its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not spawn coroutines",
    label = "this does not implement `Spawn`",
    note = "the option `on` and `create_task_on` take a tokio `Handle` or `Runtime`, a `LocalSet`, a type of your own that \
            implements `ensure_future::Spawn`, or a reference or an `Arc` of one of these",
    note = "with the features `tokio-util` and `tracing`, they also take a `TaskTracker` and a `Span`"
)]
pub trait SpawnUnsized: Spawn {
    /// Spawns a coroutine, as [`Spawn::spawn`] does.
    #[track_caller]
    fn spawn_unsized<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static;
}

impl<S: Spawn> SpawnUnsized for S {
    fn spawn_unsized<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.spawn(coroutine)
    }
}

macro_rules! objects {
    ($($object:ty)*) => {$(
        impl SpawnUnsized for $object {
            fn spawn_unsized<F>(&self, coroutine: F) -> Task<F::Output>
            where
                F: Future<Output: Send + 'static> + Send + 'static,
            {
                erased::spawn(self, coroutine)
            }
        }
    )*};
}

objects! {
    dyn Spawn + '_
    dyn Spawn + Send + '_
    dyn Spawn + Sync + '_
    dyn Spawn + Send + Sync + '_
}

/// A [`SpawnLocal`] or a `dyn SpawnLocal`. The generic method of a `dyn SpawnLocal` can't be called, so this trait has
/// its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not spawn coroutines that stay on one thread",
    label = "this does not implement `SpawnLocal`",
    note = "for a `LocalTask`, the option `on` takes a tokio `LocalSet` or `LocalRuntime`, a type of your own that \
            implements `ensure_future::SpawnLocal`, or a reference or an `Rc` of one of these"
)]
pub trait SpawnLocalUnsized: SpawnLocal {
    /// Spawns a coroutine on this thread, as [`SpawnLocal::spawn_local`] does.
    #[track_caller]
    fn spawn_local_unsized<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static;
}

impl<S: SpawnLocal> SpawnLocalUnsized for S {
    fn spawn_local_unsized<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static,
    {
        self.spawn_local(coroutine)
    }
}

macro_rules! local_objects {
    ($($object:ty)*) => {$(
        impl SpawnLocalUnsized for $object {
            fn spawn_local_unsized<F>(&self, coroutine: F) -> LocalTask<F::Output>
            where
                F: Future<Output: 'static> + 'static,
            {
                erased::spawn_local(self, coroutine)
            }
        }
    )*};
}

local_objects! {
    dyn SpawnLocal + '_
    dyn SpawnLocal + Send + '_
    dyn SpawnLocal + Sync + '_
    dyn SpawnLocal + Send + Sync + '_
}
