//! Cancellations that race with the end of a task: each task has exactly one outcome.

use std::sync::Arc;

use ensure_future::{Task, create_task};
use tokio::sync::Barrier;
use tokio::task::{JoinError, JoinHandle, yield_now};

use support::{History, on_both_flavours};

/// Starts `race` many times with a task that ends by itself. Checks that each outcome is one of two.
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

// Contract 4.1.
#[test]
fn an_abort_that_races_with_the_end_gives_one_outcome() {
    assert_one_outcome(async |task| {
        let remote = task.abort_handle();
        drop(tokio::spawn(async move { remote.abort() }));
        task.await
    });
}

// Contract 4.1.
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

// Contract 4.1.
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
