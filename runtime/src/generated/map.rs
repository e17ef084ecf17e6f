//! Adapters that convert the items of an iterator, a collection or a stream when they are drawn. The body of an
//! expanded function gets such an adapter for a parameter `impl Iterator<Item = Task<T>>`, `impl IntoIterator` or
//! `impl Stream`.
//!
//! Each adapter is `Clone`, `Copy`, `Debug`, `Send` and so on if the caller's argument is.

use std::fmt;
use std::iter::{self, FusedIterator};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::stream::{FusedStream, Stream};
use pin_project_lite::pin_project;

/// Calls `make` with each item of an iterator when the item is drawn.
pub fn map_iterator<I: Iterator, F, P>(iterator: I, make: F) -> MapIterator<I, F>
where
    F: FnMut(I::Item) -> P,
{
    MapIterator { iterator, make }
}

/// The iterator that [`map_iterator`] returns. Unlike [`iter::Map`], it can be `Copy`.
#[derive(Clone, Copy)]
pub struct MapIterator<I, F> {
    iterator: I,
    make: F,
}

impl<I: fmt::Debug, F> fmt::Debug for MapIterator<I, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iterator.fmt(formatter)
    }
}

impl<I: Iterator, F, P> Iterator for MapIterator<I, F>
where
    F: FnMut(I::Item) -> P,
{
    type Item = P;

    fn next(&mut self) -> Option<P> {
        self.iterator.next().map(&mut self.make)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.iterator.size_hint()
    }
}

impl<I: DoubleEndedIterator, F, P> DoubleEndedIterator for MapIterator<I, F>
where
    F: FnMut(I::Item) -> P,
{
    fn next_back(&mut self) -> Option<P> {
        self.iterator.next_back().map(&mut self.make)
    }
}

impl<I: ExactSizeIterator, F, P> ExactSizeIterator for MapIterator<I, F> where F: FnMut(I::Item) -> P
{}

impl<I: FusedIterator, F, P> FusedIterator for MapIterator<I, F> where F: FnMut(I::Item) -> P {}

/// Calls `make` with each item of a collection when the item is drawn. `into_iter` of the collection is called by
/// `into_iter` of the returned value.
pub fn map_items<I: IntoIterator, F, P>(items: I, make: F) -> MapItems<I, F>
where
    F: FnMut(I::Item) -> P,
{
    MapItems { items, make }
}

/// The collection that [`map_items`] returns.
#[derive(Clone, Copy)]
pub struct MapItems<I, F> {
    items: I,
    make: F,
}

impl<I: fmt::Debug, F> fmt::Debug for MapItems<I, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(formatter)
    }
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

/// Calls `make` with each item of a stream when the item is drawn.
pub fn map_stream<S: Stream, F, P>(stream: S, make: F) -> MapStream<S, F>
where
    F: FnMut(S::Item) -> P,
{
    MapStream { stream, make }
}

pin_project! {
    /// The stream that [`map_stream`] returns.
    #[derive(Clone, Copy)]
    pub struct MapStream<S, F> {
        #[pin]
        stream: S,
        make: F,
    }
}

impl<S: fmt::Debug, F> fmt::Debug for MapStream<S, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stream.fmt(formatter)
    }
}

#[diagnostic::do_not_recommend]
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

/// Calls `make` with each item of a `Vec`, in order.
pub fn map_vec<T, P>(items: Vec<T>, make: impl FnMut(T) -> P) -> Vec<P> {
    items.into_iter().map(make).collect()
}
