//! The future that `gather!` and `try_gather!` return.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

/// A future of several children, whose outputs may differ.
///
/// Its type names the tasks. The type of an `impl Future` would contain the types of the awaitables: for an argument
/// that is not an awaitable, rustc would report an error for the result too.
#[must_use = "dropping it cancels the children: `.await` it"]
pub struct TupleFuture<C, T> {
    /// The children, until the output is returned.
    children: Option<C>,
    poll: fn(&mut C, &mut Context<'_>) -> Poll<T>,
}

impl<C, T> TupleFuture<C, T> {
    pub(crate) fn new(children: C, poll: fn(&mut C, &mut Context<'_>) -> Poll<T>) -> Self {
        Self {
            children: Some(children),
            poll,
        }
    }
}

impl<C, T> Future for TupleFuture<C, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let Self { children, poll } = &mut *self;
        let running = children
            .as_mut()
            .expect("gather! or try_gather! is polled after it has completed");
        let output = poll(running, context);
        if output.is_ready() {
            *children = None;
        }
        output
    }
}

/// No field is pinned.
impl<C, T> Unpin for TupleFuture<C, T> {}

impl<C, T> fmt::Debug for TupleFuture<C, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TupleFuture").finish_non_exhaustive()
    }
}
