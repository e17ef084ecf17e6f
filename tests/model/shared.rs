//! A task with several awaiters.

#[path = "../../runtime/src/task/shared.rs"]
mod task;

use std::pin::pin;
use std::task::{Context, Waker};

use loom::future::block_on;
use loom::thread;

pub use self::task::{SharedTask, SharedTaskFuture};
use crate::task::task;
use crate::{check, check_interrupted, end, join};

// Contract 6.2.
#[test]
fn each_awaiter_is_woken_and_gets_the_outcome() {
    check_interrupted(2, || {
        let (running, handle) = task();
        let shared = SharedTask::from(handle);
        let ending = end(running, 42);
        let awaiter = shared.clone();
        let awaiting =
            thread::spawn(move || assert_eq!(block_on(awaiter.into_future()).unwrap(), 42));
        assert_eq!(block_on(shared.into_future()).unwrap(), 42);
        join([ending, awaiting]);
    });
}

// Contract 6.2.
#[test]
fn an_awaiter_that_is_dropped_while_the_task_ends_takes_no_wake_from_another() {
    check_interrupted(3, || {
        let (running, handle) = task();
        let shared = SharedTask::from(handle);
        let ending = end(running, 42);
        let awaiter = shared.clone();
        let dropping = thread::spawn(move || {
            let awaiting = pin!(awaiter.into_future());
            let _ = awaiting.poll(&mut Context::from_waker(Waker::noop()));
        });
        assert_eq!(block_on(shared.into_future()).unwrap(), 42);
        join([ending, dropping]);
    });
}

// Contract 6.2.
#[test]
fn a_task_that_ends_while_it_becomes_shared_gives_its_outcome() {
    check(|| {
        let (running, handle) = task();
        let ending = end(running, 42);
        let shared = SharedTask::from(handle);
        assert_eq!(block_on((&shared).into_future()).unwrap(), 42);
        assert!(shared.is_finished());
        join([ending]);
    });
}
