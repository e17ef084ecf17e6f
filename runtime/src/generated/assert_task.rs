//! The assertion that a type with the name of a task is a task.

use crate::Awaitable;

/// A type that the attribute takes for a task because of its name.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has the name of a task, but no awaitable becomes it",
    label = "the attribute takes this for a task of `ensure_future` because of its name",
    note = "leave the parameter as it is with `#[awaitable(skip)]`, or mark it with `#[awaitable]` if you implement \
            `Awaitable` for this type"
)]
#[cfg_attr(
    not(feature = "tokio-util"),
    diagnostic::on_unimplemented(
        note = "tokio-util's `AbortOnDropHandle` is a task with the feature `tokio-util` of `ensure-future`"
    )
)]
pub trait NamedTask<Form> {}

#[diagnostic::do_not_recommend]
impl<P: Awaitable<P, Form>, Form> NamedTask<Form> for P {}

/// Compiles if the type becomes itself, as every task does.
#[inline(always)]
pub const fn assert_task<P: NamedTask<Form>, Form>() {}
