//! The options of the attribute, in every place that allows the attribute. No test here calls from inside a runtime.

use std::sync::{Arc, LazyLock};

use ensure_future::{Task, accepts_awaitable};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinError;

fn new() -> Runtime {
    Builder::new_current_thread().build().unwrap()
}

static SHARED: LazyLock<Runtime> = LazyLock::new(new);

#[accepts_awaitable(on = SHARED)]
fn on_a_static(task: Task<u8>) -> Task<u8> {
    task
}

#[accepts_awaitable(boxed, on = pools[at].runtime)]
fn on_arguments(pools: &[Pool], at: usize, (first, second): (Task<u8>, Task<u8>)) -> [Task<u8>; 2] {
    [first, second]
}

#[accepts_awaitable(on = {
    let runtime = runtime.as_ref();
    runtime.handle()
})]
fn on_a_block<R>(mut runtime: R, task: Task<u8>) -> (R, Task<u8>)
where
    R: AsRef<Runtime> + Clone,
{
    runtime = runtime.clone();
    (runtime, task)
}

struct Pool {
    runtime: Runtime,
    started: u8,
}

#[accepts_awaitable(on = self.runtime)]
impl Pool {
    fn start<T: Send>(&mut self, task: Task<T>) -> Task<T> {
        self.started += 1;
        task
    }

    async fn value(&self, task: Task<u8>) -> u8 {
        task.await.unwrap()
    }

    /// Nothing is spawned, so `self` is not needed.
    async fn sum(
        #[awaitable] first: impl Future<Output = Result<u8, JoinError>>,
        #[awaitable] second: impl Future<Output = Result<u8, JoinError>>,
    ) -> u8 {
        first.await.unwrap() + second.await.unwrap()
    }

    /// Spawns on its own runtime, not on that of the other methods.
    #[accepts_awaitable(on = other)]
    fn start_on(&mut self, other: &Handle, task: Task<u8>) -> Task<u8> {
        self.started += 10;
        task
    }
}

impl Pool {
    #[accepts_awaitable(on = Self::shared(), boxed)]
    fn start_shared(task: Task<u8>) -> Task<u8> {
        task
    }

    fn shared() -> &'static Runtime {
        &SHARED
    }
}

trait Starts {
    #[accepts_awaitable]
    fn start_one(&self, task: Task<u8>) -> Task<u8>;

    #[accepts_awaitable(on = SHARED)]
    fn start_by_default(&self, task: Task<u8>) -> Task<u8> {
        task
    }
}

#[accepts_awaitable(on = self.runtime.handle(), boxed)]
impl Starts for Pool {
    fn start_one(&self, task: Task<u8>) -> Task<u8> {
        task
    }
}

impl Starts for Handle {
    #[accepts_awaitable(on = self)]
    fn start_one(&self, task: Task<u8>) -> Task<u8> {
        task
    }

    #[accepts_awaitable(on = *self)]
    fn start_by_default(&self, task: Task<u8>) -> Task<u8> {
        self.start_one(task)
    }
}

trait HasRuntime {
    fn runtime(&self) -> &Runtime;
}

impl HasRuntime for Pool {
    fn runtime(&self) -> &Runtime {
        &self.runtime
    }
}

#[accepts_awaitable(as = SpawnsExt, on = self.runtime())]
trait Spawns: HasRuntime {
    #[accepts_awaitable(as = spawn)]
    fn spawn_task(&self, task: Task<u8>) -> Task<u8>;

    #[accepts_awaitable(as = spawn_boxed, boxed, on = runtime)]
    fn spawn_boxed_task(
        self: Arc<Self>,
        runtime: &Handle,
        task: Task<u8>,
    ) -> (Arc<Self>, Task<u8>) {
        assert_eq!(runtime.metrics().num_workers(), 1);
        (self, task)
    }

    #[accepts_awaitable(as = spawn_and_wait)]
    async fn spawn_and_wait_task(&self, task: Task<u8>) -> u8 {
        task.await.unwrap()
    }
}

impl Spawns for Pool {
    fn spawn_task(&self, task: Task<u8>) -> Task<u8> {
        task
    }
}

fn pool() -> Pool {
    Pool {
        runtime: new(),
        started: 0,
    }
}

/// The output of a task that is on this runtime: no other runtime is driven.
fn outcome(runtime: &Runtime, task: Task<u8>) -> u8 {
    runtime.block_on(task.into_future()).unwrap()
}

#[test]
fn functions_spawn_where_they_are_told() {
    assert_eq!(outcome(&SHARED, on_a_static(async { 1 })), 1);
    let pools = [pool(), pool()];
    let [first, second] = on_arguments(&pools, 1, (async { 1 }, async { 2 }));
    assert_eq!(outcome(&pools[1].runtime, first), 1);
    assert_eq!(outcome(&pools[1].runtime, second), 2);
    let (runtime, task) = on_a_block(Arc::new(new()), async { 3 });
    assert_eq!(outcome(&runtime, task), 3);
}

#[test]
fn methods_spawn_where_they_are_told() {
    let (mut pool, other) = (pool(), new());
    let task = pool.start(async { 1 });
    assert_eq!(outcome(&pool.runtime, task), 1);
    assert!(pool.start(async { 'a' }).cancel());
    assert_eq!(
        outcome(&other, pool.start_on(other.handle(), async { 3 })),
        3
    );
    assert_eq!(outcome(&SHARED, Pool::start_shared(async { 4 })), 4);
    assert_eq!(pool.runtime.block_on(pool.value(async { 5 })), 5);
    assert_eq!(pool.started, 12);
}

#[test]
fn methods_of_traits_spawn_where_they_are_told() {
    let pool = Arc::new(pool());
    assert_eq!(outcome(&pool.runtime, pool.start_one(async { 1 })), 1);
    assert_eq!(outcome(&SHARED, pool.start_by_default(async { 2 })), 2);
    let handle = pool.runtime.handle();
    assert_eq!(outcome(&pool.runtime, handle.start_one(async { 3 })), 3);
    assert_eq!(
        outcome(&pool.runtime, handle.start_by_default(async { 4 })),
        4
    );
    assert_eq!(outcome(&pool.runtime, pool.spawn(async { 5 })), 5);
    assert_eq!(pool.runtime.block_on(pool.spawn_and_wait(async { 6 })), 6);
    let (pool, task) = pool.clone().spawn_boxed(pool.runtime.handle(), async { 7 });
    assert_eq!(outcome(&pool.runtime, task), 7);
}

#[test]
fn where_futures_are_awaited_in_place_the_option_of_the_impl_is_not_used() {
    let runtime = new();
    let task = runtime.spawn(async { 2 });
    let sum = Pool::sum(async { Ok(1) }, task);
    assert_eq!(runtime.block_on(sum), 3);
}
