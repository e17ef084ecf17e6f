//! Waits for several tasks, some of which are on a runtime that shuts down.

use std::future::pending;
use std::pin::pin;

use ensure_future::{
    GroupTaskError, Ready, ReturnWhen, StartError, TaskGroup, as_completed, buffer_unordered,
    buffered, create_task, gather, race_ok, try_gather, wait,
};

use support::poll_once;

use super::{beside_another, has_been_cancelled, is_cancelled};

// Contract 6.3.
#[test]
fn gather_gives_the_cancellations() {
    beside_another(async |other| {
        let there = other.task::<u8>().await;
        let gathered = gather([there, create_task(async { 7 })]);
        let [there, here] = <[_; 2]>::try_from(other.ends_under(gathered).await).unwrap();
        is_cancelled(there);
        assert_eq!(here.unwrap(), 7);
    });
    beside_another(async |other| {
        let there = other.task::<u8>().await;
        let gathered = gather!(there, async { 7 });
        let (there, here) = other.ends_under(gathered).await;
        is_cancelled(there);
        assert_eq!(here.unwrap(), 7);
    });
}

// Contract 6.3.
#[test]
fn try_gather_and_race_ok_fail() {
    beside_another(async |other| {
        let there = other.task::<Result<u8, ()>>().await;
        let gathered = try_gather([create_task(async { Ok(7) }), there]);
        let error = other.ends_under(gathered).await.unwrap_err();
        assert_eq!(error.index, 1);
        has_been_cancelled(error.failure);
    });
    beside_another(async |other| {
        let there = other.task::<Result<u8, ()>>().await;
        let gathered = try_gather!(async { Ok::<_, ()>(7) }, there);
        let error = other.ends_under(gathered).await.unwrap_err();
        assert_eq!(error.index, 1);
        has_been_cancelled(error.failure);
    });
    beside_another(async |other| {
        let racing = race_ok(other.tasks::<Result<u8, ()>, 2>().await);
        let error = other.ends_under(racing).await.unwrap_err();
        assert_eq!(error.failures.len(), 2);
        error.failures.into_iter().for_each(has_been_cancelled);
    });
}

// Contract 6.3.
#[test]
fn wait_has_them_done() {
    for return_when in [
        ReturnWhen::AllCompleted,
        ReturnWhen::FirstException,
        ReturnWhen::FirstCompleted,
    ] {
        beside_another(async |other| {
            let waiting = wait(other.tasks::<(), 2>().await, return_when);
            let waited = other.ends_under(waiting).await.unwrap();
            if return_when != ReturnWhen::FirstCompleted {
                assert_eq!(waited.done.len(), 2);
            }
            assert!(!waited.done.is_empty());
            for child in waited.done {
                is_cancelled(child.result);
            }
        });
    }
}

// Contract 6.3.
#[test]
fn streams_give_the_cancellations() {
    beside_another(async |other| {
        let mut completed = as_completed(other.tasks::<(), 2>().await);
        is_cancelled(other.ends_under(completed.next()).await.unwrap().result);
        is_cancelled(completed.next().await.unwrap().result);
    });
    beside_another(async |other| {
        let mut ordered = buffered(1, other.tasks::<(), 2>().await);
        is_cancelled(other.ends_under(ordered.next()).await.unwrap());
        is_cancelled(ordered.next().await.unwrap());
    });
    beside_another(async |other| {
        let mut unordered = buffer_unordered(1, other.tasks::<(), 2>().await);
        is_cancelled(other.ends_under(unordered.next()).await.unwrap().result);
        is_cancelled(unordered.next().await.unwrap().result);
    });
}

/// For a group, a cancelled child is not a failure.
// Contract 6.3.
#[test]
fn a_group_and_a_scope_end_and_their_children_are_cancelled() {
    beside_another(async |other| {
        let group = TaskGroup::<()>::new();
        let child = group.create_task(other.task::<Result<(), ()>>().await);
        other.ends_under(group.join()).await.unwrap();
        assert_eq!(child.unwrap().await, Err(GroupTaskError::Cancelled));
    });
    beside_another(async |other| {
        let there = other.task::<Result<u8, ()>>().await;
        let scope = TaskGroup::scope(async |group| {
            let child = group.create_task(there).unwrap();
            Ok(child.await)
        });
        let outcome = other.ends_under(scope).await.unwrap();
        assert_eq!(outcome, Err(GroupTaskError::Cancelled));
    });
    beside_another(async |other| {
        let there = other.stubborn::<Result<u8, &str>>().await;
        let scope = TaskGroup::scope(async |group| {
            drop(group.create_task(there).unwrap());
            Err::<(), _>("failed")
        });
        let error = other.ends_under(scope).await.unwrap_err();
        assert_eq!(error.failures.len(), 1);
    });
}

// Contract 6.3.
#[test]
fn a_child_that_is_started_there_is_cancelled() {
    beside_another(async |other| {
        let group = TaskGroup::<()>::new();
        let mut starting = pin!(group.start(async |ready: Ready<()>| {
            let _never_sent = ready;
            pending::<Result<(), ()>>().await
        }));
        {
            let _inside = other.handle.enter();
            assert!(poll_once(&mut starting).is_pending());
        }
        let outcome = other.ends_under(starting).await;
        assert!(matches!(outcome, Err(StartError::<()>::Cancelled)));
    });
}
