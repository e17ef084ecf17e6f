//! Places for a future that is awaited in place: methods, traits, functions that are not `async`, and parameters beside
//! coerced tasks.

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use ensure_future::{Task, accepts_awaitable, create_task};
use tokio::select;
use tokio::task::JoinError;
use tokio::time::{Timeout, sleep, timeout};

use crate::{Failure, on_paused_clock};
use support::{let_others_run, lifeline, on_current_thread};

struct Server {
    port: u8,
}

#[accepts_awaitable]
impl Server {
    async fn of(#[awaitable] port: impl Future<Output = Result<u8, Failure>>) -> Self {
        Self {
            port: port.await.unwrap_or(0),
        }
    }

    async fn sum(&self, #[awaitable] other: impl Future<Output = Result<u8, Failure>>) -> u8 {
        self.port + other.await.unwrap()
    }

    async fn close(self, #[awaitable] signal: impl Future<Output = ()>) -> u8 {
        signal.await;
        self.port
    }

    async fn set<F>(&mut self, #[awaitable] port: F)
    where
        F: Future<Output: Into<u8>>,
    {
        self.port = port.await.into();
    }

    fn limited<F: Future>(&self, #[awaitable] future: F) -> Timeout<F> {
        timeout(Duration::from_secs(self.port.into()), future)
    }
}

#[test]
fn methods_of_an_impl() {
    on_paused_clock(async {
        let mut server = Server::of(async { Ok(1) }).await;
        assert_eq!(server.sum(create_task(async { Ok(2) })).await, 3);
        server.set(async { 5 }).await;
        assert_eq!(
            server
                .limited(create_task(async { 2 }))
                .await
                .unwrap()
                .unwrap(),
            2
        );
        assert!(server.limited(pending::<()>()).await.is_err());
        assert_eq!(server.close(create_task(async {})).await, 5);
    });
}

struct Alone<T>(T);

impl<T: Clone> Alone<T> {
    #[accepts_awaitable]
    async fn or(&self, #[awaitable] other: impl Future<Output = Result<u8, Failure>>) -> Option<T> {
        other.await.is_err().then(|| self.0.clone())
    }

    #[accepts_awaitable]
    async fn held(self, #[awaitable] signal: impl Future<Output = ()>) -> T {
        signal.await;
        self.0
    }

    #[accepts_awaitable(method)]
    async fn pair(value: T, #[awaitable] other: impl Future) -> (T, bool) {
        other.await;
        (value, true)
    }

    #[accepts_awaitable]
    fn limited<F: Future>(&self, #[awaitable] future: F) -> (T, Timeout<F>) {
        (self.0.clone(), timeout(Duration::from_secs(1), future))
    }
}

#[test]
fn methods_by_themselves() {
    on_paused_clock(async {
        let alone = Alone("alone");
        assert_eq!(alone.or(create_task(async { Ok(1) })).await, None);
        assert_eq!(
            alone.or(async { Err(Failure::Cancelled) }).await,
            Some("alone")
        );
        let (name, limited) = alone.limited(create_task(async { 1 }));
        assert_eq!((name, limited.await.unwrap().unwrap()), ("alone", 1));
        assert_eq!(alone.held(create_task(async {})).await, "alone");
        assert_eq!(Alone::pair(1, create_task(async {})).await, (1, true));
    });
}

/// A trait whose methods each have the attribute, in the trait and in its implementations.
trait Stops {
    #[accepts_awaitable]
    async fn stop(&self, #[awaitable] signal: impl Future<Output = ()>) -> u16;

    #[accepts_awaitable]
    fn limited<F: Future>(&self, #[awaitable] future: F) -> Timeout<F>;

    #[accepts_awaitable]
    async fn twice(&self, #[awaitable] number: impl Future<Output = Result<u8, Failure>>) -> u8 {
        number.await.unwrap() * 2
    }
}

impl Stops for u16 {
    #[accepts_awaitable]
    async fn stop(&self, #[awaitable] signal: impl Future<Output = ()>) -> u16 {
        signal.await;
        *self
    }

    #[accepts_awaitable]
    fn limited<F: Future>(&self, #[awaitable] future: F) -> Timeout<F> {
        timeout(Duration::from_secs((*self).into()), future)
    }
}

#[test]
fn a_trait_whose_methods_have_the_attribute() {
    on_paused_clock(async {
        assert_eq!(1_u16.stop(async {}).await, 1);
        assert_eq!(1_u16.stop(create_task(async {})).await, 1);
        assert_eq!(
            Stops::limited(&1_u16, create_task(async { 1 }))
                .await
                .unwrap()
                .unwrap(),
            1
        );
        assert_eq!(1_u16.twice(create_task(async { Ok(1) })).await, 2);
    });
}

#[test]
fn a_function_that_is_not_async_returns_a_future() {
    #[accepts_awaitable]
    fn doubled(
        #[awaitable] number: impl Future<Output = Result<u8, Failure>>,
    ) -> impl Future<Output = Result<u8, Failure>> {
        async { Ok(number.await? * 2) }
    }

    on_current_thread(async {
        assert_eq!(doubled(async { Ok(1) }).await, Ok(2));
        assert_eq!(doubled(create_task(async { Ok(1) })).await, Ok(2));
        assert_eq!(doubled(doubled(create_task(async { Ok(1) }))).await, Ok(4));
    });
}

#[test]
fn several_in_one_select() {
    #[accepts_awaitable]
    async fn first<T>(
        #[awaitable] any: impl Future<Output = T>,
        #[awaitable] result: impl Future<Output = Result<u8, Failure>>,
        #[awaitable] unit: impl Future<Output = ()>,
        #[awaitable(join)] joined: impl Future<Output = Result<u8, JoinError>>,
    ) -> &'static str {
        select! {
            _ = any => "any",
            _ = result => "result",
            () = unit => "unit",
            _ = joined => "joined",
        }
    }

    on_current_thread(async {
        let never = pending::<u8>;
        assert_eq!(
            first(async { 1 }, pending(), pending(), never()).await,
            "any"
        );
        assert_eq!(
            first(never(), async { Ok(1) }, pending(), never()).await,
            "result"
        );
        assert_eq!(first(never(), pending(), async {}, never()).await, "unit");
        assert_eq!(
            first(never(), pending(), pending(), async { 1 }).await,
            "joined"
        );

        let task = create_task(never());
        assert_eq!(
            first(task, create_task(async { Ok(1) }), pending(), never()).await,
            "result"
        );
        let task = create_task(pending());
        assert_eq!(
            first(never(), task, create_task(async {}), never()).await,
            "unit"
        );
        let task = create_task(pending());
        let ready = create_task(async { 1 });
        assert_eq!(
            first(create_task(never()), pending(), task, ready).await,
            "joined"
        );
    });
}

#[test]
fn the_same_future_in_each_turn_of_a_loop() {
    #[accepts_awaitable]
    async fn ticks_until(#[awaitable] stop: impl Future<Output = ()>) -> u8 {
        let mut stop = pin!(stop);
        let mut ticks = 0;
        loop {
            select! {
                biased;
                () = &mut stop => break ticks,
                () = sleep(Duration::from_secs(2)) => ticks += 1,
            }
        }
    }

    let five_seconds = || sleep(Duration::from_secs(5));
    on_paused_clock(async move {
        assert_eq!(ticks_until(five_seconds()).await, 2);
        assert_eq!(ticks_until(create_task(five_seconds())).await, 2);
        assert_eq!(ticks_until(tokio::spawn(five_seconds())).await, 2);
        let mut sleep = Box::pin(five_seconds());
        assert_eq!(ticks_until(&mut sleep).await, 2);
    });
}

#[test]
fn beside_coerced_tasks() {
    #[accepts_awaitable]
    async fn run<T: Send>(
        tasks: Vec<Task<T>>,
        #[awaitable] stop: impl Future<Output = ()>,
        last: Task<T>,
        #[awaitable] first: impl Future<Output = T>,
    ) -> Vec<T> {
        let mut values = vec![first.await];
        stop.await;
        for task in tasks {
            values.extend(task.await);
        }
        values.extend(last.await);
        values
    }

    on_current_thread(async {
        let numbers = (2..=3).map(async |number| number);
        let text = String::from("borrowed");
        let stop = async { assert_eq!(text, "borrowed") };
        assert_eq!(
            run(numbers, stop, async { 4 }, async { 1 }).await,
            [1, 2, 3, 4]
        );
        let numbers = (2..=3).map(async |number| number);
        let last = create_task(async { 4 });
        assert_eq!(
            run(numbers, create_task(async {}), last, async { 1 }).await,
            [1, 2, 3, 4]
        );
    });
}

#[test]
fn a_task_starts_while_a_coroutine_waits() {
    #[accepts_awaitable]
    fn started<T>(_task: Task<()>, #[awaitable] _unit: impl Future<Output = ()>, value: T) -> T {
        value
    }

    on_current_thread(async {
        let (spawned, mut of_spawned) = lifeline();
        let (in_place, mut of_in_place) = lifeline();
        started(spawned.endless(), in_place.endless(), ());
        of_spawned.started().await;
        let_others_run().await;
        assert!(of_spawned.is_alive());
        assert!(!of_in_place.is_alive());
    });
}

struct Text<'a>(&'a str);

#[accepts_awaitable]
impl<'a> Text<'a> {
    async fn or(self, #[awaitable] other: impl Future<Output = Result<Self, Failure>>) -> Self {
        other.await.unwrap_or(self)
    }

    async fn is(&self, #[awaitable] other: impl Future<Output = Result<&str, Failure>>) -> bool {
        other.await.is_ok_and(|other| other == self.0)
    }

    async fn set(&mut self, #[awaitable] text: impl Future<Output = Result<&'a str, Failure>>) {
        self.0 = text.await.unwrap();
    }

    async fn first<const N: usize>(
        #[awaitable] all: impl Future<Output = Result<[&'a str; N], Failure>>,
    ) -> Self {
        Self(all.await.unwrap()[0])
    }
}

#[test]
fn an_output_that_names_what_is_around_the_method() {
    on_current_thread(async {
        let text = String::from("text");
        let mut shown = Text("text")
            .or(create_task(async { Ok(Text("other")) }))
            .await;
        assert!(shown.is(async { Ok("other") }).await);
        shown.set(async { Ok(&*text) }).await;
        assert!(shown.is(create_task(async { Ok("text") })).await);
        assert_eq!(
            Text::first(create_task(async { Ok(["first", "second"]) }))
                .await
                .0,
            "first"
        );
    });
}
