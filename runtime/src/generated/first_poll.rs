//! The future of an expanded `async fn`: it converts the caller's awaitables when it is first polled, because a future
//! does nothing before its first poll.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

/// Returns a future that calls the function when it is first polled, and awaits the future that the function returns.
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
    /// If it is not `Send`, rustc's message names the contents of the first variant. So the first variant is `Running`,
    /// which holds the future of the author's function.
    #[project = Projected]
    #[must_use = "futures do nothing unless they are awaited"]
    pub enum OnFirstPoll<C, F> {
        Running {
            #[pin]
            future: F,
        },
        /// `None` after the call has panicked.
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
