//! `buffered` and `buffer_unordered`: at most so many run at once, and each outcome is given once, in order or as they end.

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

/// The function, what it draws from, and the way to take the next outcome.
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

/// A stream of what an iterator gives, which is pending before each item, and which has to be pinned.
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

    /// As `next`, or the text of its panic.
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

    /// Polls until the source has given what there is room for, and checks that no task ends meanwhile.
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

/// Counts how many coroutines are alive, and how many there were at most.
#[derive(Default)]
struct Crowd {
    alive: AtomicUsize,
    most: AtomicUsize,
}

struct Alive(Arc<Crowd>);

impl Alive {
    fn new(crowd: &Arc<Crowd>) -> Self {
        let alive = 1 + crowd.alive.fetch_add(1, Ordering::SeqCst);
        crowd.most.fetch_max(alive, Ordering::SeqCst);
        Self(crowd.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.alive.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The most coroutines that were alive at once, of a hundred.
async fn most_alive(case: Case, limit: usize) -> usize {
    let crowd = Arc::new(Crowd::default());
    let counted = crowd.clone();
    let coroutines = (0..100).map(move |number| {
        let alive = Alive::new(&counted);
        async move {
            for _ in 0..number % 5 {
                yield_now().await;
            }
            drop(alive);
            number
        }
    });
    let mut values = case.call(limit, coroutines).values().await;
    if !case.is_ordered {
        values.sort_unstable();
    }
    assert!(values.into_iter().eq(0..100));
    crowd.most.load(Ordering::SeqCst)
}

#[test]
fn there_are_never_more_than_the_limit() {
    on_both_flavours(async || {
        for case in Case::ALL {
            for limit in [1, 2, 3, 7, 100, usize::MAX] {
                let most = most_alive(case, limit).await;
                assert!(most <= limit, "{most} of {limit}, {case:?}");
            }
        }
    });
}

#[test]
fn there_are_as_many_as_the_limit_allows() {
    on_current_thread(async {
        for case in [ORDERED, UNORDERED, ORDERED_AS_A_STREAM] {
            for limit in [1, 2, 3, 7] {
                assert_eq!(most_alive(case, limit).await, limit, "{case:?}");
            }
        }
    });
}

/// The limit is one of tasks and outcomes, so a slow task holds the others up, and memory is bounded.
#[test]
fn what_has_ended_counts_until_it_is_given() {
    on_current_thread(async {
        for case in Case::ALL {
            let drawn = Arc::new(AtomicUsize::new(0));
            let counted = drawn.clone();
            let (slow, told) = oneshot::channel();
            let mut told = Some(told);
            let coroutines = (0..10).map(move |number| {
                counted.fetch_add(1, Ordering::SeqCst);
                let told = told.take();
                async move {
                    if let Some(told) = told {
                        told.await.unwrap();
                    }
                    number
                }
            });
            let mut outcomes = case.call(3, coroutines);
            assert_eq!(
                drawn.load(Ordering::SeqCst),
                0,
                "it draws when it is polled"
            );
            while drawn.load(Ordering::SeqCst) < 3 {
                assert!(outcomes.poll_once().is_pending());
            }
            let_others_run().await;
            assert_eq!(
                drawn.load(Ordering::SeqCst),
                3,
                "it draws only when it is polled"
            );
            if case.is_ordered {
                outcomes.fill();
                assert_eq!(drawn.load(Ordering::SeqCst), 3);
                slow.send(()).unwrap();
                assert!(outcomes.values().await.into_iter().eq(0..10));
            } else {
                for number in 1..10 {
                    assert_eq!(outcomes.next().await.unwrap().unwrap(), number);
                }
                slow.send(()).unwrap();
                assert_eq!(outcomes.values().await, [0]);
            }
        }
    });
}

/// A task that was drawn later may end before others that were drawn with its predecessors.
#[test]
fn tasks_that_are_drawn_later_keep_the_order_in_which_all_end() {
    for (first, second) in [(1, 3), (3, 1), (2, 3), (3, 2)] {
        on_both_flavours(async || {
            let (awaitables, mut children) = children::<Coroutine>(&[Way::Returns; 4]).await;
            let mut drawn = buffer_unordered(3, awaitables);
            assert!(poll_once(&mut pin!(drawn.next())).is_pending());
            for index in [0, 1, 2] {
                children[index].started().await;
            }
            children[0].end_and_tell().await;
            assert_eq!(drawn.next().await.unwrap().index, 0);
            assert!(poll_once(&mut pin!(drawn.next())).is_pending()); // which draws the last one
            children[3].started().await;
            for index in [first, second] {
                children[index].end_and_tell().await;
            }
            assert_eq!(drawn.next().await.unwrap().index, first);
            assert_eq!(drawn.next().await.unwrap().index, second);
        });
    }
}

#[test]
fn each_has_its_index_and_its_id() {
    on_both_flavours(async || {
        let tasks: Vec<_> = (0..100)
            .map(|number| create_task(future::ready(number)))
            .collect();
        let ids: Vec<_> = tasks.iter().map(Task::id).collect();
        let mut drawn = buffer_unordered(3, tasks);
        let mut given = 0;
        while let Some(child) = drawn.next().await {
            assert_eq!(child.result.unwrap(), child.index);
            assert_eq!(child.id, ids[child.index]);
            given += 1;
        }
        assert_eq!(given, 100);
    });
}

#[test]
fn tasks_that_had_ended_before_are_given_in_the_order_in_which_they_are_drawn() {
    on_both_flavours(async || {
        for case in Case::ALL {
            let tasks: Vec<_> = (0..1000)
                .map(|number| create_task(future::ready(number)))
                .collect();
            for task in &tasks {
                while !task.is_finished() {
                    yield_now().await;
                }
            }
            let values = case.call(10, tasks).values().await;
            assert!(values.into_iter().eq(0..1000));
        }
    });
}

#[test]
fn more_than_a_turn_can_give_are_each_given_once() {
    on_both_flavours(async || {
        for case in Case::ALL {
            for limit in [1, 128, 1000, usize::MAX] {
                let coroutines = (0..1000).map(|number| async move {
                    yield_now().await;
                    number
                });
                let mut values = case.call(limit, coroutines).values().await;
                values.sort_unstable();
                assert!(values.into_iter().eq(0..1000));
            }
        }
    });
}

#[test]
fn of_nothing_there_is_none() {
    for mut outcomes in [
        ORDERED.call(1, iter::empty::<Task<()>>()),
        UNORDERED_AS_A_STREAM.call(1, iter::empty::<Task<()>>()),
    ] {
        assert!(!outcomes.drawing.is_terminated(), "it has not asked yet");
        assert!(now(outcomes.next()).is_none());
        assert!(outcomes.drawing.is_terminated());
    }
}

/// A stream that a test sends its items to.
struct Received<T>(mpsc::UnboundedReceiver<T>);

impl<T> Stream for Received<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(context)
    }
}

#[test]
fn outcomes_are_given_while_a_stream_has_no_item_and_a_new_item_wakes() {
    on_both_flavours(async || {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut ordered = buffered(2, Received(receiver));
        let drawing = create_task(async move {
            let mut values = Vec::new();
            while let Some(result) = ordered.next().await {
                values.push(result.unwrap());
            }
            values
        });
        check_a_stream(sender, drawing).await;

        let (sender, receiver) = mpsc::unbounded_channel();
        let mut unordered = buffer_unordered(2, Received(receiver));
        let drawing = create_task(async move {
            let mut values = Vec::new();
            while let Some(child) = unordered.next().await {
                values.push(child.result.unwrap());
            }
            values
        });
        check_a_stream(sender, drawing).await;
    });
}

type Sender = mpsc::UnboundedSender<Pin<Box<dyn Future<Output = u8> + Send>>>;

async fn check_a_stream(sender: Sender, drawing: Task<Vec<u8>>) {
    for number in 0..10 {
        let (begins, begun) = oneshot::channel();
        let coroutine = Box::pin(async move {
            begins.send(()).unwrap();
            number
        });
        assert!(sender.send(coroutine).is_ok());
        begun.await.unwrap(); // so it was drawn
        for _ in 0..3 {
            yield_now().await;
        }
    }
    drop(sender);
    let mut values = drawing.await.unwrap();
    values.sort_unstable(); // two may run at the same time
    assert!(values.into_iter().eq(0..10));
}

#[test]
fn the_hint_counts_what_was_drawn_and_what_was_not() {
    on_current_thread(async {
        for case in [ORDERED, UNORDERED, ORDERED_AS_A_STREAM] {
            let mut outcomes = case.call(2, [VALUE; 5].map(future::ready));
            for left in (0..5).rev() {
                assert_eq!(outcomes.drawing.size_hint(), (left + 1, Some(left + 1)));
                outcomes.next().await.unwrap().unwrap();
                assert_eq!(outcomes.drawing.size_hint(), (left, Some(left)));
            }
            let mut endless = case.call(2, iter::repeat_with(|| future::ready(VALUE)));
            endless.next().await.unwrap().unwrap();
            assert_eq!(endless.drawing.size_hint(), (usize::MAX, None));
        }
    });
}

#[test]
fn it_shows_the_tasks_that_were_drawn() {
    on_current_thread(async {
        let tasks = [(); 3].map(|()| create_task(future::pending::<()>()));
        let shown: Vec<_> = tasks[..2].iter().map(|task| format!("{task:?}")).collect();
        let shown = format!("limit: 2, running: [{}], .. }}", shown.join(", "));
        let mut ordered = buffered(2, tasks);
        assert!(poll_once(&mut pin!(ordered.next())).is_pending());
        assert_eq!(format!("{ordered:?}"), format!("Buffered {{ {shown}"));

        let tasks = [(); 3].map(|()| create_task(future::pending::<()>()));
        let shown: Vec<_> = tasks[..2].iter().map(|task| format!("{task:?}")).collect();
        let shown = format!("limit: 2, running: [{}], .. }}", shown.join(", "));
        let mut unordered = buffer_unordered(2, tasks);
        assert!(poll_once(&mut pin!(unordered.next())).is_pending());
        assert_eq!(
            format!("{unordered:?}"),
            format!("BufferUnordered {{ {shown}")
        );
    });
}

#[test]
fn a_limit_of_zero_is_a_panic_at_the_callers_line() {
    let nothing = iter::empty::<Task<()>>;
    let message = panics_here(|| drop(buffered(0, nothing())));
    assert_eq!(message, "`buffered` needs a limit above zero");
    let message = panics_here(|| drop(buffer_unordered(0, nothing())));
    assert_eq!(message, "`buffer_unordered` needs a limit above zero");
}

#[test]
fn a_coroutine_that_is_drawn_outside_a_runtime_is_a_panic() {
    for case in Case::ALL {
        let history = History::default();
        let mut outcomes = case.call(1, [history.endless()]);
        if case.from_a_stream {
            assert!(outcomes.poll_once().is_pending());
        }
        let panic = panic_of(|| outcomes.poll_once());
        assert!(panic.message.contains("no tokio runtime"));
        assert_eq!((history.polls(), history.drops()), (0, 1));
    }
}

#[test]
fn after_a_panic_of_the_source_or_a_task_it_goes_on() {
    on_both_flavours(async || {
        for case in [ORDERED, UNORDERED, UNORDERED_AS_A_STREAM] {
            let mut used_up = create_task(future::ready(0));
            (&mut used_up).await.unwrap();
            let mut used_up = Some(used_up);
            let tasks = (1..6).map(move |number| {
                assert!(number != 4, "a panic of the source");
                used_up
                    .take()
                    .unwrap_or_else(|| create_task(future::ready(number)))
            });
            let mut outcomes = case.call(2, tasks);
            let (mut values, mut panics) = (Vec::new(), Vec::new());
            while !outcomes.drawing.is_terminated() {
                match outcomes.next_or_panic().await {
                    Ok(Some(result)) => values.push(result.unwrap()),
                    Ok(None) => break,
                    Err(panic) => panics.push(panic),
                }
            }
            values.sort_unstable();
            panics.sort_unstable();
            assert_eq!(values, [2, 3, 5], "{case:?}");
            assert_eq!(
                panics,
                [
                    "JoinHandle polled after completion",
                    "a panic of the source"
                ]
            );
        }
    });
}

/// A framework may pass on a source of its own callers, and return the stream.
fn two_at_once<T>(
    tasks: impl Stream<Item = Task<T>>,
) -> Buffered<T, impl Stream<Item = Task<T>> + Unpin> {
    buffered(2, tasks)
}

fn two_at_once_by<T, S, F>(tasks: S) -> BufferUnordered<T, S::Tasks>
where
    S: TaskSource<T, F>,
{
    buffer_unordered(2, tasks)
}

#[test]
fn a_framework_may_return_it() {
    on_both_flavours(async || {
        let tasks = [1, 2, 3].map(|number| create_task(future::ready(number)));
        let mut ordered = two_at_once(Slow::new(tasks.into_iter()));
        for number in [1, 2, 3] {
            assert_eq!(ordered.next().await.unwrap().unwrap(), number);
        }
        let mut unordered = two_at_once_by([1, 2, 3].map(future::ready));
        while let Some(child) = unordered.next().await {
            assert_eq!(child.result.unwrap(), 1 + child.index);
        }
    });
}
