//! A stream whose items are coerced as they are drawn: what `impl Stream<Item = Task<T>>` becomes in the body.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::stream::{FusedStream, Stream};
use pin_project_lite::pin_project;

/// Makes something of each item of a stream when it is drawn, as `Iterator::map` does.
pub fn map<S: Stream, F, P>(stream: S, make: F) -> Map<S, F>
where
    F: FnMut(S::Item) -> P,
{
    Map { stream, make }
}

pin_project! {
    /// The stream that [`map`] returns.
    #[derive(Clone, Debug)]
    pub struct Map<S, F> {
        #[pin]
        stream: S,
        make: F,
    }
}

impl<S: Stream, F, P> Stream for Map<S, F>
where
    F: FnMut(S::Item) -> P,
{
    type Item = P;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<P>> {
        let this = self.project();
        this.stream
            .poll_next(context)
            .map(|item| item.map(this.make))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stream.size_hint()
    }
}

impl<S: FusedStream, F, P> FusedStream for Map<S, F>
where
    F: FnMut(S::Item) -> P,
{
    fn is_terminated(&self) -> bool {
        self.stream.is_terminated()
    }
}
