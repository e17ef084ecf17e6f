//! Futures that a body awaits in place: parameters with `#[awaitable]` that are declared as a future.
//!
//! Each module covers one subject. Functions with `#[accepts_awaitable]` are code of a framework author, and the tests
//! are the callers.

mod bounds;
mod callers;
mod given;
mod laziness;
mod places;
mod signatures;
mod tasks;
mod traits;

use std::sync::Arc;

use tokio::task::JoinError;

use support::on_current_thread;

/// An error of a framework, with a variant for a task that ended without a value.
#[derive(Clone, Debug, PartialEq)]
enum Failure {
    /// A coroutine's own error.
    Own(&'static str),
    Cancelled,
    Panicked(String),
}

impl From<JoinError> for Failure {
    fn from(error: JoinError) -> Self {
        if error.is_cancelled() {
            return Self::Cancelled;
        }
        Self::Panicked(support::text(&*error.into_panic()).to_owned())
    }
}

impl From<Arc<JoinError>> for Failure {
    fn from(error: Arc<JoinError>) -> Self {
        if error.is_cancelled() {
            return Self::Cancelled;
        }
        Self::Panicked(error.to_string())
    }
}

/// An error that does not mention tasks.
#[derive(Debug, PartialEq)]
struct Plain;

/// A future written by hand: ready at its second poll.
#[derive(Clone, Debug)]
struct Second<T> {
    output: Option<T>,
    polled: bool,
}

impl<T> Second<T> {
    fn new(output: T) -> Self {
        Self {
            output: Some(output),
            polled: false,
        }
    }
}

impl<T: Unpin> Future for Second<T> {
    type Output = T;

    fn poll(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<T> {
        if std::mem::replace(&mut self.polled, true) {
            std::task::Poll::Ready(self.output.take().expect("polled after its end"))
        } else {
            context.waker().wake_by_ref();
            std::task::Poll::Pending
        }
    }
}

/// Runs a test on the paused clock, which advances when all tasks are idle.
fn on_paused_clock(test: impl Future<Output = ()>) {
    on_current_thread(async {
        tokio::time::pause();
        test.await;
    });
}
