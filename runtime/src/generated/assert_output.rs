//! The assertion that the output of a future that is awaited in place can be that of a task.

/// An output that a future has where a task ended without a value.
#[diagnostic::on_unimplemented(
    message = "a task can end without a `{Self}`: by a panic or a cancellation",
    label = "this output has no value for a task that ended without one",
    note = "declare `impl Future` and leave its output to the caller, declare `Output = Result<T, E>`, or mark the \
            parameter with `#[awaitable(join)]` and declare `Output = Result<T, JoinError>`"
)]
pub trait OutputOfTask {}

impl<T, E> OutputOfTask for Result<T, E> {}
impl OutputOfTask for () {}

/// Compiles if a task can have this output.
#[inline(always)]
pub const fn assert_output<O: OutputOfTask>() {}
