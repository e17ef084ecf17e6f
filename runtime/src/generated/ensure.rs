//! The conversion of an awaitable with the options `on` and `boxed`.
//!
//! The spawner is passed as it is, because a bound of a function is checked once. If generated code passed a `Through`,
//! rustc would report a spawner that is not a `Spawn` twice.

use crate::Awaitable;
use crate::spawn::{Boxed, Current, SpawnLocalUnsized, SpawnUnsized, Through, ThroughLocal};

/// Boxes coroutines.
#[track_caller]
pub fn ensure_boxed<P, Form>(awaitable: impl Awaitable<P, Form>) -> P {
    awaitable.ensure_on(&Boxed(Current))
}

/// Spawns coroutines through the spawner of the option `on`.
#[track_caller]
pub fn ensure_on<P, Form>(
    awaitable: impl Awaitable<P, Form>,
    spawner: &(impl SpawnUnsized + ?Sized),
) -> P {
    awaitable.ensure_on(&Through(spawner))
}

/// Spawns coroutines through the spawner of the option `on`, on this thread.
#[track_caller]
pub fn ensure_local_on<P, Form>(
    awaitable: impl Awaitable<P, Form>,
    spawner: &(impl SpawnLocalUnsized + ?Sized),
) -> P {
    awaitable.ensure_on(&ThroughLocal(spawner))
}

/// Boxes coroutines, and spawns them through the spawner of the option `on`.
#[track_caller]
pub fn ensure_boxed_on<P, Form>(
    awaitable: impl Awaitable<P, Form>,
    spawner: &(impl SpawnUnsized + ?Sized),
) -> P {
    awaitable.ensure_on(&Boxed(Through(spawner)))
}

/// Boxes coroutines, and spawns them through the spawner of the option `on`, on this thread.
#[track_caller]
pub fn ensure_local_boxed_on<P, Form>(
    awaitable: impl Awaitable<P, Form>,
    spawner: &(impl SpawnLocalUnsized + ?Sized),
) -> P {
    awaitable.ensure_on(&Boxed(ThroughLocal(spawner)))
}

/// A spawner of the option `on` for tasks that are drawn later: the wrapper that the body draws from keeps a clone of
/// it.
#[diagnostic::on_unimplemented(
    message = "the option `on` needs a spawner that implements `Clone` here, and `{Self}` does not",
    label = "a factory, an iterator or a stream keeps a clone of the spawner",
    note = "name a tokio `Handle`, a reference or an `Arc` with `on`, or remove `on` and have the body spawn what it draws"
)]
pub trait SpawnLater: Clone {}

#[diagnostic::do_not_recommend]
impl<S: Clone> SpawnLater for S {}

/// Clones the spawner of the option `on`, for tasks that are drawn later.
pub fn later<S: SpawnLater>(spawner: &S) -> S {
    spawner.clone()
}
