//! A retry with tokio alone: the type of its future names the closure and the closure's future.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use std::vec::IntoIter;

use tokio::time::{Sleep, sleep};

/// Calls `attempt` until it succeeds, with these delays between the calls. Returns the last error.
pub fn retry<F, A, T, E>(delays: Vec<Duration>, mut attempt: F) -> Retry<F, A>
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
pub struct Retry<F, A> {
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
