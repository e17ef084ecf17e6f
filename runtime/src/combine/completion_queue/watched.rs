//! The kinds of tasks that a completion queue can watch.

use std::borrow::Borrow;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::task::{AbortHandle, Id, JoinError};

use crate::{SharedTaskFuture, Task};

/// A task that can be polled without being tied to the awaiter.
#[allow(unreachable_pub)] // the minimum Rust version does not see that `WaitTask` names it
pub trait Watched {
    type Output;
    type Error: Borrow<JoinError> + fmt::Debug;

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Self::Output, Self::Error>>;

    fn is_finished(&self) -> bool;

    fn id(&self) -> Id;

    /// Returns a handle that tells whether the task has ended, or `None` if the task has ended and has no handle.
    fn running(&self) -> Option<AbortHandle>;
}

impl<T> Watched for Task<T> {
    type Output = T;
    type Error = JoinError;

    #[inline]
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<T, JoinError>> {
        self.poll(context)
    }

    #[inline]
    fn is_finished(&self) -> bool {
        self.is_finished()
    }

    fn id(&self) -> Id {
        self.id()
    }

    #[inline]
    fn running(&self) -> Option<AbortHandle> {
        Some(self.abort_handle())
    }
}

impl<T: Clone> Watched for SharedTaskFuture<T> {
    type Output = T;
    type Error = Arc<JoinError>;

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<T, Arc<JoinError>>> {
        Pin::new(self).poll(context)
    }

    fn is_finished(&self) -> bool {
        self.task().is_finished()
    }

    fn id(&self) -> Id {
        self.task().id()
    }

    fn running(&self) -> Option<AbortHandle> {
        self.task().running()
    }
}
