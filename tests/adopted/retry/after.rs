//! A retry with the attribute, whose result is an `impl Future`.
//!
//! The body gets a closure of the macro around the caller's, so the result can't be `Retry<F, A>`. Callers who named
//! that type have to box the future.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::vec::IntoIter;

use ensure_future::accepts_awaitable;
use tokio::time::{Sleep, sleep};

/// Calls `attempt` until it succeeds, with these delays between the calls. Returns the last error.
#[accepts_awaitable]
pub fn retry<F, A, T, E>(
    delays: Vec<Duration>,
    #[awaitable] mut attempt: F,
) -> impl Future<Output = Result<T, E>>
where
    F: FnMut() -> A,
    A: Future<Output = Result<T, E>>,
{
    let state = State::Attempting(Box::pin(attempt()));
    Retry {
        delays: delays.into_iter(),
        attempt,
        state,
    }
}

/// The future of `retry`.
struct Retry<F, A> {
    delays: IntoIter<Duration>,
    attempt: F,
    state: State<A>,
}

enum State<A> {
    Attempting(Pin<Box<A>>),
    Waiting(Pin<Box<Sleep>>),
}

impl<F, A> Unpin for Retry<F, A> {}

impl<F, A, T, E> Future for Retry<F, A>
where
    F: FnMut() -> A,
    A: Future<Output = Result<T, E>>,
{
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        loop {
            self.state = match &mut self.state {
                State::Attempting(attempt) => {
                    let result = ready!(attempt.as_mut().poll(context));
                    match (result, self.delays.next()) {
                        (Err(_), Some(delay)) => State::Waiting(Box::pin(sleep(delay))),
                        (result, _) => return Poll::Ready(result),
                    }
                }
                State::Waiting(delay) => {
                    ready!(delay.as_mut().poll(context));
                    State::Attempting(Box::pin((self.attempt)()))
                }
            };
        }
    }
}
