//! The iterators and streams that `buffered` and `buffer_unordered` draw awaitables from.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::task::coop;

use crate::form::{AsIterator, AsStream};
use crate::generated::{MapIterator, MapStream, map_iterator, map_stream};
use crate::{Awaitable, Task};

/// A source of [awaitables](Awaitable) that [`buffered()`](crate::buffered()) and
/// [`buffer_unordered()`](crate::buffer_unordered()) draw from: an iterator or a stream.
///
/// | accepted | when the next item is drawn |
/// | --- | --- |
/// | any `IntoIterator` of awaitables | when there is room for another task |
/// | any [`Stream`] of awaitables | when there is room for another task; while the stream has no item, the tasks go on |
///
/// Each item becomes a task when it is drawn, so a coroutine is spawned then, and not before.
///
/// Callers never write `Form`, since the compiler infers it. If a type is both an iterator and a stream of awaitables,
/// choose the iterator with `into_iter()`.
///
/// # In asyncio
///
/// An iterable or an asynchronous iterable.
///
/// [`Stream`]: https://docs.rs/futures-core/latest/futures_core/stream/trait.Stream.html
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an iterator nor a stream of awaitables",
    label = "its items have to be awaitables",
    note = "its items have to be of one kind, by value: coroutines (a `Future<Output = T> + Send + 'static` that is not \
            awaited yet), `Task<T>` or tokio's `JoinHandle<T>`",
    note = "for one awaitable, write `[awaitable]`"
)]
pub trait TaskSource<T, Form>: Sized {
    /// The stream of tasks.
    type Tasks: Stream<Item = Task<T>> + Unpin;

    /// Turns the source into a stream of tasks. The stream draws an item whenever it is polled for a task.
    fn into_tasks(self) -> Self::Tasks;
}

impl<I, T, F> TaskSource<T, AsIterator<F>> for I
where
    I: IntoIterator<Item: Awaitable<Task<T>, F>>,
{
    type Tasks = FromIterator<MapIterator<I::IntoIter, fn(I::Item) -> Task<T>>>;

    fn into_tasks(self) -> Self::Tasks {
        FromIterator(map_iterator(self.into_iter(), |item| item.ensure()))
    }
}

#[diagnostic::do_not_recommend]
impl<S, T, F> TaskSource<T, AsStream<F>> for S
where
    S: Stream<Item: Awaitable<Task<T>, F>>,
{
    /// Boxed, so that the source need not be `Unpin`, and the caller need not pin it.
    type Tasks = Pin<Box<MapStream<S, fn(S::Item) -> Task<T>>>>;

    fn into_tasks(self) -> Self::Tasks {
        Box::pin(map_stream(self, |item| item.ensure()))
    }
}

/// The stream of an iterator's items.
#[derive(Debug)]
pub struct FromIterator<I>(I);

impl<I: Iterator> Stream for FromIterator<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

/// No field is pinned.
impl<I> Unpin for FromIterator<I> {}

/// A source, until it has ended.
pub(super) struct Undrawn<S>(Option<S>);

impl<S: Stream + Unpin> Undrawn<S> {
    pub(super) fn new(source: S) -> Self {
        Self(Some(source))
    }

    /// Draws the next item, or `None` if there is none. It is pending when tokio's cooperative budget is used up.
    pub(super) fn poll_draw(&mut self, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        let Some(source) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let budget = ready!(coop::poll_proceed(context));
        let drawn = ready!(Pin::new(source).poll_next(context));
        budget.made_progress();
        if drawn.is_none() {
            self.0 = None;
        }
        Poll::Ready(drawn)
    }

    pub(super) fn has_ended(&self) -> bool {
        self.0.is_none()
    }

    /// The number of outcomes that are left, if `drawn` tasks have been drawn whose outcomes have not been returned.
    pub(super) fn size_hint(&self, drawn: usize) -> (usize, Option<usize>) {
        let (least, most) = match &self.0 {
            Some(source) => source.size_hint(),
            None => (0, Some(0)),
        };
        let most = most.and_then(|most| most.checked_add(drawn));
        (least.saturating_add(drawn), most)
    }
}
