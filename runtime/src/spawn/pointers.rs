//! Implementations for pointers to spawners: a pointer spawns as its target does.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use super::unsized_spawners::{SpawnLocalUnsized, SpawnUnsized};
use super::{Spawn, SpawnLocal};
use crate::{LocalTask, Task};

macro_rules! pointers {
    ($($pointer:ty, $($unsized:ident)?;)*) => {$(
        impl<S: SpawnUnsized $(+ ?$unsized)?> Spawn for $pointer {
            fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
            where
                F: Future<Output: Send + 'static> + Send + 'static,
            {
                S::spawn_unsized(self, coroutine)
            }

            fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
                S::spawn_boxed(self, coroutine)
            }

            fn in_context(&self, function: &mut dyn FnMut()) {
                S::in_context(self, function);
            }
        }

        impl<S: SpawnLocalUnsized $(+ ?$unsized)?> SpawnLocal for $pointer {
            fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
            where
                F: Future<Output: 'static> + 'static,
            {
                S::spawn_local_unsized(self, coroutine)
            }

            fn spawn_local_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()>>>) -> LocalTask<()> {
                S::spawn_local_boxed(self, coroutine)
            }

            fn in_local_context(&self, function: &mut dyn FnMut()) {
                S::in_local_context(self, function);
            }
        }
    )*};
}

pointers! {
    &S, Sized;
    Box<S>, Sized;
    Rc<S>, Sized;
    Arc<S>, Sized;
    LazyLock<S>,;
}
