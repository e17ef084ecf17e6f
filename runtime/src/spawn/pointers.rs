//! Pointers to spawners spawn as what they point to.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use super::{Spawn, SpawnLocal, erased};
use crate::{LocalTask, Task};

macro_rules! pointers {
    ($($pointer:ty)*) => {$(
        impl<S: Spawn> Spawn for $pointer {
            fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
            where
                F: Future<Output: Send + 'static> + Send + 'static,
            {
                S::spawn(self, coroutine)
            }

            fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
                S::spawn_boxed(self, coroutine)
            }

            fn in_context(&self, function: &mut dyn FnMut()) {
                S::in_context(self, function);
            }
        }

        impl<S: SpawnLocal> SpawnLocal for $pointer {
            fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
            where
                F: Future<Output: 'static> + 'static,
            {
                S::spawn_local(self, coroutine)
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

pointers! { &S Box<S> Rc<S> Arc<S> LazyLock<S> }

macro_rules! objects {
    ($($pointer:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Spawn for $pointer {
            fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
            where
                F: Future<Output: Send + 'static> + Send + 'static,
            {
                erased::spawn(&**self, coroutine)
            }

            fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
                (**self).spawn_boxed(coroutine)
            }

            fn in_context(&self, function: &mut dyn FnMut()) {
                (**self).in_context(function);
            }
        }
    )*};
}

objects! {
    &(dyn Spawn + '_)
    &(dyn Spawn + Send + Sync + '_)
    Box<dyn Spawn + '_>
    Box<dyn Spawn + Send + Sync + '_>
    Arc<dyn Spawn + '_>
    Arc<dyn Spawn + Send + Sync + '_>
}

macro_rules! local_objects {
    ($($pointer:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl SpawnLocal for $pointer {
            fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
            where
                F: Future<Output: 'static> + 'static,
            {
                erased::spawn_local(&**self, coroutine)
            }

            fn spawn_local_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()>>>) -> LocalTask<()> {
                (**self).spawn_local_boxed(coroutine)
            }

            fn in_local_context(&self, function: &mut dyn FnMut()) {
                (**self).in_local_context(function);
            }
        }
    )*};
}

local_objects! {
    &(dyn SpawnLocal + '_)
    Box<dyn SpawnLocal + '_>
    Rc<dyn SpawnLocal + '_>
    Arc<dyn SpawnLocal + '_>
}
