//! What gives awaitables one at a time, made to give tasks: `impl IntoIterator<Item = Task<T>>` and
//! `impl Stream<Item = Task<T>>` as a body gets them. For the rest, the standard library and closures suffice.

use std::iter;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::stream::{FusedStream, Stream};
use pin_project_lite::pin_project;

/// Makes something of each item of a collection when it is drawn. The collection is iterated over no sooner.
pub fn map_items<I: IntoIterator, F, P>(items: I, make: F) -> MapItems<I, F>
where
    F: FnMut(I::Item) -> P,
{
    MapItems { items, make }
}

/// The collection that [`map_items`] returns.
#[derive(Clone, Copy, Debug)]
pub struct MapItems<I, F> {
    items: I,
    make: F,
}

impl<I: IntoIterator, F, P> IntoIterator for MapItems<I, F>
where
    F: FnMut(I::Item) -> P,
{
    type Item = P;
    type IntoIter = iter::Map<I::IntoIter, F>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter().map(self.make)
    }
}

/// Makes something of each item of a stream when it is drawn, as `Iterator::map` does.
pub fn map_stream<S: Stream, F, P>(stream: S, make: F) -> MapStream<S, F>
where
    F: FnMut(S::Item) -> P,
{
    MapStream { stream, make }
}

pin_project! {
    /// The stream that [`map_stream`] returns.
    #[derive(Clone, Debug)]
    pub struct MapStream<S, F> {
        #[pin]
        stream: S,
        make: F,
    }
}

impl<S: Stream, F, P> Stream for MapStream<S, F>
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

impl<S: FusedStream, F, P> FusedStream for MapStream<S, F>
where
    F: FnMut(S::Item) -> P,
{
    fn is_terminated(&self) -> bool {
        self.stream.is_terminated()
    }
}
