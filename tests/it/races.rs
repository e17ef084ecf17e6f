//! Is there always exactly one outcome when a cancellation races with the end of its task, and when many tasks end at
//! once?

use std::mem;
use std::sync::Arc;

use ensure_future::{ReturnWhen, Task, TaskGroup, as_completed, create_task, wait};
use tokio::sync::Barrier;
use tokio::task::{JoinError, JoinHandle, yield_now};

use crate::support::{History, on_both_flavours};

/// Starts `race` many times against a task that ends by itself, and checks that there is always one of two outcomes.
fn assert_one_outcome(race: impl AsyncFn(Task<u8>) -> Result<u8, JoinError>) {
    on_both_flavours(async || {
        let history = History::default();
        for round in 0..1000 {
            let task = create_task(history.watch(async move {
                for _ in 0..round % 3 {
                    yield_now().await;
                }
                7
            }));
            match race(task).await {
                Ok(value) => assert_eq!(value, 7),
                Err(error) => assert!(error.is_cancelled()),
            }
            assert_eq!(history.drops(), round + 1);
        }
    });
}

#[test]
fn an_abort_that_races_with_the_end_gives_one_outcome() {
    assert_one_outcome(async |task| {
        let remote = task.abort_handle();
        drop(tokio::spawn(async move { remote.abort() }));
        task.await
    });
}

#[test]
fn a_cancel_that_races_with_the_end_gives_one_outcome() {
    assert_one_outcome(async |task| {
        yield_now().await;
        let was_running = task.cancel();
        let outcome = task.await;
        assert!(was_running || outcome.is_ok(), "it had finished before");
        outcome
    });
}

#[test]
fn a_cancel_and_wait_that_races_with_the_end_gives_one_outcome() {
    assert_one_outcome(async |task| task.cancel_and_wait().await);
}

#[test]
fn aborts_from_many_tasks_at_once_end_a_task_once() {
    on_both_flavours(async || {
        for _ in 0..100 {
            let history = History::default();
            let task = create_task(history.endless());
            let start = Arc::new(Barrier::new(4));
            let others: Vec<JoinHandle<()>> = (0..4)
                .map(|_| (task.abort_handle(), Arc::clone(&start)))
                .map(|(remote, start)| {
                    tokio::spawn(async move {
                        start.wait().await;
                        remote.abort();
                    })
                })
                .collect();
            assert!(task.await.unwrap_err().is_cancelled());
            assert_eq!(history.drops(), 1);
            for other in others {
                other.await.unwrap();
            }
        }
    });
}

/// Children that end at the same moments on two threads, while they are still being passed, and while they are waited
/// for.
const AT_ONCE: usize = 100;

fn children() -> impl Iterator<Item = Task<Result<usize, ()>>> {
    (0..AT_ONCE).map(|number| {
        create_task(async move {
            for _ in 0..number % 3 {
                yield_now().await;
            }
            Ok(number)
        })
    })
}

/// Does it many times, and hangs if a child is missed.
fn repeat(round: impl AsyncFn()) {
    on_both_flavours(async || {
        for _ in 0..1000 {
            round().await;
        }
    });
}

#[test]
fn as_completed_misses_none_of_those_that_end_at_once() {
    repeat(async || {
        let mut completed = as_completed(children());
        let mut seen = [false; AT_ONCE];
        while let Some(child) = completed.next().await {
            assert_eq!(child.result.unwrap(), Ok(child.index));
            assert!(!mem::replace(&mut seen[child.index], true), "given twice");
        }
        assert_eq!(seen, [true; AT_ONCE]);
    });
}

#[test]
fn wait_misses_none_of_those_that_end_at_once() {
    repeat(async || {
        let mut pending: Vec<_> = children().collect();
        let mut seen = 0;
        while let Ok(waited) = wait(pending, ReturnWhen::FirstCompleted).await {
            seen += waited.done.len();
            pending = waited.pending;
        }
        assert_eq!(seen, AT_ONCE);
    });
}

#[test]
fn a_task_group_misses_none_of_those_that_end_at_once() {
    repeat(async || {
        let group = TaskGroup::new();
        let tasks: Vec<_> = children().map(|child| group.create_task(child)).collect();
        group.join().await.unwrap();
        for (number, task) in tasks.into_iter().enumerate() {
            assert_eq!(task.unwrap().await, Ok(number));
        }
    });
}

#[test]
fn a_task_group_that_is_cancelled_while_its_children_end_waits_for_all() {
    repeat(async || {
        let history = History::default();
        let group: TaskGroup<()> = TaskGroup::new();
        let handle = group.handle();
        let canceller = create_task(async move { handle.cancel() });
        let mut added = 0;
        for child in children() {
            let child = history.watch(async move { child.await.unwrap() });
            added += usize::from(group.create_task(child).is_ok());
        }
        group.join().await.unwrap();
        canceller.await.unwrap();
        assert!(history.drops() >= added, "a child has outlived its group");
    });
}
