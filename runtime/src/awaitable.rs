//! The conversion of an awaitable into a task, or a collection of tasks.

#[cfg(feature = "tokio-util")]
mod abort_on_drop;
mod collections;
mod conversion;
mod ensure_future;
pub mod form;
pub mod in_place;
mod references;
mod tasks;

pub use self::conversion::Awaitable;
pub use self::ensure_future::{NoRuntimeError, ensure_future, try_ensure_future};
pub use self::in_place::{InPlace, InPlaceJoin};
