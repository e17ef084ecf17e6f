//! What callers of an `async fn` get: a future that coerces what they passed when it is first polled, as a future does
//! nothing before that.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

/// Calls the function when the future is first polled, and awaits what that returns.
pub fn on_first_poll<C, F>(call: C) -> OnFirstPoll<C, F>
where
    C: FnOnce() -> F,
    F: Future,
{
    OnFirstPoll::Waiting { call: Some(call) }
}

pin_project! {
    /// The future that [`on_first_poll`] returns.
    ///
    /// Where it is not `Send`, messages speak of what the first variant holds, so that comes from the author's function.
    #[project = Projected]
    #[must_use = "futures do nothing unless they are awaited"]
    pub enum OnFirstPoll<C, F> {
        Running {
            #[pin]
            future: F,
        },
        /// There is no call any more if it has panicked.
        Waiting {
            call: Option<C>,
        },
    }
}

impl<C, F> Future for OnFirstPoll<C, F>
where
    C: FnOnce() -> F,
    F: Future,
{
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        loop {
            match self.as_mut().project() {
                Projected::Running { future } => return future.poll(context),
                Projected::Waiting { call } => {
                    let call = call.take().expect("`async fn` resumed after panicking");
                    let future = call();
                    self.set(Self::Running { future });
                }
            }
        }
    }
}
