//! The attribute on a whole trait: plain methods for implementors, an extension trait for callers.

use std::pin::Pin;
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, create_task, run};

#[accepts_awaitable(as = SchedulerExt)]
trait Scheduler {
    /// Takes a task over.
    #[accepts_awaitable(as = schedule)]
    fn schedule_task(&self, task: Task<u8>) -> tokio::task::Id;

    #[accepts_awaitable(as = replace)]
    fn replace_task(&mut self, task: Task<u8>, (factor, _): (u8, u8)) -> u8 {
        u8::from(task.cancel()) * factor
    }

    #[accepts_awaitable(as = finish)]
    fn finish_task(self: Box<Self>, task: Task<u8>) -> bool {
        task.cancel()
    }

    #[accepts_awaitable(as = consume)]
    fn consume_task(self, task: Task<u8>) -> bool
    where
        Self: Sized,
    {
        task.cancel()
    }

    fn count(&self) -> usize {
        0
    }
}

struct Pool;

impl Scheduler for Pool {
    fn schedule_task(&self, task: Task<u8>) -> tokio::task::Id {
        task.id()
    }
}

struct Inner(Pool);

impl Scheduler for Inner {
    fn schedule_task(&self, task: Task<u8>) -> tokio::task::Id {
        // Implementors may call each other, with a task and with a coroutine.
        self.0.schedule(async { 1 });
        self.0.schedule_task(task)
    }

    fn count(&self) -> usize {
        1
    }
}

trait Advanced: Scheduler + Send {}

impl Advanced for Pool {}

fn through_generic<S: Scheduler + ?Sized>(scheduler: &S) {
    scheduler.schedule(async { 1 });
}

fn through_supertrait<S: Advanced>(scheduler: &S) {
    scheduler.schedule(async { 1 });
}

#[test]
fn callers_pass_any_form_through_any_kind_of_pointer() {
    run(async {
        let task = create_task(async { 1 });
        let id = task.id();
        assert_eq!(Pool.schedule(task), id);
        Pool.schedule(async { 1 });
        let handle = tokio::spawn(async { 1 });
        let id = handle.id();

        let boxed: Box<dyn Scheduler> = Box::new(Inner(Pool));
        assert_eq!(boxed.schedule(handle), id);
        boxed.schedule(async { 1 });
        assert_eq!(boxed.count(), 1);
        assert!(boxed.finish(std::future::pending()));

        let shared: Arc<dyn Scheduler + Send + Sync> = Arc::new(Pool);
        shared.schedule(async { 1 });
        let clone = shared.clone();
        tokio::spawn(async move { clone.schedule(async { 1 }) })
            .await
            .unwrap();

        let mut pool = Pool;
        let exclusive: &mut dyn Scheduler = &mut pool;
        assert_eq!(exclusive.replace(std::future::pending(), (7, 0)), 7);

        through_generic(&*shared);
        through_generic(&pool);
        through_supertrait(&pool);
        let advanced: Box<dyn Advanced> = Box::new(Pool);
        advanced.schedule(async { 1 });
        assert!(pool.consume(std::future::pending()));
    });
}

/// Generics, associated types, lifetimes and constants, on the trait and its methods.
#[accepts_awaitable(as = RouterExt)]
trait Router<'a, K, const N: usize>
where
    K: Clone + 'a,
{
    type Output: Default + Send + 'static;
    const LIMIT: usize = N;

    #[accepts_awaitable(as = route)]
    fn route_task<T>(&self, key: &'a K, task: Task<(T, Self::Output)>) -> (K, Self::Output);

    #[accepts_awaitable(as = start)]
    fn start_all(tasks: Vec<Task<Self::Output>>) -> (Self, usize)
    where
        Self: Sized;
}

struct ByName;

impl<'a> Router<'a, &'static str, 3> for ByName {
    type Output = u8;

    fn route_task<T>(&self, key: &'a &'static str, task: Task<(T, u8)>) -> (&'static str, u8) {
        task.cancel();
        (key, 7)
    }

    fn start_all(tasks: Vec<Task<u8>>) -> (Self, usize) {
        (Self, tasks.len().min(Self::LIMIT))
    }
}

#[test]
fn the_callers_trait_has_the_generics_of_the_other() {
    run(async {
        let (router, started) = ByName::start((0..5).map(async |number| number));
        assert_eq!(started, 3);
        assert_eq!(router.route(&"a", async { ('b', 1) }), ("a", 7));
    });
}

#[accepts_awaitable(as = FetcherExt)]
#[allow(async_fn_in_trait)]
trait Fetcher {
    #[accepts_awaitable(as = fetch)]
    async fn fetch_task(&self, task: Task<u8>) -> u8;

    #[accepts_awaitable(as = fetch_boxed)]
    fn fetch_task_boxed<'a>(
        self: Pin<&'a mut Self>,
        task: Task<u8>,
    ) -> Pin<Box<dyn Future<Output = u8> + Send + 'a>>;
}

impl Fetcher for Pool {
    async fn fetch_task(&self, task: Task<u8>) -> u8 {
        task.await.unwrap()
    }

    fn fetch_task_boxed<'a>(
        self: Pin<&'a mut Self>,
        task: Task<u8>,
    ) -> Pin<Box<dyn Future<Output = u8> + Send + 'a>> {
        Box::pin(async move { task.await.unwrap() })
    }
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[test]
fn async_methods_are_send_where_the_implementors_are() {
    run(async {
        assert_eq!(is_send(Pool.fetch(async { 1 })).await, 1);
        assert_eq!(Pin::new(&mut Pool).fetch_boxed(async { 2 }).await, 2);
    });
}

/// Where `Self` is taken or given by value, and defaults of generic parameters.
#[accepts_awaitable(as = MergeExt)]
trait Merge<K = u8> {
    #[accepts_awaitable(as = with)]
    fn with_task(&self, key: K, task: Task<u8>) -> Self;

    #[accepts_awaitable(as = merge)]
    fn merge_with_task(&self, other: Self, task: Task<u8>) -> usize;
}

impl<K> Merge<K> for Vec<K> {
    fn with_task(&self, key: K, task: Task<u8>) -> Self {
        task.cancel();
        vec![key]
    }

    fn merge_with_task(&self, other: Self, task: Task<u8>) -> usize {
        self.len() + other.len() + usize::from(task.cancel())
    }
}

fn by_default(merge: &impl MergeExt) -> usize {
    let other = merge_one(merge);
    merge.merge(other, std::future::pending())
}

fn merge_one<M: Merge>(merge: &M) -> M {
    merge.with(1, async { 1 })
}

#[test]
fn what_takes_or_gives_self_by_value_is_for_types_of_known_size() {
    assert_eq!(run(async { by_default(&vec![1_u8, 2]) }), 4);
}

#[accepts_awaitable(as = PairExt)]
trait Pair {
    #[accepts_awaitable(as = pair)]
    fn pair_with_task(&self, other: (u8, Self), task: Task<u8>) -> (bool, (u8, Self));
}

impl Pair for String {
    fn pair_with_task(&self, other: (u8, Self), task: Task<u8>) -> (bool, (u8, Self)) {
        (task.cancel(), (other.0, other.1 + self))
    }
}

#[accepts_awaitable(as = NamedExt)]
trait Named {
    #[accepts_awaitable(as = name_of)]
    fn name_of_task(task: Task<u8>) -> &'static str;
}

impl Named for str {
    fn name_of_task(task: Task<u8>) -> &'static str {
        assert!(task.cancel());
        "str"
    }
}

#[test]
fn a_size_is_only_asked_of_self_where_rust_does() {
    run(async {
        let (cancelled, pair) = "b".to_owned().pair((1, "a".to_owned()), async { 1 });
        assert!(cancelled);
        assert_eq!(pair, (1, "ab".to_owned()));
        assert_eq!(<str as NamedExt>::name_of(async { 1 }), "str");
    });
}
