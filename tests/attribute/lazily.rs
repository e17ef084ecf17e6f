//! Iterators and streams whose items become tasks when they are drawn.

use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt::Debug;
use std::future::{self, Ready};
use std::iter;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use ensure_future::{Task, accepts_awaitable, create_task, run};
use futures_core::Stream;
use tokio::runtime::Handle;

/// Runs at most `limit` tasks at once, and returns the results in order.
#[accepts_awaitable]
async fn bounded<T>(limit: usize, tasks: impl IntoIterator<Item = Task<T>>) -> Vec<T> {
    let mut tasks = tasks.into_iter();
    let mut running: VecDeque<Task<T>> = tasks.by_ref().take(limit).collect();
    let mut results = Vec::new();
    while let Some(task) = running.pop_front() {
        results.push(task.await.unwrap());
        running.extend(tasks.next());
    }
    results
}

#[accepts_awaitable]
fn ends<I>(mut tasks: I) -> (Option<Task<u8>>, Option<Task<u8>>, usize)
where
    I: DoubleEndedIterator<Item = Task<u8>> + ExactSizeIterator + Clone,
{
    let all = tasks.clone().len();
    (tasks.next(), tasks.next_back(), all)
}

/// An iterator of coroutines. The number says how many are left.
#[derive(Clone, Copy, Debug)]
struct Left(u8);

#[expect(clippy::copy_iterator)] // shows that the body gets a copy too
impl Iterator for Left {
    type Item = Ready<u8>;

    fn next(&mut self) -> Option<Ready<u8>> {
        self.0 = self.0.checked_sub(1)?;
        Some(future::ready(self.0))
    }
}

/// A `Map` of the standard library is not `Copy`.
#[accepts_awaitable]
fn counted_twice(tasks: impl Iterator<Item = Task<u8>> + Copy + Debug) -> (usize, usize, String) {
    (tasks.count(), tasks.count(), format!("{tasks:?}"))
}

trait Counts {
    fn counted(self) -> usize;
}

impl<I: Iterator> Counts for I {
    fn counted(self) -> usize {
        self.count()
    }
}

/// The author promises that every iterator has this bound.
#[accepts_awaitable]
fn counted(#[awaitable] tasks: impl Iterator<Item = Task<u8>> + Counts) -> usize {
    tasks.counted()
}

#[accepts_awaitable]
fn first(mut tasks: impl Iterator<Item = (Task<u8>, Option<Task<u8>>)>) -> bool {
    tasks
        .next()
        .is_some_and(|(task, other)| task.cancel() && other.is_none())
}

#[accepts_awaitable]
async fn sum(tasks: impl Stream<Item = Task<u8>>) -> (u8, usize) {
    let mut tasks = pin!(tasks);
    let hint = tasks.size_hint().0;
    let mut sum = 0;
    while let Some(task) = std::future::poll_fn(|context| tasks.as_mut().poll_next(context)).await {
        sum += task.await.unwrap();
    }
    (sum, hint)
}

/// A stream of the items of an iterator. It is pending before each item.
struct Slow<I> {
    items: I,
    ready: bool,
}

impl<I: Iterator + Unpin> Stream for Slow<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<I::Item>> {
        self.ready = !self.ready;
        if self.ready {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.items.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.items.size_hint()
    }
}

struct Pool(usize);

impl Pool {
    #[accepts_awaitable]
    fn in_place(&self, tasks: impl Iterator<Item = Task<u8>>) -> usize {
        tasks.take(self.0).filter(Task::cancel).count()
    }
}

#[accepts_awaitable]
impl Pool {
    fn outlined(&self, mut tasks: impl Iterator<Item = Task<u8>>) -> bool {
        tasks.by_ref().take(self.0).all(|task| task.cancel())
    }
}

// Contract 1.5.
#[test]
fn an_item_becomes_a_task_when_it_is_drawn() {
    run(async {
        let alive = || {
            tokio::runtime::Handle::current()
                .metrics()
                .num_alive_tasks()
        };
        let before = alive();
        let drawn = Cell::new(0);
        let coroutines = (0..10_u8).map(|number| {
            drawn.set(drawn.get() + 1);
            assert!(alive() - before <= 3, "more are running than the limit");
            async move { number }
        });
        let results = bounded(3, coroutines);
        assert_eq!(results.await, (0..10).collect::<Vec<_>>());
        assert_eq!(drawn.get(), 10);
    });
}

// Contract 1.5.
#[test]
fn what_is_not_drawn_is_never_spawned() {
    let endless = iter::repeat_with(|| (std::future::pending(), None::<Task<u8>>));
    assert!(run(async { first(endless) }));
}

#[test]
fn every_form_of_item_is_taken() {
    run(async {
        assert_eq!(
            bounded(1, [1, 2].map(|number| create_task(async move { number }))).await,
            [1, 2]
        );
        assert_eq!(bounded::<u8, _>(1, [tokio::spawn(async { 1 })]).await, [1]);
        assert_eq!(bounded(2, Some(async { 1 })).await, [1]);
        assert_eq!(bounded(2, iter::empty::<Task<u8>>()).await, [0; 0]);
    });
}

#[test]
fn the_other_bounds_hold_for_the_body_too() {
    run(async {
        let coroutines = [1, 2, 3].into_iter().map(|number| async move { number });
        let (first, last, all) = ends(coroutines);
        assert_eq!(first.unwrap().await.unwrap(), 1);
        assert_eq!(last.unwrap().await.unwrap(), 3);
        assert_eq!(all, 3);
    });
}

#[test]
fn what_the_body_gets_can_be_copied_and_shown_if_the_callers_iterator_can() {
    run(async {
        assert_eq!(counted_twice(Left(2)), (2, 2, "Left(2)".to_owned()));
        assert_eq!(counted(Left(3)), 3);
    });
}

#[test]
fn a_stream_gives_tasks_as_they_arrive() {
    run(async {
        let items = (1..=3).map(|number| async move { number });
        let stream = Slow {
            items,
            ready: false,
        };
        assert_eq!(sum(stream).await, (6, 3));
    });
}

#[accepts_awaitable]
async fn first_of_stream(tasks: impl Stream<Item = Task<u8>>) -> bool {
    let mut tasks = pin!(tasks);
    let first = future::poll_fn(|context| tasks.as_mut().poll_next(context)).await;
    first.is_some_and(|task| task.cancel())
}

// Contract 1.5.
#[test]
fn a_streams_item_becomes_a_task_when_it_is_drawn() {
    run(async {
        let before = Handle::current().metrics().num_alive_tasks();
        let stream = Slow {
            items: iter::repeat_with(future::pending),
            ready: false,
        };
        assert!(first_of_stream(stream).await);
        let more = Handle::current().metrics().num_alive_tasks() - before;
        assert!(more <= 1, "{more} tasks"); // a cancelled task may still be counted
    });
}

#[test]
fn methods_draw_lazily_too() {
    run(async {
        let coroutines = || iter::repeat_n((), 2).map(|()| std::future::pending());
        assert_eq!(Pool(1).in_place(coroutines()), 1);
        assert!(Pool(2).outlined(coroutines()));
    });
}
