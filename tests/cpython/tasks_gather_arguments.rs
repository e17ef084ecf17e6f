//! The arguments of `gather`, in CPython's cases: types, places and repetition.

use std::iter;

use ensure_future::{Task, create_task, gather, promise, try_gather};
use tokio::runtime::{Handle, Id};
use tokio::task::yield_now;

use support::{
    History, current_thread, let_others_run, multi_thread, now, on_both_flavours,
    on_current_thread, panics_here, poll_once,
};

/// Returns the runtime that it runs in.
async fn runtime() -> Id {
    yield_now().await;
    Handle::current().id()
}

/// CPython's `test_tasks::test_constructor_empty_sequence_without_loop`.
///
/// Without awaitables, no runtime is needed.
#[test]
fn nothing_can_be_gathered_without_a_runtime() {
    Handle::try_current().unwrap_err();
    assert!(now(gather(iter::empty::<Task<u8>>())).is_empty());
    let values = now(try_gather(iter::empty::<Task<Result<u8, ()>>>()));
    assert!(values.unwrap().is_empty());
}

/// CPython's `test_tasks::test_constructor_empty_sequence_use_running_loop`.
#[test]
fn nothing_gathered_in_a_runtime_is_there_at_once() {
    on_both_flavours(async || {
        assert!(gather(iter::empty::<Task<u8>>()).await.is_empty());
        assert!(now(gather(iter::empty::<Task<u8>>())).is_empty());
    });
}

/// CPython's `test_tasks::test_constructor_without_loop`.
#[test]
fn coroutines_are_refused_without_a_runtime() {
    let history = History::default();
    let message = panics_here(|| gather([history.endless(), history.endless()]));
    assert!(message.contains("no tokio runtime"), "{message}");
    assert_eq!((history.polls(), history.drops()), (0, 2));
}

/// CPython's `test_tasks::test_constructor_use_running_loop`.
#[test]
fn coroutines_run_in_the_runtime_that_runs() {
    on_both_flavours(async || {
        let here = Handle::current().id();
        for child in gather([runtime(), runtime()]).await {
            assert_eq!(child.unwrap(), here);
        }
    });
}

/// CPython's `test_tasks::test_constructor_empty_sequence_use_global_loop`.
/// CPython's `test_tasks::test_constructor_use_global_loop`.
///
/// There is no global runtime. Here, a runtime that is entered takes its place.
#[test]
fn coroutines_run_in_the_runtime_that_was_entered() {
    let entered = current_thread();
    let (gathered, nothing) = {
        let _guard = entered.enter();
        let nothing = gather(iter::empty::<Task<u8>>());
        (gather([runtime(), runtime()]), nothing)
    };
    for child in entered.block_on(gathered) {
        assert_eq!(child.unwrap(), entered.handle().id());
    }
    assert!(entered.block_on(nothing).is_empty());
}

/// CPython's `test_tasks::test_constructor_heterogenous_futures`.
///
/// A task of another runtime can be awaited like any other.
#[test]
fn tasks_of_different_runtimes_are_gathered() {
    let other = multi_thread();
    on_current_thread(async {
        let theirs = Task::from(other.spawn(runtime()));
        let gathered = gather([theirs, create_task(runtime())]).await;
        let runtimes: Result<Vec<Id>, _> = gathered.into_iter().collect();
        let here = Handle::current().id();
        assert_eq!(runtimes.unwrap(), [other.handle().id(), here]);
    });
}

/// CPython's `test_tasks::test_constructor_homogenous_futures`.
#[test]
fn running_tasks_need_no_runtime_but_their_own() {
    let other = current_thread();
    let (resolvers, children): (Vec<_>, Vec<_>) = {
        let _guard = other.enter();
        iter::repeat_with(promise).take(3).unzip()
    };
    Handle::try_current().unwrap_err();
    let mut gathered = gather(children);
    assert!(poll_once(&mut gathered).is_pending());
    for resolver in resolvers {
        resolver.resolve(42).unwrap();
    }
    for child in other.block_on(gathered) {
        assert_eq!(child.unwrap(), 42);
    }
}

/// CPython's `test_tasks::test_constructor_homogenous_futures`.
///
/// The second half of the case: a task has one owner, so tasks that are gathered twice are shared.
#[test]
fn shared_tasks_can_be_gathered_twice() {
    on_both_flavours(async || {
        let (resolvers, tasks): (Vec<_>, Vec<_>) = iter::repeat_with(promise).take(3).unzip();
        let children: Vec<_> = tasks.into_iter().map(Task::shared).collect();
        let gather_them = || gather(children.iter().map(IntoFuture::into_future));
        let mut first = gather_them();
        assert!(poll_once(&mut first).is_pending());
        let mut second = gather_them();
        assert!(poll_once(&mut second).is_pending());

        drop(first);
        let_others_run().await;
        for resolver in resolvers {
            resolver.resolve(42).unwrap();
        }
        for child in second.await {
            assert_eq!(child.unwrap().unwrap(), 42);
        }
    });
}

/// CPython's `test_tasks::test_duplicate_coroutines`.
///
/// A coroutine and a task have one owner, so an awaitable that is passed several times is shared.
#[test]
fn a_shared_task_that_is_passed_several_times_runs_once() {
    on_both_flavours(async || {
        let history = History::default();
        let abc = create_task(history.watch(async { "abc" })).shared();
        let again = || abc.clone().into_future();
        let (first, second, other, third) =
            gather!(again(), again(), async { "def" }, again()).await;
        for same in [first, second, third] {
            assert_eq!(same.unwrap().unwrap(), "abc");
        }
        assert_eq!(other.unwrap(), "def");
        assert_eq!((history.polls(), history.drops()), (1, 1));
    });
}
