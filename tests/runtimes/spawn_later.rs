//! The option `on` for tasks that are drawn later. When the body draws, each coroutine goes through a clone of the
//! spawner.

use std::future::ready;
use std::pin::Pin;
use std::task::{Context, Poll};

use ensure_future::{LocalTask, Task, accepts_awaitable, run};
use futures_core::Stream;
use tokio::runtime::{Handle, Id, LocalRuntime};

use super::spawn_through::Counting;
use support::{current_thread, multi_thread};

async fn runtime_of_task() -> Id {
    ready(()).await;
    Handle::current().id()
}

#[accepts_awaitable(on = counting)]
async fn drawn<F>(
    counting: &Counting,
    factory: F,
    mut again: impl FnMut(u8) -> Task<u8>,
    mut iterator: impl Iterator<Item = Task<u8>>,
    items: impl IntoIterator<Item = Option<Task<u8>>>,
    mut stream: impl Stream<Item = Task<u8>> + Unpin,
) -> u8
where
    F: FnOnce() -> Task<u8>,
{
    assert_eq!(counting.spawned.get(), 0);
    let mut sum = again(1).await.unwrap() + again(2).await.unwrap();
    assert_eq!(counting.spawned.get(), 2);
    sum += factory().await.unwrap();
    sum += iterator.next().unwrap().await.unwrap();
    assert_eq!(counting.spawned.get(), 4);
    for item in items.into_iter().flatten() {
        sum += item.await.unwrap();
    }
    let mut context = Context::from_waker(std::task::Waker::noop());
    while let Poll::Ready(Some(item)) = Pin::new(&mut stream).poll_next(&mut context) {
        sum += item.await.unwrap();
    }
    sum
}

/// A stream of the items of an iterator.
struct Items<I>(I);

impl<I: Iterator + Unpin> Stream for Items<I> {
    type Item = I::Item;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
        Poll::Ready(self.0.next())
    }
}

#[test]
fn each_coroutine_goes_through_the_spawner_when_it_is_drawn() {
    let counting = Counting::default();
    let one = || async { 1 };
    let sum = run(drawn(
        &counting,
        one,
        async |number| number,
        [one(), one()].into_iter(),
        [Some(one()), None, Some(one())],
        Items([one(), one()].map(Box::pin).into_iter()),
    ));
    assert_eq!((sum, counting.spawned.get()), (9, 8));
}

#[test]
fn a_running_task_passes_the_spawner_by_when_it_is_drawn() {
    #[accepts_awaitable(on = *counting)]
    async fn both(
        counting: &&Counting,
        factory: impl Fn() -> Task<u8>,
        mut tasks: impl Iterator<Item = Task<u8>>,
    ) -> u8 {
        let [first, second] = [factory(), tasks.next().unwrap()];
        assert_eq!(counting.spawned.get(), 0);
        first.await.unwrap() + second.await.unwrap()
    }

    let counting = &Counting::default();
    let sum = run(async {
        let running = || tokio::spawn(async { 1 });
        both(&counting, running, [running()].into_iter()).await
    });
    assert_eq!(sum, 2);
}

struct Retry {
    runtime: Handle,
}

impl Retry {
    #[accepts_awaitable(on = self.runtime)]
    fn first(
        &self,
        factory: impl Fn() -> Task<Id> + Send + 'static,
    ) -> Box<dyn FnOnce() -> Task<Id>> {
        Box::new(factory)
    }

    #[accepts_awaitable(on = self.runtime, boxed)]
    async fn all(&self, tasks: impl Iterator<Item = Task<Id>> + Send) -> Vec<Id> {
        let mut all = Vec::new();
        for task in tasks {
            all.push(task.await.unwrap());
        }
        all
    }
}

/// Only accepts futures that are `Send`.
fn send<F: Future + Send>(future: F) -> F {
    future
}

#[test]
fn the_spawner_is_kept_for_as_long_as_the_factory() {
    let runtime = current_thread();
    let handle = runtime.handle().clone();
    let factory = Retry { runtime: handle }.first(runtime_of_task);
    let task = factory(); // outside any runtime
    let ran_on = runtime.block_on(task.into_future()).unwrap();
    assert_eq!(ran_on, runtime.handle().id());
}

#[test]
fn an_async_fn_that_keeps_a_spawner_is_send() {
    let (own, other) = (current_thread(), multi_thread());
    let retry = Retry {
        runtime: other.handle().clone(),
    };
    let coroutines = [runtime_of_task(), runtime_of_task()].into_iter();
    let ran_on = own.block_on(send(retry.all(coroutines)));
    assert_eq!(ran_on, [other.handle().id(); 2]);
}

#[test]
fn a_local_coroutine_that_is_drawn_stays_on_the_thread() {
    #[accepts_awaitable(on = runtime)]
    fn second(runtime: &LocalRuntime, mut tasks: impl Iterator<Item = LocalTask<u8>>) -> u8 {
        drop(tasks.next());
        let second = tasks.next().unwrap();
        runtime.block_on(second.into_future()).unwrap()
    }

    let runtime = LocalRuntime::new().unwrap();
    let not_send = std::rc::Rc::new(7);
    let coroutines = std::iter::repeat_with(|| {
        let not_send = not_send.clone();
        async move { *not_send }
    });
    assert_eq!(second(&runtime, coroutines), 7);
}
