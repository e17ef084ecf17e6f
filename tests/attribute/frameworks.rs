//! Several rules at once, in types that resemble those of frameworks: actors, services, builders, hand-written futures,
//! plugins.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ensure_future::{LocalTask, Task, TaskFuture, accepts_awaitable, create_task, run};

trait Actor: Sized {
    fn started(&mut self) {}
}

struct Mailbox<A: Actor> {
    actor: PhantomData<A>,
    running: Vec<Task<()>>,
}

/// An actor's context names the actor.
trait Handler<M>
where
    Self: Actor,
{
    type Result: From<M>;

    #[accepts_awaitable]
    fn handle(&mut self, message: M, mailbox: &mut Mailbox<Self>, task: Task<()>) -> Self::Result;

    #[accepts_awaitable]
    async fn restarted(self, task: Task<M>, mailbox: Mailbox<Self>) -> (Self, Self::Result, usize);
}

struct Counter(u8);

impl Actor for Counter {
    fn started(&mut self) {
        self.0 = 0;
    }
}

#[accepts_awaitable]
impl Handler<u8> for Counter {
    type Result = u16;

    fn handle(&mut self, message: u8, mailbox: &mut Mailbox<Self>, task: Task<()>) -> Self::Result {
        self.0 += message;
        mailbox.running.push(task);
        self.0.into()
    }

    async fn restarted(mut self, task: Task<u8>, mailbox: Mailbox<Self>) -> (Self, u16, usize) {
        self.started();
        let cancelled = mailbox.running.iter().filter(|task| task.cancel()).count();
        (self, task.await.unwrap().into(), cancelled)
    }
}

struct Set<T>(T);
struct Unset;
type Weighed<T> = (Vec<Task<T>>, usize);

/// A builder whose type records what has been given to it.
struct Builder<First, Second> {
    first: First,
    second: Second,
}

#[accepts_awaitable]
impl<Second> Builder<Unset, Second> {
    fn first<T>(self, task: Task<T>) -> Builder<Set<Task<T>>, Second> {
        let Self { second, .. } = self;
        Builder {
            first: Set(task),
            second,
        }
    }
}

impl<First> Builder<First, Unset> {
    #[accepts_awaitable]
    fn second<T>(
        self,
        tasks: Vec<Task<T>>,
        weight: impl Into<usize>,
    ) -> Builder<First, Set<Weighed<T>>> {
        Builder {
            first: self.first,
            second: Set((tasks, weight.into())),
        }
    }
}

impl<A: Copy + Send + 'static, B: Copy + Into<usize> + Send + 'static>
    Builder<Set<Task<A>>, Set<Weighed<B>>>
{
    async fn build(self) -> (A, usize) {
        let Self {
            first: Set(first),
            second: Set((tasks, weight)),
        } = self;
        let mut sum = 0;
        for task in tasks {
            sum += task.await.unwrap().into() * weight;
        }
        (first.await.unwrap(), sum)
    }
}

/// A future that is polled by hand.
struct Race<T> {
    first: TaskFuture<T>,
    second: TaskFuture<T>,
}

#[accepts_awaitable]
impl<T> Race<T> {
    fn new(first: Task<T>, second: Task<T>) -> Self {
        Self {
            first: first.into_future(),
            second: second.into_future(),
        }
    }

    fn poll_or(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        spare: Task<T>,
    ) -> Poll<(Option<T>, usize)> {
        let this = &mut *self;
        for (index, future) in [&mut this.first, &mut this.second].into_iter().enumerate() {
            if let Poll::Ready(result) = Pin::new(future).poll(context) {
                spare.cancel();
                return Poll::Ready((result.ok(), index));
            }
        }
        self.second = spare.into_future();
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Plugins are trait objects, each under a name.
#[accepts_awaitable(as = PluginExt)]
trait Plugin: Send + Sync {
    fn name(&self) -> &'static str;

    #[accepts_awaitable(as = run)]
    fn run_task<'a>(
        self: Arc<Self>,
        input: &'a str,
        task: Task<usize>,
    ) -> Pin<Box<dyn Future<Output = &'a str> + Send + 'a>>
    where
        Self: 'a,
    {
        Box::pin(async move { &input[task.await.unwrap() + self.name().len()..] })
    }

    #[accepts_awaitable(as = stop)]
    fn stop_local(&self, tasks: (LocalTask<()>, Option<LocalTask<()>>)) -> [bool; 2] {
        [tasks.0.cancel(), tasks.1.is_some_and(|task| task.cancel())]
    }
}

struct Skip;

impl Plugin for Skip {
    fn name(&self) -> &'static str {
        "a"
    }
}

#[test]
fn actors_handle_messages_with_a_task() {
    run(async {
        let mut mailbox = Mailbox {
            actor: PhantomData,
            running: Vec::new(),
        };
        let mut counter = Counter(1);
        assert_eq!(counter.handle(2, &mut mailbox, std::future::pending()), 3);
        assert_eq!(
            counter.handle(3, &mut mailbox, create_task(std::future::pending())),
            6
        );
        let (counter, result, cancelled) = counter.restarted(async { 7 }, mailbox).await;
        assert_eq!((counter.0, result, cancelled), (0, 7, 2));
    });
}

#[test]
fn builders_change_their_type() {
    run(async {
        let builder = Builder {
            first: Unset,
            second: Unset,
        };
        let numbers = [1_u8, 2].map(|number| async move { number });
        let built = builder
            .second(numbers, 10_u8)
            .first(create_task(async { 'a' }))
            .build();
        assert_eq!(built.await, ('a', 30));
    });
}

#[test]
fn futures_are_polled_by_hand() {
    run(async {
        let mut race = Race::new(std::future::pending(), std::future::pending());
        let won = std::future::poll_fn(|context| Pin::new(&mut race).poll_or(context, async { 7 }));
        assert_eq!(won.await, (Some(7), 1));
    });
}

#[test]
fn plugins_are_objects() {
    run(async {
        let mut plugins: HashMap<&str, Arc<dyn Plugin>> = HashMap::new();
        plugins.insert(Skip.name(), Arc::new(Skip));
        let plugin = plugins["a"].clone();
        let text = String::from("abc");
        let rest = tokio::time::timeout(
            std::time::Duration::MAX,
            plugin.clone().run(&text, async { 1 }),
        );
        assert_eq!(rest.await, Ok("c"));
        let pending = std::future::pending();
        assert_eq!(plugin.stop((pending, None::<Task<()>>)), [true, false]);
    });
}
