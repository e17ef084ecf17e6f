//! Factories: parameters that make tasks when they are called.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};
use tokio::task::{JoinError, JoinHandle};

#[accepts_awaitable]
async fn retry<T, E>(
    attempts: usize,
    factory: impl Fn(usize) -> Task<Result<T, E>>,
) -> Option<Result<T, E>> {
    let mut last = None;
    for attempt in 0..attempts {
        let task: Task<Result<T, E>> = factory(attempt);
        last = task.await.ok();
        if matches!(last, Some(Ok(_))) {
            break;
        }
    }
    last
}

#[accepts_awaitable]
async fn twice(mut factory: impl FnMut() -> Task<u8>) -> u8 {
    factory().await.unwrap() + factory().await.unwrap()
}

#[accepts_awaitable]
async fn once(factory: impl FnOnce(u8, &'static str) -> Task<String>) -> String {
    factory(1, "b").await.unwrap()
}

#[accepts_awaitable]
fn kept<F>(factory: F) -> impl Fn(u8) -> bool
where
    F: Fn(u8) -> Task<u8> + Send + Sync + 'static,
{
    let factory = Arc::new(factory);
    move |number| factory(number).cancel()
}

#[accepts_awaitable]
fn all_of<F: FnMut() -> (Task<u8>, Vec<Task<u8>>), const N: usize>(mut factory: F) -> [usize; N] {
    [(); N].map(|()| {
        let (first, others) = factory();
        usize::from(first.cancel()) + others.len()
    })
}

#[accepts_awaitable]
async fn local(factory: impl Fn() -> LocalTask<u8>) -> Result<u8, JoinError> {
    factory().await
}

#[accepts_awaitable]
async fn plain(factory: impl Fn() -> JoinHandle<u8>) -> Result<u8, JoinError> {
    factory().await
}

struct Supervisor {
    restarts: u8,
}

impl Supervisor {
    #[accepts_awaitable]
    async fn supervise(&mut self, mut factory: impl FnMut(String) -> Task<bool>) {
        while !factory("again".into()).await.unwrap() {
            self.restarts += 1;
        }
    }
}

#[accepts_awaitable]
impl Supervisor {
    async fn outlined<T, F>(&mut self, mut factory: F) -> T
    where
        F: FnMut(&'static str) -> Task<Option<T>>,
    {
        loop {
            match factory("again").await.unwrap() {
                Some(value) => return value,
                None => self.restarts += 1,
            }
        }
    }
}

async fn fails_first(attempt: usize) -> Result<usize, &'static str> {
    if attempt == 0 {
        Err("first")
    } else {
        Ok(attempt)
    }
}

#[test]
fn a_closure_an_async_closure_and_a_function_make_tasks() {
    run(async {
        assert_eq!(retry(3, fails_first).await, Some(Ok(1)));
        assert_eq!(retry(3, async |_| Err::<u8, _>(1)).await, Some(Err(1)));
        let spawns = |attempt| create_task(async move { fails_first(attempt).await });
        assert_eq!(retry(3, spawns).await, Some(Ok(1)));
        let tokio_spawns = |attempt| tokio::spawn(fails_first(attempt));
        assert_eq!(
            retry::<usize, &str, _, _>(1, tokio_spawns).await,
            Some(Err("first"))
        );
    });
}

#[test]
fn every_kind_of_callable_is_taken() {
    run(async {
        let mut number = 0;
        let next = || {
            number += 1;
            let number = number;
            async move { number }
        };
        assert_eq!(twice(next).await, 3);

        let text = String::from("a");
        let consuming = |number: u8, more: &str| {
            let more = more.to_owned();
            async move { format!("{text}{number}{more}") }
        };
        assert_eq!(once(consuming).await, "a1b");

        assert!(kept(async |number| number)(1));
        assert_eq!(
            all_of::<_, 2, _, _>(|| (async { 1 }, [2, 3].map(async |number| number))),
            [3, 3]
        );
        let shared = std::rc::Rc::new(1);
        let not_send = || {
            let shared = shared.clone();
            async move { *shared }
        };
        assert_eq!(local(not_send).await.unwrap(), 1);
        assert_eq!(plain(async || 1).await.unwrap(), 1);
    });
}

// Contract 1.5.
#[test]
fn a_factory_is_called_only_when_the_body_calls_it() {
    let calls = Arc::new(AtomicU8::new(0));
    let counted = {
        let calls = calls.clone();
        move |_: usize| {
            calls.fetch_add(1, Ordering::Relaxed);
            async { Err::<u8, _>(()) }
        }
    };
    run(async {
        assert_eq!(retry(0, &counted).await, None);
        assert_eq!(calls.load(Ordering::Relaxed), 0);
        assert_eq!(retry(3, &counted).await, Some(Err(())));
        assert_eq!(calls.load(Ordering::Relaxed), 3);
    });
}

#[test]
fn methods_take_factories_too() {
    run(async {
        let mut supervisor = Supervisor { restarts: 0 };
        let mut tries = 0;
        supervisor
            .supervise(|_| {
                tries += 1;
                let done = tries == 3;
                async move { done }
            })
            .await;
        assert_eq!(supervisor.restarts, 2);

        let mut tries = 0;
        let value = supervisor
            .outlined(|word| {
                tries += 1;
                let value = (tries == 2).then_some(word.len());
                async move { value }
            })
            .await;
        assert_eq!((value, supervisor.restarts), (5, 3));
    });
}

#[accepts_awaitable]
fn captured<F, I>(factory: F, tasks: I) -> impl Iterator<Item = Task<u8>> + use<F, I>
where
    F: Fn() -> Task<u8>,
    I: Iterator<Item = Task<u8>>,
{
    tasks.chain(std::iter::repeat_with(factory))
}

#[test]
fn a_result_may_list_what_it_captures() {
    run(async {
        let tasks = captured(|| async { 2 }, [async { 1 }].into_iter());
        let mut values = Vec::new();
        for task in tasks.take(3) {
            values.push(task.await.unwrap());
        }
        assert_eq!(values, [1, 2, 2]);
    });
}
