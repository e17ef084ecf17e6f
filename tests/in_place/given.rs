//! Several futures, and factories of futures.

use std::cell::RefCell;
use std::future::ready;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use ensure_future::{Task, accepts_awaitable, create_task};
use futures_core::Stream;
use tokio::task::{JoinError, JoinHandle};

use support::{now, on_current_thread};

/// The error of a framework.
#[derive(Debug, PartialEq)]
enum Failure {
    Own,
    Ended,
}

impl From<JoinError> for Failure {
    fn from(_: JoinError) -> Self {
        Self::Ended
    }
}

#[accepts_awaitable]
async fn retry<F, A, T>(times: usize, #[awaitable] mut attempt: F) -> Option<T>
where
    F: FnMut(usize) -> A,
    A: Future<Output = Result<T, Failure>>,
{
    for time in 0..times {
        if let Ok(value) = attempt(time).await {
            return Some(value);
        }
    }
    None
}

#[accepts_awaitable]
async fn of_name<A>(#[awaitable] make: impl FnOnce(&str) -> A) -> A::Output
where
    A: Future,
{
    make("name").await
}

#[accepts_awaitable]
async fn all<F: Future>(#[awaitable] futures: Vec<F>) -> Vec<F::Output> {
    let mut values = Vec::new();
    for future in futures {
        values.push(future.await);
    }
    values
}

#[accepts_awaitable]
fn count(#[awaitable] futures: Vec<impl Future<Output = ()>>) -> usize {
    futures.len()
}

#[accepts_awaitable]
async fn each(
    limit: usize,
    #[awaitable] futures: impl IntoIterator<Item = impl Future<Output = ()>>,
) -> usize {
    let mut ended = 0;
    for future in futures.into_iter().take(limit) {
        future.await;
        ended += 1;
    }
    ended
}

#[accepts_awaitable]
async fn sum<I, F>(#[awaitable] futures: I) -> u8
where
    I: Iterator<Item = F>,
    F: Future<Output = Result<u8, Failure>>,
{
    let mut sum = 0;
    for future in futures {
        sum += future.await.unwrap_or(100);
    }
    sum
}

#[accepts_awaitable]
async fn first<S, F>(#[awaitable] mut futures: S) -> Option<F::Output>
where
    S: Stream<Item = F> + Unpin,
    F: Future,
{
    let next = std::future::poll_fn(|context| Pin::new(&mut futures).poll_next(context));
    Some(next.await?.await)
}

#[accepts_awaitable]
async fn joined(
    #[awaitable(join)] futures: Vec<impl Future<Output = Result<u8, JoinError>>>,
) -> usize {
    let mut values = 0;
    for future in futures {
        values += usize::from(future.await.is_ok());
    }
    values
}

/// A coerced factory beside a future in place.
#[accepts_awaitable]
async fn beside<F, A>(#[awaitable] future: A, restart: F) -> u8
where
    A: Future<Output = ()>,
    F: Fn() -> Task<u8>,
{
    future.await;
    restart().await.unwrap()
}

/// A stream of these items.
struct Items<T>(Vec<T>);

impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<T>> {
        Poll::Ready(self.0.pop())
    }
}

#[test]
fn a_closure_may_lend_what_it_captures_by_reference() {
    let log = Rc::new(RefCell::new(Vec::new()));
    let attempt = |time| {
        let log = &log;
        async move {
            log.borrow_mut().push(time);
            if time == 1 {
                Ok("done")
            } else {
                Err(Failure::Own)
            }
        }
    };
    assert_eq!(now(retry(3, attempt)), Some("done"));
    assert_eq!(*log.borrow(), [0, 1]);
}

#[test]
fn a_closure_may_return_tasks_and_handles() {
    on_current_thread(async {
        let tasks = |time| create_task(async move { Ok(time) });
        assert_eq!(retry(1, tasks).await, Some(0));
        let handles = |_| -> JoinHandle<Result<u8, Failure>> { tokio::spawn(async { Ok(1) }) };
        assert_eq!(retry(1, handles).await, Some(1));
        let panicking = |_| create_task(async { panic!("the task's own panic") });
        assert_eq!(retry::<_, _, u8, _>(2, panicking).await, None);
    });
}

#[test]
fn a_function_may_be_called_with_a_reference() {
    on_current_thread(async {
        assert_eq!(of_name(|name: &str| ready(name.len())).await, 4);
        let task = |name: &str| {
            let length = name.len();
            create_task(async move { length })
        };
        assert_eq!(of_name(task).await.unwrap(), 4);
    });
}

#[test]
fn futures_of_a_vec_are_awaited_in_order() {
    on_current_thread(async {
        assert_eq!(all(vec![ready(1), ready(2)]).await, [1, 2]);
        let tasks = vec![create_task(async { 1 }), create_task(async { 2 })];
        let values: Vec<_> = all(tasks).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(values, [1, 2]);
        assert_eq!(count(vec![async {}]), 1);
        assert_eq!(count(vec![create_task(async {})]), 1);
    });
}

#[test]
fn futures_of_an_iterator_are_awaited_when_they_are_drawn() {
    let started = RefCell::new(Vec::new());
    let futures = (0..3).map(|number| {
        let started = &started;
        async move { started.borrow_mut().push(number) }
    });
    assert_eq!(now(each(2, futures)), 2);
    assert_eq!(*started.borrow(), [0, 1]);
    on_current_thread(async {
        assert_eq!(each(9, [create_task(async {})]).await, 1);
    });
}

#[test]
fn an_iterator_of_a_generic_type_gives_coroutines_or_tasks() {
    on_current_thread(async {
        let coroutines = [1, 2].map(|number| async move { Ok(number) });
        assert_eq!(sum(coroutines.into_iter()).await, 3);
        let cancelled = create_task(std::future::pending());
        cancelled.cancel();
        assert_eq!(sum([cancelled].into_iter()).await, 100);
    });
}

#[test]
fn a_stream_gives_coroutines_or_tasks() {
    on_current_thread(async {
        assert_eq!(first(Items(vec![ready(1)])).await, Some(1));
        let task = create_task(async { 2 });
        assert_eq!(first(Items(vec![task])).await.unwrap().unwrap(), 2);
    });
}

#[test]
fn several_may_say_how_they_ended() {
    on_current_thread(async {
        assert_eq!(joined(vec![async { 1 }]).await, 1);
        let task = create_task(std::future::pending());
        task.cancel();
        assert_eq!(joined(vec![task]).await, 0);
    });
}

#[test]
fn a_factory_of_tasks_may_stand_beside_a_future() {
    on_current_thread(async {
        assert_eq!(beside(async {}, || async { 7 }).await, 7);
    });
}

/// The body is compiled once for each output, for a boxed future.
#[accepts_awaitable(boxed)]
async fn name_of<F: Future + Send>(#[awaitable] future: F) -> (&'static str, F::Output) {
    (std::any::type_name::<F>(), future.await)
}

#[test]
fn with_the_option_boxed_all_futures_have_one_type() {
    on_current_thread(async {
        let text = String::from("borrowed");
        let (coroutine, length) = name_of(async { text.len() }).await;
        let (other, ten) = name_of(ready(10_usize)).await;
        assert_eq!(coroutine, other);
        assert!(coroutine.contains("dyn"), "{coroutine}");
        assert_eq!((length, ten), (8, 10));
        tokio::spawn(name_of(async { 1 })).await.unwrap();
    });
}
