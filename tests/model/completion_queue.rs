//! The completion queue.

#[path = "../../runtime/src/combine/completion_queue/queue.rs"]
mod queue;
#[path = "../../runtime/src/combine/completion_queue/watch.rs"]
mod watch;
#[path = "../../runtime/src/combine/completion_queue/watched.rs"]
mod watched;

use std::future::poll_fn;
use std::task::{Context, Waker};

use loom::future::block_on;
use loom::thread;

use self::queue::CompletionQueue;
use self::watched::Watched;
use crate::shared::SharedTask;
use crate::task::{Running, task};
use crate::{Completed, Task, check, check_interrupted, end, join};

/// Makes a queue of tasks that have not ended.
fn queue<const N: usize>() -> ([Running<usize>; N], CompletionQueue<Task<usize>>) {
    let mut handles = Vec::new();
    let running = [(); N].map(|()| {
        let (running, handle) = task();
        handles.push(Task::from(handle));
        running
    });
    (running, CompletionQueue::new(handles))
}

/// Waits for the next outcome, and returns its index and its value.
fn next<W: Watched>(queue: &mut CompletionQueue<W>) -> Option<(usize, W::Output)> {
    let completed = block_on(poll_fn(|context| queue.poll_next(context)))?;
    let Completed { index, result, .. } = completed;
    Some((index, result.unwrap()))
}

/// Waits for all outcomes, and returns them in the order of their indices.
fn rest<W: Watched<Output: Ord>>(mut queue: CompletionQueue<W>) -> Vec<(usize, W::Output)> {
    let mut outcomes = Vec::new();
    while let Some(outcome) = next(&mut queue) {
        outcomes.push(outcome);
    }
    outcomes.sort_unstable();
    outcomes
}

// Contract 2.2, 6.2.
#[test]
fn each_outcome_is_returned_once_of_tasks_that_end_while_they_are_being_watched() {
    check_interrupted(3, || {
        let ([first, second], queue) = queue();
        let threads = [end(first, 10), end(second, 11)];
        assert_eq!(rest(queue), [(0, 10), (1, 11)]);
        join(threads);
    });
}

// Contract 2.2, 6.2.
#[test]
fn each_outcome_is_returned_once_of_watched_tasks_that_end_at_the_same_time() {
    check_interrupted(3, || {
        let ([first, second], mut queue) = queue();
        let mut context = Context::from_waker(Waker::noop());
        assert!(queue.poll_next(&mut context).is_pending());
        let threads = [end(first, 10), end(second, 11)];
        assert_eq!(rest(queue), [(0, 10), (1, 11)]);
        join(threads);
    });
}

/// The waker of the first poll is that of another task, which does not poll any more.
// Contract 6.2.
#[test]
fn a_consumer_that_moves_is_woken_where_it_is() {
    check(|| {
        let ([running], mut queue) = queue();
        let thread = end(running, 10);
        let elsewhere = queue.poll_next(&mut Context::from_waker(Waker::noop()));
        assert_eq!(rest(queue).len(), usize::from(elsewhere.is_pending()));
        join([thread]);
    });
}

// Contract 2.2.
#[test]
fn the_outcome_of_a_shared_task_is_returned_if_another_awaiter_fetches_it_first() {
    check_interrupted(2, || {
        let (running, handle) = task();
        let shared = SharedTask::from(handle);
        let queue = CompletionQueue::new([shared.clone().into_future()]);
        let awaiting =
            thread::spawn(move || assert_eq!(block_on(shared.into_future()).unwrap(), 10));
        let ending = end(running, 10);
        assert_eq!(rest(queue), [(0, 10)]);
        join([awaiting, ending]);
    });
}

// Contract 2.2, 3.3.
#[test]
fn a_queue_that_is_abandoned_while_a_task_ends_cancels_the_others() {
    check_interrupted(3, || {
        let ([first, second], mut queue) = queue();
        let ending = end(first, 10);
        let sibling = thread::spawn(move || second.end_when_aborted());
        assert_eq!(next(&mut queue), Some((0, 10)));
        queue.abandon();
        join([ending, sibling]);
    });
}
