//! A framework in a third crate, in a hostile environment: no prelude, modules that shadow the usual crates, and every
//! lint that a careful author may deny.

#![no_implicit_prelude]
#![deny(
    warnings,
    missing_docs,
    unused,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    rust_2024_compatibility,
    let_underscore_drop,
    missing_debug_implementations,
    single_use_lifetimes,
    unit_bindings,
    unreachable_pub,
    unused_lifetimes,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
#![allow(clippy::must_use_candidate)]

use ::ensure_future::{Awaitable, Task, accepts_awaitable};
use ::std::option::Option;

pub use ::ensure_future as toolkit;

pub mod lints;

mod core {}
mod ensure_future {}
mod std {}
mod tokio {}

/// Returns the output of the task.
#[accepts_awaitable]
pub async fn value<T>(task: Task<T>) -> Option<T> {
    task.await.ok()
}

/// Cancels both tasks, and returns whether both were still running.
#[accepts_awaitable]
pub fn cancel_both((first, second): (Task<u8>, Task<u8>)) -> bool {
    first.cancel() && second.cancel()
}

/// Takes a task that it does not use.
#[accepts_awaitable]
pub fn ignore(_: Task<u8>, _other: Task<u8>, _: ::tokio::task::JoinHandle<u8>) {}

/// Has generics, variables and a name that the expansion may use as well.
#[accepts_awaitable]
pub fn names_like_ours<TaskForm, TaskType>(task: Task<(TaskForm, TaskType)>) -> bool {
    let guard = task;
    guard.cancel()
}

/// Begins with items, as clippy demands.
#[accepts_awaitable]
pub fn items_first(task: Task<u8>) -> (bool, u8) {
    /// Behind a doc comment.
    const NUMBER: u8 = 1;
    use ::std::convert::identity;
    (task.cancel(), identity(NUMBER))
}

/// Returns its argument.
#[accepts_awaitable]
pub fn same(task: Task<u8>) -> Task<u8> {
    task
}

/// Has parameter types that clippy would change if they were not part of the interface.
#[accepts_awaitable]
pub fn of_an_interface(
    list: ::std::boxed::Box<::std::vec::Vec<u8>>,
    number: &u8,
    task: Task<u8>,
) -> Option<usize> {
    task.cancel();
    Option::Some(list.len() + ::std::convert::Into::<usize>::into(*number))
}

/// Formats the output of the task.
#[accepts_awaitable]
pub async fn shown<T: ::std::fmt::Display>(task: Task<T>) -> Option<::std::string::String> {
    let value = task.await.ok()?;
    Option::Some(::std::string::ToString::to_string(&value))
}

/// Awaits each future in place.
///
/// # Errors
///
/// The error of the first result.
#[accepts_awaitable]
pub async fn in_place<T, E>(
    #[awaitable] any: impl ::core::future::Future + ::core::marker::Send,
    #[awaitable] result: impl ::core::future::Future<Output = ::core::result::Result<T, E>>,
    #[awaitable] mut unit: impl ::core::future::Future<Output = ()> + ::core::marker::Unpin,
    #[awaitable(join)] joined: impl ::core::future::Future<
        Output = ::core::result::Result<u8, ::tokio::task::JoinError>,
    >,
) -> ::core::result::Result<Option<u8>, E> {
    ::core::mem::drop(any.await);
    (&mut unit).await;
    result.await?;
    ::core::result::Result::Ok(joined.await.ok())
}

/// Returns the future.
#[accepts_awaitable]
pub fn handed_back<F: ::core::future::Future>(#[awaitable] future: F) -> Option<F> {
    Option::Some(future)
}

/// Runs tasks on a runtime of its choice.
#[derive(Debug)]
pub struct Pool {
    handle: ::tokio::runtime::Handle,
}

impl Pool {
    /// Uses the current runtime.
    pub fn new() -> Self {
        Self {
            handle: ::tokio::runtime::Handle::current(),
        }
    }

    /// Runs the task and returns its output.
    ///
    /// # Panics
    ///
    /// If the task panics.
    #[accepts_awaitable(on = self.handle)]
    pub async fn submit<T>(&self, task: Task<T>) -> T {
        match task.await {
            ::std::result::Result::Ok(value) => value,
            ::std::result::Result::Err(error) => {
                ::std::panic::resume_unwind(error.into_panic());
            }
        }
    }
}

#[accepts_awaitable]
impl Pool {
    /// Cancels the task, whatever its runtime is.
    pub fn cancel(&self, task: Task<u8>) -> bool {
        task.cancel()
    }

    /// Returns the pool's runtime when the future has ended.
    pub async fn close(
        self,
        #[awaitable] signal: impl ::core::future::Future<Output = ()> + ::core::marker::Send,
    ) -> ::tokio::runtime::Handle {
        signal.await;
        self.handle
    }
}

impl ::std::default::Default for Pool {
    fn default() -> Self {
        Self::new()
    }
}

/// Schedules tasks.
pub trait Scheduler {
    /// Schedules the task.
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>) -> u8;

    /// Schedules both tasks, and returns the output of the first.
    #[accepts_awaitable(on = self.runtime())]
    fn schedule_both(&self, task: Task<u8>, mut _other: Task<u8>) -> u8 {
        _other = task;
        0
    }

    /// The runtime for the tasks.
    fn runtime(&self) -> &::tokio::runtime::Handle;
}

impl Scheduler for Pool {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>) -> u8 {
        ::std::mem::drop(task);
        1
    }

    fn runtime(&self) -> &::tokio::runtime::Handle {
        &self.handle
    }
}

/// Makes a task in the same way as the attribute.
#[accepts_awaitable]
pub fn by_hand<Form>(
    task: Task<u8>,
    #[awaitable(skip)] other: impl Awaitable<Task<u8>, Form>,
) -> [Task<u8>; 2] {
    [task, other.ensure()]
}

/// Defines a function that takes a task, for crates that may not depend on `ensure-future`.
#[macro_export]
macro_rules! function_with_a_task {
    ($name:ident($task:ident, $argument:ident: $ty:ty) -> $result:ty $body:block) => {
        #[$crate::toolkit::accepts_awaitable(crate = $crate::toolkit)]
        fn $name(
            $task: $crate::toolkit::Task<$ty>,
            others: Option<$crate::toolkit::Task<u8>>,
            $argument: $ty,
        ) -> $result {
            drop(others);
            $body
        }
    };
}
