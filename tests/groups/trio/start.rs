//! Children that say when they are ready.

use std::future::pending;
use std::time::Duration;

use ensure_future::{GroupTaskError, Ready, StartError, TaskGroup};
use tokio::time::{Instant, sleep};

use support::{all_idle, on_current_thread, on_paused_clock};

const SECOND: Duration = Duration::from_secs(1);

/// Trio's `test_run::test_nursery_start`.
#[test]
fn start_waits_until_the_child_is_ready_and_the_scope_until_it_has_ended() {
    on_paused_clock(async {
        let started = Instant::now();
        let scope = TaskGroup::<()>::scope(async |group| {
            let child = async |ready: Ready<u8>| {
                sleep(SECOND).await;
                ready.send(1);
                sleep(SECOND).await;
                Ok(())
            };
            let (value, _) = group.start(child).await.unwrap();
            assert_eq!(started.elapsed(), SECOND);
            Ok(value)
        });
        assert_eq!(scope.await.unwrap(), 1);
        assert_eq!(started.elapsed(), 2 * SECOND);
    });
}

/// Trio's `test_run::test_nursery_start_with_cancelled_nursery`.
#[test]
fn a_group_that_is_cancelled_about_the_time_of_readiness_cancels_the_child() {
    on_current_thread(async {
        for cancels_before in [true, false] {
            let group = TaskGroup::<()>::new();
            let handle = group.handle();
            let child = async move |ready: Ready<()>| {
                if cancels_before {
                    handle.cancel();
                }
                ready.send(());
                if !cancels_before {
                    handle.cancel();
                }
                pending::<Result<(), ()>>().await
            };
            let ((), child) = group.start(child).await.unwrap();
            assert_eq!(child.await, Err(GroupTaskError::Cancelled));
            group.join().await.unwrap();
        }
    });
}

/// Trio's `test_run::test_nursery_start_keeps_nursery_open`.
#[test]
fn a_scope_waits_for_children_that_others_start_in_it() {
    on_paused_clock(async {
        let started = Instant::now();
        let others = TaskGroup::<()>::new();
        let scope = TaskGroup::<()>::scope(async |group| {
            for _ in 0..2 {
                let group = group.clone();
                drop(others.create_task(async move {
                    let child = async |ready: Ready<()>| {
                        sleep(2 * SECOND).await;
                        ready.send(());
                        sleep(3 * SECOND).await;
                        Ok(())
                    };
                    group.start(child).await.map(drop).map_err(drop)
                }));
                sleep(SECOND).await;
            }
            Ok(())
        });
        scope.await.unwrap();
        assert_eq!(started.elapsed(), 6 * SECOND);

        let started = Instant::now();
        let scope = TaskGroup::<()>::scope(async |group| {
            let crashes = others.create_task(async move {
                let child = async |_: Ready<()>| {
                    sleep(7 * SECOND).await;
                    Err::<(), _>(())
                };
                Ok(group.start(child).await.unwrap_err())
            });
            all_idle().await;
            Ok(crashes.unwrap())
        });
        let crashes = scope.await.unwrap();
        assert_eq!(started.elapsed(), 7 * SECOND);
        assert_eq!(crashes.await, Ok(StartError::Failed(())));
        others.join().await.unwrap();
    });
}
