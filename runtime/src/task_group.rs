//! Groups of tasks that succeed or fail together.
//!
//! A group consists of a shared state ([`coordinator`], [`state`]) and of children ([`child`]). A child is the join
//! waker of its own task, so its end is handled even while nobody awaits the group.
//!
//! # Invariants
//!
//! - *one handler*: the end of a child is handled once, by the thread that takes the task's handle out of the child's
//!   slot. This is the join waker on the thread where the task completed, or the thread that adds the child. At least
//!   one of them finds the handle and a finished task: the adding thread checks the task and stores the handle under
//!   the child's lock, and the task is finished before the join waker asks for that lock (*finished before woken* in
//!   [`tokio_assumptions`](crate::util::tokio_assumptions)).
//! - *failure first*: a child's failure is in the group's state before the child's outcome can be seen. So code that
//!   sees a failed child can't add another child.
//! - *outcome before leaving*: a child leaves the group when its outcome is stored for the [`GroupTask`], or when its
//!   unwanted value has been dropped. So without children left, no outcome is missing, and no destructor is running.
//! - *wakers last*: the joiner, the body of the scope and the awaiter of a child are woken after the child has left.
//!   This is *state before wakers* in [`sync`](crate::util::sync).
//! - *a handle for each child*: `running` holds the abort handle of each child that has not left, until the group is
//!   dropped.
//! - *no cycle remains*: the cycle child → group → abort handle → task → join waker → child is broken when the child
//!   leaves or the group is dropped. The cycle child → join handle → task → join waker → child is broken when the
//!   child's end is handled; if the handle is kept as `spent`, when the [`GroupTask`] fetches the value or is dropped.
//! - *every failure is reported*: a panic that was not caused by a child becomes the failure of a child that is spawned
//!   for it. Only a group that has ended ignores a panic.

mod child;
mod closed;
mod coordinator;
mod error;
mod group;
mod group_task;
mod handle;
mod leaving;
mod scope;
mod scope_state;
mod start;
mod state;
#[cfg(feature = "tokio-util")]
mod token;

pub use self::closed::ClosedError;
pub use self::error::{TaskFailure, TaskGroupError};
pub use self::group::TaskGroup;
pub use self::group_task::{GroupTask, GroupTaskError};
pub use self::handle::TaskGroupHandle;
pub use self::scope::Scope;
pub use self::start::{Ready, StartError};

/// The tokens that cancel a group.
#[cfg(feature = "tokio-util")]
type Links<E> = Vec<std::sync::Arc<token::Link<E>>>;
#[cfg(not(feature = "tokio-util"))]
type Links<E> = std::marker::PhantomData<E>;
