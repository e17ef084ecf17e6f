//! Many children that end at the same time: no function misses one of them.

use std::mem;

use ensure_future::{ReturnWhen, Task, TaskGroup, as_completed, create_task, wait};
use tokio::task::yield_now;

use support::{History, on_both_flavours};

/// The number of children that end at the same time on two threads, while they are still being passed and while the
/// function waits.
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

/// Repeats a round many times; it hangs if a child is missed.
fn repeat(round: impl AsyncFn()) {
    on_both_flavours(async || {
        for _ in 0..1000 {
            round().await;
        }
    });
}

// Contract 2.2, 6.2.
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

// Contract 2.2.
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

// Contract 4.4.
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

// Contract 4.4.
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
