//! tokio's task locals, in the cases of asyncio's context: a task inherits them only if its creator passes them on.

use std::cell::Cell;
use std::sync::{Arc, Mutex};

use ensure_future::{Task, create_task, gather, promise};
use tokio::runtime::Handle;
use tokio::task::yield_now;

use support::on_both_flavours;

type Shared = Arc<Mutex<Option<u8>>>;

tokio::task_local! {
    static NAME: Cell<&'static str>;
    static NUMBER: Cell<usize>;
    static CONTEXT: Shared;
}

/// The name in the current scope, if there is one.
fn name() -> Option<&'static str> {
    NAME.try_with(Cell::get).ok()
}

fn set_name(name: &'static str) {
    NAME.with(|cell| cell.set(name));
}

async fn with_name<T>(name: &'static str, coroutine: impl Future<Output = T>) -> T {
    NAME.scope(Cell::new(name), coroutine).await
}

/// CPython's `test_tasks::test_context_1`.
///
/// A child inherits nothing: its parent passes the value on.
#[test]
fn a_child_sees_what_it_was_given_and_its_parent_does_not_see_what_it_sets() {
    on_both_flavours(async || {
        let parent = with_name("nope", async {
            let bare = create_task(async { name() });
            let child = create_task(with_name(name().unwrap(), async {
                yield_now().await;
                let seen = name();
                set_name("something else");
                seen
            }));
            set_name("yes");
            assert_eq!(bare.await.unwrap(), None);
            assert_eq!(child.await.unwrap(), Some("nope"));
            assert_eq!(name(), Some("yes"));
        });
        parent.await;
    });
}

/// CPython's `test_tasks::test_context_2`.
///
/// A done callback is a task that awaits.
#[test]
fn what_runs_when_a_task_is_done_does_not_change_the_context_of_who_awaits_it() {
    on_both_flavours(async || {
        let main = with_name("nope", async {
            for round in ["first", "second"] {
                let (resolver, task) = promise();
                let callback = create_task(with_name("nope", async {
                    task.await.unwrap();
                    set_name("something else");
                    name()
                }));
                set_name(round);
                resolver.resolve(()).unwrap();
                assert_eq!(callback.await.unwrap(), Some("something else"));
                assert_eq!(name(), Some(round));
                yield_now().await;
                assert_eq!(name(), Some(round));
            }
        });
        main.await;
        assert_eq!(name(), None);
    });
}

/// CPython's `test_tasks::test_context_3`.
#[test]
fn a_hundred_tasks_keep_their_values_apart() {
    async fn count_from(number: usize) {
        for number in number..number + 10 {
            NUMBER.with(|cell| cell.set(number));
            yield_now().await;
            assert_eq!(NUMBER.with(Cell::get), number);
        }
    }

    on_both_flavours(async || {
        let task = |number| NUMBER.scope(Cell::new(usize::MAX), count_from(number));
        for child in gather((0..100).map(task)).await {
            child.unwrap();
        }
        NUMBER.try_with(Cell::get).unwrap_err();
    });
}

/// CPython's `test_tasks::test_context_4`.
/// CPython's `test_tasks::test_context_5`.
/// CPython's `test_tasks::test_context_6`.
///
/// A context is not an argument of `create_task`: the caller wraps the coroutine in it.
#[test]
fn tasks_can_share_a_context() {
    on_both_flavours(async || {
        let context = Shared::default();
        let set = |value| {
            CONTEXT.scope(context.clone(), async move {
                yield_now().await;
                CONTEXT.with(|context| *context.lock().unwrap() = Some(value));
            })
        };
        let value = || *context.lock().unwrap();
        assert_eq!(value(), None);
        create_task(set(1)).await.unwrap();
        assert_eq!(value(), Some(1));
        let spawned: Task<()> = Handle::current().spawn(set(2)).into();
        spawned.await.unwrap();
        assert_eq!(value(), Some(2));
    });
}

/// CPython's `test_tasks::test_get_context`.
///
/// A task can't be asked for its context. Inside the task, the context is the scope around its coroutine.
#[test]
fn the_context_of_a_task_is_the_one_that_it_was_given() {
    on_both_flavours(async || {
        let context = Shared::default();
        let task = create_task(CONTEXT.scope(context.clone(), async { CONTEXT.get() }));
        assert!(Arc::ptr_eq(&task.await.unwrap(), &context));
    });
}
