//! Assertions that a task can have the output of a future that is awaited in place.

use tokio::task::JoinError;

/// An output that can also stand for a task that ended without a value.
#[diagnostic::on_unimplemented(
    message = "a task can end without a `{Self}`: by a panic or a cancellation",
    label = "this output has no value for a task that ended without one",
    note = "declare `impl Future` and leave its output to the caller, declare `Output = Result<T, E>`, or mark the \
            parameter with `#[awaitable(join)]` and declare `Output = Result<T, JoinError>`"
)]
pub trait OutputOfTask {}

#[diagnostic::do_not_recommend]
impl<T, E> OutputOfTask for Result<T, E> {}
#[diagnostic::do_not_recommend]
impl OutputOfTask for () {}

/// Compiles if a task can have this output.
#[inline(always)]
pub const fn assert_output<O: OutputOfTask>() {}

/// An output that says how a task ended.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say how a task ended",
    label = "`#[awaitable(join)]` needs the output `Result<T, JoinError>`",
    note = "declare `Output = Result<T, JoinError>`, or `#[awaitable]` for a `Result<T, E>` of an error of your own"
)]
pub trait JoinedOutput {}

impl<T> JoinedOutput for Result<T, JoinError> {}

/// Compiles if this output says how a task ended.
#[inline(always)]
pub const fn assert_joined<O: JoinedOutput>() {}
