//! `to_thread`: a task for a function on a thread, which can't be interrupted.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use ensure_future::{
    CancelRequest, GroupTaskError, Task, TaskGroup, graceful, to_thread, wait_for,
};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::{JoinError, yield_now};

use support::alive::leaving_none;
use support::passed_on::{Awaited, PassedOn, WAYS};
use support::{
    let_others_run, on_both_flavours, on_current_thread, or_hang, panics_here, poll_once, text,
};

/// A function that returns the value that the test sends, and panics if the sender is dropped.
struct Running {
    task: Task<u8>,
    tell: mpsc::Sender<u8>,
}

async fn running() -> Running {
    let (tell, told) = mpsc::channel();
    let (begins, begun) = oneshot::channel();
    let task = to_thread(move || {
        begins.send(()).unwrap();
        told.recv().expect("the function's own words")
    });
    begun.await.unwrap();
    Running { task, tell }
}

/// Waits until the task has ended, by polling `is_finished`.
async fn ended(task: &Task<u8>) {
    while !task.is_finished() {
        yield_now().await;
    }
}

#[test]
fn every_end_at_every_time_is_its_outcome_in_every_way() {
    on_both_flavours(async || {
        for way in WAYS {
            for polls in 0..3 {
                for is_told in [true, false] {
                    let outcome = leaving_none(outcome(way, polls, is_told)).await;
                    match outcome {
                        Ok(value) => assert!(is_told && value == 7),
                        Err(error) => {
                            assert!(!is_told, "{error}");
                            let panic = error.into_panic();
                            assert!(text(&*panic).contains("the function's own words"));
                        }
                    }
                }
            }
        }
    });
}

/// The outcome of a function that ends before its task is passed on, or after this number of polls.
async fn outcome(way: PassedOn, polls: usize, is_told: bool) -> Result<u8, JoinError> {
    let Running { task, tell } = running().await;
    let end = |tell: mpsc::Sender<u8>| {
        if is_told {
            tell.send(7).unwrap();
        }
    };
    if polls == 0 {
        end(tell);
        ended(&task).await;
        return way(task).await;
    }
    let mut awaited = way(task);
    for _ in 0..polls {
        assert!(poll_once(&mut awaited).is_pending());
        let_others_run().await;
    }
    end(tell);
    awaited.await
}

#[test]
fn cancelling_one_that_runs_has_no_effect() {
    on_both_flavours(async || {
        let Running { task, tell } = running().await;
        assert!(task.cancel());
        task.abort_handle().abort();
        let mut ending = task.cancel_and_wait();
        let_others_run().await;
        assert!(poll_once(&mut ending).is_pending());
        tell.send(7).unwrap();
        assert_eq!(ending.await.unwrap(), 7);
    });
}

#[test]
fn whoever_drops_its_await_leaves_it_running() {
    for polls in 0..2 {
        for way in WAYS {
            on_both_flavours(async || {
                let (tell, told) = mpsc::channel();
                let (begins, begun) = oneshot::channel();
                let (ends, ended) = oneshot::channel();
                let task = to_thread(move || {
                    begins.send(()).unwrap();
                    let value = told.recv().unwrap();
                    ends.send(value).unwrap();
                    value
                });
                begun.await.unwrap();
                let mut awaited = way(task);
                for _ in 0..polls {
                    assert!(poll_once(&mut awaited).is_pending());
                }
                drop(awaited);
                let_others_run().await;
                tell.send(7).unwrap();
                assert_eq!(ended.await.unwrap(), 7);
            });
        }
    }
}

#[test]
fn one_that_has_not_started_is_prevented() {
    let cancel: [fn(Task<u8>) -> Option<Awaited>; 3] = [
        |task| Some(Box::pin(task.cancel_and_wait())),
        |task| {
            task.abort_handle().abort();
            Some(Box::pin(task.into_future()))
        },
        |task| {
            drop(task.into_future());
            None
        },
    ];
    for cancel in cancel {
        let runtime = Builder::new_current_thread()
            .max_blocking_threads(1)
            .build()
            .unwrap();
        runtime.block_on(async {
            let Running { task, tell } = running().await;
            let waiting = to_thread(|| panic!("it was cancelled before it started"));
            if let Some(outcome) = cancel(waiting) {
                let_others_run().await;
                tell.send(7).unwrap();
                assert!(outcome.await.unwrap_err().is_cancelled());
            } else {
                tell.send(7).unwrap();
            }
            assert_eq!(task.await.unwrap(), 7);
            assert_eq!(
                to_thread(|| 8).await.unwrap(),
                8,
                "the thread is free again"
            );
        });
    }
}

#[test]
fn a_limit_waits_for_its_end_and_gives_its_value() {
    on_both_flavours(async || {
        let Running { task, tell } = running().await;
        let mut waiting = Box::pin(wait_for(task, Duration::ZERO));
        assert!(poll_once(&mut waiting).is_pending());
        tell.send(7).unwrap();
        assert_eq!(waiting.await.unwrap(), 7);
    });
}

#[test]
fn a_group_waits_for_it_even_when_another_fails() {
    on_both_flavours(async || {
        let group: TaskGroup<&str> = TaskGroup::new();
        let (tell, told) = mpsc::channel();
        let (begins, begun) = oneshot::channel();
        let function = to_thread(move || {
            begins.send(()).unwrap();
            told.recv().map_err(|_| "nothing was told")
        });
        let function = group.create_task(function).unwrap();
        begun.await.unwrap();
        let failing = group.create_task(async { Err::<(), _>("failed") }).unwrap();
        assert_eq!(failing.await, Err(GroupTaskError::Failed));
        let mut joined = Box::pin(group.join());
        let_others_run().await;
        assert!(poll_once(&mut joined).is_pending());
        tell.send(7).unwrap();
        assert_eq!(joined.await.unwrap_err().failures.len(), 1);
        assert_eq!(function.await, Ok(7));
    });
}

#[test]
fn it_has_a_thread_of_its_own() {
    on_both_flavours(async || {
        let here = thread::current().id();
        let there = to_thread(|| thread::current().id());
        assert_ne!(there.await.unwrap(), here);
    });
}

/// Coroutines that a function runs belong to the function's task.
#[test]
fn a_graceful_coroutine_in_it_is_asked() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let runtime = Handle::current();
        let task = to_thread(move || {
            runtime.block_on(or_hang(graceful(async |cancel: CancelRequest| {
                begins.send(()).unwrap();
                cancel.requested().await;
                "asked"
            })))
        });
        begun.await.unwrap();
        assert_eq!(task.cancel_and_wait().await.unwrap(), "asked");
    });
}

/// A function can't end as cancelled: accepting the request would wait forever.
#[test]
fn a_graceful_coroutine_in_it_can_not_accept() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let runtime = Handle::current();
        let task: Task<()> = to_thread(move || {
            runtime.block_on(graceful(async |cancel: CancelRequest| {
                begins.send(()).unwrap();
                cancel.accept().await;
            }));
        });
        begun.await.unwrap();
        let panic = or_hang(task.cancel_and_wait()).await.unwrap_err();
        let panic = panic.into_panic();
        let message = text(&*panic);
        assert!(
            message.contains("await `requested` and return"),
            "{message}"
        );
    });
}

#[test]
fn without_a_runtime_it_panics_at_the_callers_line() {
    let message = panics_here(|| to_thread(|| 7));
    assert!(message.contains("no tokio runtime"), "{message}");
}

#[test]
fn it_begins_without_being_awaited() {
    on_current_thread(async {
        let Running { task, tell } = running().await;
        tell.send(7).unwrap();
        ended(&task).await;
        assert_eq!(task.await.unwrap(), 7);
    });
}
