//! The timeout of a scope whose body and children have ended, while tasks that they left behind still run.

use std::time::Duration;

use ensure_future::{TaskGroup, create_task, graceful};
use tokio::sync::mpsc;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use support::on_paused_clock;

const LIMIT: Duration = Duration::from_millis(100);

/// Leaves a task behind, which ends after the limit.
async fn leave_behind() {
    let cleans_up = create_task(graceful(async |cancel| {
        cancel.requested().await;
        sleep(3 * LIMIT).await;
    }));
    yield_now().await;
    drop(cleans_up.into_future());
}

// Contract 4.6.
#[test]
fn a_value_is_returned_although_something_is_left_behind_at_the_limit() {
    on_paused_clock(async {
        let by_the_body = TaskGroup::<()>::scope(async |_| {
            leave_behind().await;
            Ok("value")
        });
        let by_a_child = TaskGroup::<()>::scope(async |group| {
            drop(group.create_task(async {
                leave_behind().await;
                Ok(())
            }));
            Ok("value")
        });
        let started = Instant::now();
        assert_eq!(by_the_body.timeout(LIMIT).await.unwrap(), "value");
        assert_eq!(started.elapsed(), 3 * LIMIT);
        let started = Instant::now();
        assert_eq!(by_a_child.timeout(LIMIT).await.unwrap(), "value");
        assert_eq!(started.elapsed(), 3 * LIMIT);
    });
}

// Contract 4.6.
#[test]
fn a_child_that_runs_at_the_limit_is_timed_out_whatever_others_left_behind() {
    on_paused_clock(async {
        let scope = TaskGroup::<()>::scope(async |group| {
            drop(group.create_task(async {
                leave_behind().await;
                Ok(())
            }));
            drop(group.create_task(async {
                sleep(2 * LIMIT).await;
                Ok(())
            }));
            leave_behind().await;
            Ok("value")
        });
        let started = Instant::now();
        assert!(scope.timeout(LIMIT).await.unwrap_err().is_timed_out());
        assert_eq!(started.elapsed(), 3 * LIMIT);
    });
}

/// A task that was left behind has a handle to the group, and tries to add children while it cleans up.
#[test]
fn after_the_limit_no_child_is_added() {
    on_paused_clock(async {
        let (add, mut added) = mpsc::unbounded_channel();
        let scope = TaskGroup::<()>::scope(async |group| {
            let handle = group.clone();
            drop(group.create_task(async move {
                let cleans_up = create_task(graceful(async move |cancel| {
                    cancel.requested().await;
                    for _ in 0..2 {
                        sleep(LIMIT * 2 / 3).await;
                        let child = handle.create_task(async { Ok(()) });
                        add.send(child.is_ok()).unwrap();
                    }
                }));
                yield_now().await;
                drop(cleans_up.into_future());
                Ok(())
            }));
            Ok("value")
        });
        assert_eq!(scope.timeout(LIMIT).await.unwrap(), "value");
        assert_eq!(added.recv().await, Some(true));
        assert_eq!(added.recv().await, Some(false));
    });
}
