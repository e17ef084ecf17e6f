//! Traits with `as`: implementors get each future in a box, so that the trait can be used as `dyn`.

use std::cell::Cell;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Waker};

use async_trait::async_trait;
use ensure_future::{Task, accepts_awaitable, create_task};
use tokio::task::JoinError;

use crate::Failure;
use support::{now, on_current_thread};

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
type BoxedSend<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A trait of plain methods, which can be used as `dyn`.
#[accepts_awaitable(as = ServerExt, boxed)]
trait Server {
    #[accepts_awaitable(as = serve_until)]
    fn serve<'a>(
        &'a self,
        #[awaitable] shutdown: impl Future<Output = ()> + Send + 'a,
    ) -> BoxedSend<'a, u8>;

    #[accepts_awaitable(as = spawn_with)]
    fn spawn(
        &self,
        #[awaitable(join)] input: impl Future<Output = Result<u8, JoinError>> + Send + 'static,
    ) -> Task<u8>;

    #[accepts_awaitable(as = sum_of)]
    fn sum<'a>(
        &self,
        #[awaitable] numbers: Vec<impl Future<Output = Result<&'a u8, Failure>> + 'a>,
    ) -> Boxed<'a, u8> {
        Box::pin(async {
            let mut sum = 0;
            for number in numbers {
                sum += number.await.unwrap();
            }
            sum
        })
    }

    /// Polls the future before it returns, so the future may borrow for the duration of the call.
    #[accepts_awaitable(as = is_ready_now)]
    fn is_ready(&self, #[awaitable] signal: impl Future<Output = ()>) -> bool {
        let mut signal = pin!(signal);
        let mut context = Context::from_waker(Waker::noop());
        signal.as_mut().poll(&mut context).is_ready()
    }
}

struct Port(u8);

impl Server for Port {
    fn serve<'a>(&'a self, shutdown: BoxedSend<'a, ()>) -> BoxedSend<'a, u8> {
        Box::pin(async {
            shutdown.await;
            self.0
        })
    }

    fn spawn(&self, input: BoxedSend<'static, Result<u8, JoinError>>) -> Task<u8> {
        create_task(async { input.await.unwrap() })
    }
}

#[test]
fn a_trait_object_accepts_every_form() {
    on_current_thread(async {
        let server: &dyn Server = &Port(1);
        assert_eq!(server.serve_until(async {}).await, 1);
        assert_eq!(server.serve_until(create_task(async {})).await, 1);
        assert_eq!(server.serve_until(tokio::spawn(async {})).await, 1);
        assert_eq!(server.spawn_with(async { 2 }).await.unwrap(), 2);
        let handle = tokio::spawn(async { 2 });
        assert_eq!(server.spawn_with(handle).await.unwrap(), 2);
        let tasks = [&1, &2].map(|number| create_task(async move { Ok(number) }));
        assert_eq!(server.sum_of(tasks.into()).await, 3);
        assert!(!server.is_ready_now(create_task(async {})));
    });
}

#[test]
fn a_future_for_a_trait_object_may_borrow_and_need_not_be_send() {
    let server: Box<dyn Server> = Box::new(Port(1));
    let text = String::from("text");
    let borrows = async { assert_eq!(text, "text") };
    assert_eq!(now(server.serve_until(borrows)), 1);
    let number = Rc::new(2);
    assert_eq!(now(server.sum_of(vec![async { Ok(&*number) }])), 2);
    let seen = Rc::new(Cell::new(false));
    assert!(server.is_ready_now(async { seen.set(true) }));
    assert!(seen.get());
}

#[test]
fn who_implements_a_trait_can_be_called_with_a_box() {
    assert_eq!(now(Port(1).serve(Box::pin(async {}))), 1);
}

/// A trait of `async fn`s, one of them with a body.
#[accepts_awaitable(as = JobExt)]
trait Job {
    #[accepts_awaitable(as = run_with, boxed)]
    async fn run<T>(&self, #[awaitable] input: impl Future<Output = Result<T, Failure>>)
    -> (u8, T);

    #[accepts_awaitable(as = stop_at, boxed)]
    async fn stop(&self, #[awaitable] signal: impl Future<Output = ()>) -> bool {
        signal.await;
        true
    }
}

impl Job for u8 {
    async fn run<T>(&self, input: Boxed<'_, Result<T, Failure>>) -> (u8, T) {
        (*self, input.await.unwrap())
    }
}

#[test]
fn async_methods_accept_every_form() {
    on_current_thread(async {
        let text = String::from("text");
        assert_eq!(1.run_with(async { Ok(&*text) }).await, (1, "text"));
        assert_eq!(1.run_with(create_task(async { Ok(2) })).await, (1, 2));
        assert!(1.stop_at(create_task(async {})).await);
        assert!(1.stop(Box::pin(async {})).await);
    });
}

/// A trait with `#[async_trait]` below the attribute, which needs a name for the lifetime of the future, and a trait
/// with `#[async_trait]` above, which names the lifetime itself.
#[accepts_awaitable(as = ClosesExt, boxed)]
#[async_trait]
trait Closes {
    #[accepts_awaitable(as = close_at)]
    async fn close<'a>(&self, #[awaitable] signal: impl Future<Output = ()> + Send + 'a) -> u8;
}

#[async_trait]
impl Closes for u8 {
    async fn close<'a>(&self, signal: BoxedSend<'a, ()>) -> u8 {
        signal.await;
        *self
    }
}

#[async_trait]
#[accepts_awaitable(as = OpensExt, boxed)]
trait Opens {
    #[accepts_awaitable(as = open_with)]
    async fn open<T: Send>(
        &self,
        #[awaitable] key: impl Future<Output = Result<T, Failure>> + Send,
    ) -> Option<T>;
}

#[async_trait]
impl Opens for u8 {
    async fn open<T: Send>(&self, key: BoxedSend<'async_trait, Result<T, Failure>>) -> Option<T> {
        key.await.ok()
    }
}

#[test]
fn traits_with_async_trait() {
    on_current_thread(async {
        let closes: &dyn Closes = &1;
        let text = String::from("text");
        let borrows = async { assert_eq!(text, "text") };
        assert_eq!(closes.close_at(borrows).await, 1);
        assert_eq!(1.close_at(create_task(async {})).await, 1);
        assert_eq!(1.open_with(async { Ok(1) }).await, Some(1));
        assert_eq!(1.open_with(create_task(async { Ok(1) })).await, Some(1));
    });
}

trait Listed: Sized {
    type Item;

    fn from_item(item: Self::Item) -> Self;
}

impl Listed for String {
    type Item = &'static str;

    fn from_item(item: &'static str) -> Self {
        item.to_owned()
    }
}

/// A trait whose outputs name the implementor.
#[accepts_awaitable(as = LoadsExt, boxed)]
trait Loads: Listed {
    #[accepts_awaitable(as = load_from)]
    async fn load(#[awaitable] item: impl Future<Output = Result<Self::Item, Failure>>) -> Self {
        Self::from_item(item.await.unwrap())
    }

    #[accepts_awaitable(as = replace_by)]
    async fn replace(
        self,
        #[awaitable] other: impl Future<Output = Result<Self, Failure>>,
    ) -> Self {
        other.await.unwrap_or(self)
    }
}

impl Loads for String {}

#[test]
fn an_output_that_names_the_implementor() {
    on_current_thread(async {
        assert_eq!(
            <String as LoadsExt>::load_from(async { Ok("text") }).await,
            "text"
        );
        let text = String::load_from(create_task(async { Ok("text") })).await;
        assert_eq!(
            text.clone()
                .replace_by(create_task(async { Err(Failure::Cancelled) }))
                .await,
            text
        );
    });
}
