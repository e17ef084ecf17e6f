//! The two sets that `wait` returns: their members and their order.

use std::error::Error;
use std::future;
use std::iter;
use std::sync::Arc;

use ensure_future::{ReturnWhen, Task, WaitError, create_task, wait};
use tokio::sync::{AcquireError, Semaphore};
use tokio::task::{Id, yield_now};
use tokio::time::{Duration, Instant, advance, pause};

use support::alive::leaving_none;
use support::child::{End, Way, child};
use support::forms::{Form, in_every_form};
use support::{let_others_run, now, on_both_flavours, on_current_thread, poll_once};

/// More results than tokio's cooperative budget (128) lets a task take in one poll.
const MANY: usize = 1000;

async fn many_that_have_ended() -> Vec<Task<usize>> {
    let tasks: Vec<_> = (0..MANY)
        .map(|number| create_task(future::ready(number)))
        .collect();
    for task in &tasks {
        while !task.is_finished() {
            yield_now().await;
        }
    }
    tasks
}

#[test]
fn nothing_is_not_waited_for() {
    let error = now(wait(iter::empty::<Task<()>>(), ReturnWhen::AllCompleted)).unwrap_err();
    assert_eq!(error, WaitError::Empty);
    assert_eq!(
        error.to_string(),
        "there is nothing to wait for: the collection of awaitables is empty"
    );
    assert!(error.source().is_none());
}

#[test]
fn the_tasks_are_the_very_same_ones() {
    on_both_flavours(async || {
        leaving_none(async {
            let endless = [(); 2].map(|()| create_task(future::pending::<()>()));
            let ended = create_task(async {});
            let id = ended.id();
            let ids: Vec<_> = endless.iter().map(Task::id).collect();
            let [first, last] = endless;
            let waiting = wait([first, ended, last], ReturnWhen::FirstCompleted);
            let waited = waiting.await.unwrap();
            assert_eq!(waited.done[0].id, id);
            let pending: Vec<_> = waited.pending.iter().map(Task::id).collect();
            assert_eq!(pending, ids);
            for task in waited.pending {
                assert!(!task.is_finished());
                assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
            }
        })
        .await;
    });
}

#[test]
fn all_that_have_ended_too_are_done_however_many_they_are() {
    on_current_thread(async {
        for return_when in [ReturnWhen::FirstCompleted, ReturnWhen::AllCompleted] {
            let children = many_that_have_ended().await;
            let waited = wait(children, return_when).await.unwrap();
            assert_eq!(waited.done.len(), MANY);
            assert!(waited.pending.is_empty());
        }
    });
}

#[test]
fn all_that_have_ended_are_done_at_the_limit_too() {
    on_current_thread(async {
        let endless = create_task(future::pending());
        let children = many_that_have_ended().await.into_iter().chain([endless]);
        let waiting = wait(children, ReturnWhen::AllCompleted).timeout(Duration::ZERO);
        let waited = waiting.await.unwrap();
        assert_eq!((waited.done.len(), waited.pending.len()), (MANY, 1));
    });
}

in_every_form! {
    done_are_in_the_order_in_which_they_ended
    those_that_ended_before_the_first_poll_are_in_the_order_in_which_they_were_passed
}

async fn done_are_in_the_order_in_which_they_ended<F: Form>() {
    let order = order_of_three::<F>(1).await;
    assert_eq!(order, [End::Error, End::Panic, End::Value]);
}

async fn those_that_ended_before_the_first_poll_are_in_the_order_in_which_they_were_passed<
    F: Form,
>() {
    let order = order_of_three::<F>(0).await;
    assert_eq!(order, [End::Value, End::Error, End::Panic]);
}

/// The order of `done` for three children. The child that was passed first ends last, between two polls or before the
/// first poll.
async fn order_of_three<F: Form>(polls_before: usize) -> Vec<End> {
    let (first, mut ends_last) = child::<F>(Way::Returns).await;
    let (second, mut ends_first) = child::<F>(Way::Fails).await;
    let (third, mut ends_second) = child::<F>(Way::Panics).await;
    let mut waiting = wait([first, second, third], ReturnWhen::AllCompleted);
    for _ in 0..polls_before {
        assert!(poll_once(&mut waiting).is_pending());
    }
    for child in [&mut ends_first, &mut ends_second, &mut ends_last] {
        child.end_and_tell().await;
    }
    let done = waiting.await.unwrap().done.into_iter();
    done.map(|child| End::of(child.result)).collect()
}

#[test]
fn the_limit_is_that_of_the_clock_from_the_first_poll_on() {
    on_current_thread(async {
        pause();
        let limit = Duration::from_secs(5);
        let waiting = wait([future::pending::<()>()], ReturnWhen::AllCompleted).timeout(limit);
        advance(limit).await;
        let begin = Instant::now();
        assert_eq!(waiting.await.unwrap().pending.len(), 1);
        let resolution = Duration::from_millis(2); // tokio's timers round up
        assert!((limit..limit + resolution).contains(&begin.elapsed()));
    });
}

#[test]
fn the_limit_begins_with_the_first_poll_however_many_have_ended() {
    on_current_thread(async {
        pause();
        let limit = Duration::from_secs(5);
        let endless = create_task(future::pending());
        let children = many_that_have_ended().await.into_iter().chain([endless]);
        let mut waiting = wait(children, ReturnWhen::AllCompleted).timeout(limit);
        let begin = Instant::now();
        assert!(poll_once(&mut waiting).is_pending());
        advance(limit).await;
        assert_eq!(waiting.await.unwrap().done.len(), MANY);
        let resolution = Duration::from_millis(2); // tokio's timers round up
        assert!((limit..limit + resolution).contains(&begin.elapsed()));
    });
}

#[test]
fn a_deadline_is_one_of_the_clock_however_late_the_first_poll() {
    on_current_thread(async {
        pause();
        let limit = Duration::from_secs(5);
        let begin = Instant::now();
        let endless = [future::pending::<()>()];
        let waiting = wait(endless, ReturnWhen::AllCompleted).timeout_at(begin + limit);
        advance(Duration::from_secs(3)).await;
        assert_eq!(waiting.await.unwrap().pending.len(), 1);
        let resolution = Duration::from_millis(2); // tokio's timers round up
        assert!((limit..limit + resolution).contains(&begin.elapsed()));
    });
}

#[test]
fn all_that_have_ended_are_done_after_the_deadline_too() {
    on_current_thread(async {
        pause();
        let deadline = Instant::now();
        advance(Duration::from_secs(1)).await;
        let endless = create_task(future::pending());
        let children = many_that_have_ended().await.into_iter().chain([endless]);
        let waiting = wait(children, ReturnWhen::AllCompleted).timeout_at(deadline);
        let waited = waiting.await.unwrap();
        assert_eq!((waited.done.len(), waited.pending.len()), (MANY, 1));
    });
}

#[test]
fn of_a_limit_and_a_deadline_the_last_one_counts() {
    on_current_thread(async {
        pause();
        let (short, long) = (Duration::from_secs(1), Duration::from_secs(60));
        let endless = || wait([future::pending::<()>()], ReturnWhen::AllCompleted);
        let begin = Instant::now();
        let waiting = endless().timeout(long).timeout_at(begin + short);
        waiting.await.unwrap();
        assert!(begin.elapsed() < long);
        let waiting = endless().timeout_at(begin + long).timeout(short);
        waiting.await.unwrap();
        assert!(begin.elapsed() < long);
    });
}

/// tokio's cooperative budget for one poll. The last result may use it up.
const BUDGET: usize = 128;

#[test]
fn the_limit_holds_however_many_have_ended() {
    on_current_thread(async {
        pause();
        for ended in 0..=2 * BUDGET {
            let mut children = many_that_have_ended().await;
            children.truncate(ended);
            children.push(create_task(future::pending()));
            let waiting =
                wait(children, ReturnWhen::AllCompleted).timeout(Duration::from_millis(1));
            let waited = create_task(waiting).await.unwrap().unwrap();
            assert_eq!((waited.done.len(), waited.pending.len()), (ended, 1));
        }
    });
}

#[test]
fn the_first_exception_is_seen_however_many_end_with_it() {
    on_current_thread(async {
        for ending in 1..=2 * BUDGET {
            let gate = Arc::new(Semaphore::new(0));
            let mut children: Vec<Task<Result<(), AcquireError>>> = Vec::new();
            for _ in 0..ending {
                let gate = gate.clone();
                children.push(create_task(async move { gate.acquire().await.map(drop) }));
            }
            children.push(create_task(future::pending()));
            let waiting = wait(children, ReturnWhen::FirstException).exception_if(Result::is_err);
            let waiting = create_task(waiting);
            let_others_run().await;
            gate.close(); // an error for all of them
            let waited = waiting.await.unwrap().unwrap();
            assert_eq!((waited.done.len(), waited.pending.len()), (ending, 1));
        }
    });
}

#[test]
fn it_shows_the_tasks_that_run() {
    on_current_thread(async {
        let endless = create_task(future::pending::<()>());
        let id: Id = endless.id();
        let shown = format!("{:?}", wait([endless], ReturnWhen::FirstException));
        assert_eq!(
            shown,
            format!("Wait {{ return_when: FirstException, running: [{id:?}], .. }}")
        );
    });
}
