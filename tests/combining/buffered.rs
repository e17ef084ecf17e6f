//! `buffered` and `buffer_unordered`: a limit on running tasks, and each outcome once, in order or as the tasks end.

mod limit;
mod misuse;
mod order;
mod sources;

use std::future::{self, poll_fn};
use std::iter;
use std::marker::PhantomPinned;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use ensure_future::{
    Awaitable, BufferUnordered, Buffered, Task, TaskSource, buffer_unordered, buffered, create_task,
};
use futures_core::{FusedStream, Stream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinError, yield_now};

use support::alive::leaving_none;
use support::child::{Child, ChildOf, End, VALUE, Way, child};
use support::forms::{Coroutine, Form, in_every_form};
use support::phases::{Awaiting, Fate, Function, in_every_phase};
use support::{
    History, let_others_run, now, on_both_flavours, on_current_thread, panic_of, panics_here,
    poll_once, text,
};

/// The function, its source, and the way to take the next outcome.
#[derive(Clone, Copy, Debug)]
struct Case {
    is_ordered: bool,
    from_a_stream: bool,
    by_next: bool,
}

impl Case {
    const ORDERED: Self = Self {
        is_ordered: true,
        from_a_stream: false,
        by_next: true,
    };
    const UNORDERED: Self = Self {
        is_ordered: false,
        ..Self::ORDERED
    };
    const ORDERED_FROM_A_STREAM: Self = Self {
        from_a_stream: true,
        ..Self::ORDERED
    };
    const UNORDERED_FROM_A_STREAM: Self = Self {
        is_ordered: false,
        ..Self::ORDERED_FROM_A_STREAM
    };
    const ORDERED_AS_A_STREAM: Self = Self {
        by_next: false,
        ..Self::ORDERED
    };
    const UNORDERED_AS_A_STREAM: Self = Self {
        is_ordered: false,
        ..Self::ORDERED_AS_A_STREAM
    };

    const ALL: [Self; 6] = [
        Self::ORDERED,
        Self::UNORDERED,
        Self::ORDERED_FROM_A_STREAM,
        Self::UNORDERED_FROM_A_STREAM,
        Self::ORDERED_AS_A_STREAM,
        Self::UNORDERED_AS_A_STREAM,
    ];

    fn call<I, T, F>(self, limit: usize, items: I) -> Outcomes<T>
    where
        I: IntoIterator<Item: Awaitable<Task<T>, F> + 'static, IntoIter: Send + 'static>,
        T: Send + 'static,
    {
        let items = items.into_iter();
        let drawing: Box<dyn Draw<T>> = match (self.is_ordered, self.from_a_stream) {
            (true, false) => Box::new(buffered(limit, items)),
            (false, false) => Box::new(buffer_unordered(limit, items)),
            (true, true) => Box::new(buffered(limit, Slow::new(items))),
            (false, true) => Box::new(buffer_unordered(limit, Slow::new(items))),
        };
        let by_next = self.by_next;
        Outcomes { drawing, by_next }
    }
}

/// A stream of the items of an iterator. It is pending before each item, and has to be pinned.
struct Slow<I> {
    state: Mutex<(I, bool)>,
    _pinned: PhantomPinned,
}

impl<I> Slow<I> {
    fn new(items: I) -> Self {
        Self {
            state: Mutex::new((items, false)),
            _pinned: PhantomPinned,
        }
    }
}

impl<I: Iterator> Stream for Slow<I> {
    type Item = I::Item;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<I::Item>> {
        let (items, was_pending) = &mut *self.state.lock().unwrap();
        *was_pending = !*was_pending;
        if *was_pending {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(items.next())
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.state.lock().unwrap().0.size_hint()
    }
}

/// Both kinds of streams, as outcomes alone.
trait Draw<T>: Send {
    fn poll(&mut self, by_next: bool, context: &mut Context<'_>) -> Polled<T>;
    fn size_hint(&self) -> (usize, Option<usize>);
    fn is_terminated(&self) -> bool;
}

type Polled<T> = Poll<Option<Result<T, JoinError>>>;

impl<T, S> Draw<T> for Buffered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin + Send,
    T: Send,
{
    fn poll(&mut self, by_next: bool, context: &mut Context<'_>) -> Polled<T> {
        if by_next {
            pin!(self.next()).poll(context)
        } else {
            Pin::new(self).poll_next(context)
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        Stream::size_hint(self)
    }

    fn is_terminated(&self) -> bool {
        FusedStream::is_terminated(self)
    }
}

impl<T, S> Draw<T> for BufferUnordered<T, S>
where
    S: Stream<Item = Task<T>> + Unpin + Send,
    T: Send,
{
    fn poll(&mut self, by_next: bool, context: &mut Context<'_>) -> Polled<T> {
        let polled = if by_next {
            pin!(self.next()).poll(context)
        } else {
            Pin::new(self).poll_next(context)
        };
        polled.map(|completed| completed.map(|child| child.result))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        Stream::size_hint(self)
    }

    fn is_terminated(&self) -> bool {
        FusedStream::is_terminated(self)
    }
}

struct Outcomes<T> {
    drawing: Box<dyn Draw<T>>,
    by_next: bool,
}

impl<T> Outcomes<T> {
    async fn next(&mut self) -> Option<Result<T, JoinError>> {
        poll_fn(|context| self.drawing.poll(self.by_next, context)).await
    }

    /// The same as `next`, but an `Err` has the text of a panic.
    async fn next_or_panic(&mut self) -> Result<Option<Result<T, JoinError>>, String> {
        poll_fn(|context| {
            let poll = AssertUnwindSafe(|| self.drawing.poll(self.by_next, context));
            match catch_unwind(poll) {
                Ok(polled) => polled.map(Ok),
                Err(panic) => Poll::Ready(Err(text(&*panic).to_owned())),
            }
        })
        .await
    }

    fn poll_once(&mut self) -> Polled<T> {
        poll_once(&mut pin!(self.next()))
    }

    /// Polls until the source has given as many items as fit, and checks that no task ends meanwhile.
    fn fill(&mut self) {
        for _ in 0..20 {
            assert!(self.poll_once().is_pending());
        }
    }

    async fn values(mut self) -> Vec<T> {
        let mut values = Vec::new();
        while let Some(result) = self.next().await {
            values.push(result.unwrap());
        }
        assert!(self.next().await.is_none(), "and so it stays");
        assert!(self.drawing.is_terminated());
        assert_eq!(self.drawing.size_hint(), (0, Some(0)));
        values
    }
}

const ORDERED: Case = Case::ORDERED;
const UNORDERED: Case = Case::UNORDERED;
const ORDERED_FROM_A_STREAM: Case = Case::ORDERED_FROM_A_STREAM;
const UNORDERED_FROM_A_STREAM: Case = Case::UNORDERED_FROM_A_STREAM;
const ORDERED_AS_A_STREAM: Case = Case::ORDERED_AS_A_STREAM;
const UNORDERED_AS_A_STREAM: Case = Case::UNORDERED_AS_A_STREAM;

in_every_phase! {
    ordered = ORDERED
    unordered = UNORDERED
    ordered_as_a_stream = ORDERED_AS_A_STREAM
    unordered_as_a_stream = UNORDERED_AS_A_STREAM
}

impl Function for Case {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;
    const IS_LAZY: bool = true;

    fn call<F: Form>(self, child: ChildOf<F>) -> Awaiting {
        let sibling = F::of(future::ready(Ok(1)));
        let mut outcomes = Self::call(self, 2, [sibling, child]);
        Box::pin(async move {
            let mut results = Vec::new();
            while let Some(result) = outcomes.next().await {
                results.push(result);
            }
            let is_sibling = |result: &Result<_, JoinError>| matches!(result, Ok(Ok(1)));
            let sibling = results.iter().position(is_sibling);
            drop(results.remove(sibling.expect("it is there")));
            let [child] = results.try_into().unwrap();
            End::of(child)
        })
    }
}

in_every_form! {
    ordered_outcomes_are_in_the_order_of_the_awaitables
    unordered_outcomes_are_in_the_order_in_which_they_end
    what_was_drawn_is_cancelled_when_it_is_dropped
}

async fn children<F: Form>(ways: &[Way]) -> (Vec<ChildOf<F>>, Vec<Child>) {
    let (mut awaitables, mut children) = (Vec::new(), Vec::new());
    for &way in ways {
        let (awaitable, child) = child::<F>(way).await;
        awaitables.push(awaitable);
        children.push(child);
    }
    (awaitables, children)
}

// Contract 2.3.
async fn ordered_outcomes_are_in_the_order_of_the_awaitables<F: Form>() {
    for case in [ORDERED, ORDERED_FROM_A_STREAM, ORDERED_AS_A_STREAM] {
        leaving_none(async {
            let ways = Way::BY_ITSELF;
            let (awaitables, mut children) = children::<F>(&ways).await;
            let mut outcomes = case.call(3, awaitables);
            outcomes.fill();
            for index in [2, 1, 0] {
                assert!(outcomes.poll_once().is_pending());
                children[index].started().await;
                children[index].end();
                children[index].ended().await;
            }
            for way in ways {
                let result = outcomes.next().await.unwrap();
                assert_eq!(End::of(result), way.end());
            }
            assert!(outcomes.next().await.is_none());
        })
        .await;
    }
}

// Contract 2.2.
async fn unordered_outcomes_are_in_the_order_in_which_they_end<F: Form>() {
    for case in [UNORDERED, UNORDERED_FROM_A_STREAM, UNORDERED_AS_A_STREAM] {
        leaving_none(async {
            let ways = Way::BY_ITSELF;
            let (awaitables, mut children) = children::<F>(&ways).await;
            let mut outcomes = case.call(3, awaitables);
            outcomes.fill();
            for index in [2, 0, 1] {
                children[index].started().await;
                children[index].end_and_tell().await;
            }
            for index in [2, 0, 1] {
                let result = outcomes.next().await.unwrap();
                assert_eq!(End::of(result), ways[index].end());
            }
            assert!(outcomes.next().await.is_none());
        })
        .await;
    }
}

// Contract 3.3.
async fn what_was_drawn_is_cancelled_when_it_is_dropped<F: Form>() {
    for case in Case::ALL {
        leaving_none(async {
            let (awaitables, mut children) = children::<F>(&[Way::Returns; 4]).await;
            let mut outcomes = case.call(3, awaitables);
            outcomes.fill();
            children[0].started().await;
            children[0].end();
            let result = outcomes.next().await.unwrap();
            assert_eq!(End::of(result), End::Value);
            if F::RUNS {
                children[3].started().await;
            }
            drop(outcomes);
            let undrawn = children.pop().unwrap();
            for child in &mut children[1..] {
                assert_eq!(child.ended().await, End::Cancellation);
            }
            if F::RUNS {
                undrawn.goes_on().await; // it is detached, as any task that is dropped
            } else {
                let mut undrawn = undrawn;
                assert_eq!(undrawn.ended().await, End::Cancellation, "it never started");
            }
        })
        .await;
    }
}
