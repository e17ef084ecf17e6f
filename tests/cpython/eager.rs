//! `create_task` in the cases of asyncio's eager task factory.
//!
//! `create_task` never runs a coroutine eagerly: each has its first turn after the call. Eager tasks exist to save
//! tasks that never wait, so the tests here also check the number of tasks.

use std::pin::Pin;
use std::sync::Arc;

use ensure_future::{
    Task, TaskGroup, create_named_task, create_task, current_task, ensure_future, gather,
    named_tasks, promise,
};
use tokio::sync::{Barrier, oneshot};
use tokio::task::{Id, yield_now};
use tokio::task_local;

use support::{History, alive_tasks, lifeline, on_both_flavours, on_current_thread};

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// CPython's `test_eager_task_factory::test_eager_task_factory_set`.
#[test]
fn a_coroutine_has_no_turn_in_the_call() {
    on_current_thread(async {
        let history = History::default();
        let task: Task<u8> = create_task(history.watch(async { 42 }));
        assert_eq!(history.polls(), 0);
        assert_eq!(task.await.unwrap(), 42);
        assert_eq!((history.polls(), history.drops()), (1, 1));
    });
}

/// CPython's `test_eager_task_factory::test_await_future_during_eager_step`.
#[test]
fn a_promise_is_open_until_the_task_that_resolves_it_has_its_turn() {
    on_current_thread(async {
        let (resolver, promised) = promise();
        let task = create_task(async { resolver.resolve("my message") });
        assert!(!task.is_finished());
        yield_now().await;
        assert!(task.is_finished());
        assert_eq!(promised.await.unwrap(), "my message");
    });
}

/// CPython's `test_eager_task_factory::test_eager_completion`.
#[test]
fn a_coroutine_that_never_waits_has_not_ended_after_the_call() {
    on_current_thread(async {
        let task = create_task(async { "hello" });
        assert!(!task.is_finished());
        assert_eq!(task.await.unwrap(), "hello");
    });
}

/// CPython's `test_eager_task_factory::test_block_after_eager_step`.
#[test]
fn a_coroutine_that_waits_ends_when_it_can() {
    on_both_flavours(async || {
        let (sender, receiver) = oneshot::channel();
        let mut task = create_task(receiver);
        assert!(!task.is_finished());
        sender.send("finished").unwrap();
        assert_eq!((&mut task).await.unwrap(), Ok("finished"));
        assert!(task.is_finished());
    });
}

/// CPython's `test_eager_task_factory::test_cancellation_after_eager_completion`.
#[test]
fn a_coroutine_that_is_cancelled_after_the_call_never_begins() {
    on_current_thread(async {
        let history = History::default();
        let task = create_task(history.watch(async { "finished" }));
        assert!(task.cancel());
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!((history.polls(), history.drops()), (0, 1));
    });
}

/// CPython's `test_eager_task_factory::test_cancellation_after_eager_step_blocks`.
#[test]
fn a_coroutine_that_waits_is_cancelled() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        watch.started().await;
        assert!(task.cancel());
        assert!(task.await.unwrap_err().is_cancelled());
        assert!(!watch.is_alive());
    });
}

/// CPython's `test_eager_task_factory::test_current_task`.
#[test]
fn the_current_task_is_the_new_one_in_it_and_the_creator_outside() {
    on_both_flavours(async || {
        let creator = create_task(async {
            let creator = current_task();
            let task = create_task(async {
                let first = current_task();
                yield_now().await;
                (first, current_task())
            });
            assert_eq!(current_task(), creator);
            let id = Some(task.id());
            assert_eq!(task.await.unwrap(), (id, id));
            assert_eq!(current_task(), creator);
            creator
        });
        let id = creator.id();
        assert_eq!(creator.await.unwrap(), Some(id));
    });
}

fn listed() -> Vec<Id> {
    named_tasks().into_iter().map(|(id, _)| id).collect()
}

/// CPython's `test_eager_task_factory::test_all_tasks_with_eager_completion`.
#[test]
fn a_task_that_never_waits_is_listed_until_it_has_ended() {
    on_both_flavours(async || {
        let task = create_named_task("worker", async { listed() });
        let id = task.id();
        assert_eq!(task.await.unwrap(), [id]);
        assert_eq!(listed(), []);
    });
}

/// CPython's `test_eager_task_factory::test_all_tasks_with_blocking`.
#[test]
fn a_task_that_waits_is_listed_while_it_does() {
    on_both_flavours(async || {
        let (proceed, may_proceed) = oneshot::channel();
        let task = create_named_task("worker", async {
            let first = listed();
            may_proceed.await.unwrap();
            (first, listed())
        });
        let id = task.id();
        assert_eq!(listed(), [id]);
        proceed.send(()).unwrap();
        assert_eq!(task.await.unwrap(), (vec![id], vec![id]));
        assert_eq!(listed(), []);
    });
}

/// CPython's `test_eager_task_factory::test_context_vars`.
#[test]
fn a_task_local_is_of_the_task_whose_coroutine_has_it() {
    task_local! { static NUMBER: u8; }

    on_both_flavours(async || {
        let creator = NUMBER.scope(1, async {
            let task = create_task(NUMBER.scope(2, async {
                let first = NUMBER.get();
                yield_now().await;
                (first, NUMBER.get())
            }));
            let without = create_task(async { NUMBER.try_with(|_| ()).is_err() });
            assert_eq!(task.await.unwrap(), (2, 2));
            assert!(without.await.unwrap(), "it is not inherited");
            NUMBER.get()
        });
        assert_eq!(creator.await, 1);
    });
}

/// Awaits itself this many times. Returns the number of calls, and the number of tasks in the last call.
fn chain(depth: usize) -> Boxed<(usize, usize)> {
    Box::pin(async move {
        if depth == 0 {
            return (0, alive_tasks());
        }
        let (inner, tasks) = chain(depth - 1).await;
        (inner + 1, tasks)
    })
}

/// CPython's `test_eager_task_factory::test_awaitables_chain`.
#[test]
fn a_chain_of_awaits_is_one_task() {
    on_both_flavours(async || {
        let before = alive_tasks();
        let mut task = create_task(chain(100));
        for _ in 0..100 {
            task = ensure_future(task);
        }
        assert_eq!(task.await.unwrap(), (100, before + 1));
    });
}

/// The number of children of each coroutine, and the number of generations.
const WIDTH: u32 = 5;
const DEPTH: u32 = 4;

/// The number of coroutines in all: 1 and 5 and 25 and 125 and 625.
const ALL: usize = 781;

/// Counts the tasks while all coroutines of a tree are alive. Its leaves wait at the barrier twice.
async fn count_tasks(tree: fn(u32, Arc<Barrier>) -> Boxed<()>) -> usize {
    let before = alive_tasks();
    let leaves = WIDTH.pow(DEPTH) as usize;
    let barrier = Arc::new(Barrier::new(leaves + 1));
    let root = create_task(tree(DEPTH, barrier.clone()));
    barrier.wait().await;
    let count = alive_tasks() - before;
    barrier.wait().await;
    root.await.unwrap();
    count
}

async fn leaf(barrier: Arc<Barrier>) {
    barrier.wait().await;
    barrier.wait().await;
}

fn tree_of_groups(depth: u32, barrier: Arc<Barrier>) -> Boxed<()> {
    Box::pin(async move {
        if depth == 0 {
            return leaf(barrier).await;
        }
        let group: TaskGroup<()> = TaskGroup::new();
        for _ in 0..WIDTH {
            let child = tree_of_groups(depth - 1, barrier.clone());
            let child = group.create_task(async {
                child.await;
                Ok::<_, ()>(())
            });
            drop(child.unwrap());
        }
        group.join().await.unwrap();
    })
}

fn tree_of_gathers(depth: u32, barrier: Arc<Barrier>) -> Boxed<()> {
    Box::pin(async move {
        if depth == 0 {
            return leaf(barrier).await;
        }
        let children = (0..WIDTH).map(|_| tree_of_gathers(depth - 1, barrier.clone()));
        for outcome in gather(children).await {
            outcome.unwrap();
        }
    })
}

/// CPython's `test_eager_task_factory::test_recursive_taskgroups`.
#[test]
fn a_tree_of_groups_is_a_task_a_coroutine() {
    on_both_flavours(async || assert_eq!(count_tasks(tree_of_groups).await, ALL));
}

/// CPython's `test_eager_task_factory::test_recursive_gather`.
#[test]
fn a_tree_of_gathers_is_a_task_a_coroutine() {
    on_both_flavours(async || assert_eq!(count_tasks(tree_of_gathers).await, ALL));
}
