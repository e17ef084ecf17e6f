//! The end of a group: it waits for everything that its children leave behind, at any depth.

use std::time::Duration;

use ensure_future::{
    Task, TaskGroup, as_completed, buffer_unordered, buffered, create_task, gather, graceful,
    race_ok, try_gather, wait_for,
};
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::leaves::Leaves;
use support::{or_hang, poll_once};

const ROUNDS: usize = 100;

/// Runs a test many times, on a current-thread runtime and on 2 and 8 workers.
fn on_workers(test: impl AsyncFn()) {
    let one = Builder::new_current_thread().enable_all().build().unwrap();
    one.block_on(or_hang(rounds(&test)));
    for workers in [2, 8] {
        let mut many = Builder::new_multi_thread();
        let many = many.worker_threads(workers).enable_all().build().unwrap();
        many.block_on(or_hang(rounds(&test)));
    }
}

async fn rounds(test: &impl AsyncFn()) {
    for _ in 0..ROUNDS {
        test().await;
    }
}

/// Cancels a group whose only child owns a leaf. When the group has ended, no leaf is alive.
async fn ends_with_its_child<F>(child: impl FnOnce(Leaves) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let leaves = Leaves::default();
    let child = child(leaves.clone());
    let group = TaskGroup::<()>::new();
    let (begins, begun) = oneshot::channel();
    let added = group.create_task(async move {
        begins.send(()).unwrap();
        child.await;
        Ok(())
    });
    drop(added);
    begun.await.unwrap();
    leaves.made().await;
    group.cancel();
    group.join().await.unwrap();
    assert_eq!(leaves.alive(), 0);
}

type Failing = Result<(), ()>;

/// Owns a group with four leaves.
async fn group_of(leaves: Leaves) {
    let group = TaskGroup::new();
    for _ in 0..4 {
        drop(group.create_task(leaves.spinning::<Failing>()));
    }
    group.join().await.unwrap();
}

// Contract 3.4.
#[test]
fn a_group_in_a_child() {
    on_workers(async || ends_with_its_child(group_of).await);
}

// Contract 3.4.
#[test]
fn an_awaited_task_in_a_child() {
    on_workers(async || {
        ends_with_its_child(async |leaves| create_task(leaves.spinning()).await.unwrap()).await;
    });
}

#[test]
fn a_running_task_that_is_passed_in() {
    on_workers(async || {
        ends_with_its_child(|leaves| {
            let running = create_task(group_of(leaves));
            async { running.await.unwrap() }
        })
        .await;
    });
}

// Contract 3.4.
#[test]
fn functions_that_wait_for_tasks_in_a_child() {
    on_workers(async || {
        ends_with_its_child(async |leaves| {
            gather([leaves.spinning(), leaves.spinning::<()>()]).await;
        })
        .await;
        ends_with_its_child(async |leaves| {
            let tasks = [leaves.spinning(), leaves.spinning::<Failing>()];
            try_gather(tasks).await.unwrap();
        })
        .await;
        ends_with_its_child(async |leaves| {
            let (number, unit) = (leaves.spinning::<u8>(), leaves.spinning::<()>());
            let _ended = ensure_future::gather!(number, unit).await;
        })
        .await;
        ends_with_its_child(async |leaves| {
            let tasks = [leaves.spinning(), leaves.spinning::<()>()];
            as_completed(tasks).next().await;
        })
        .await;
        ends_with_its_child(async |leaves| {
            let tasks = [leaves.spinning(), leaves.spinning::<()>()];
            buffered(2, tasks).next().await;
        })
        .await;
        ends_with_its_child(async |leaves| {
            let tasks = [leaves.spinning(), leaves.spinning::<()>()];
            buffer_unordered(2, tasks).next().await;
        })
        .await;
        ends_with_its_child(async |leaves| {
            let tasks = [leaves.spinning(), leaves.spinning::<Failing>()];
            race_ok(tasks).await.unwrap();
        })
        .await;
        ends_with_its_child(async |leaves| {
            let limit = Duration::from_secs(3600);
            wait_for(leaves.spinning::<()>(), limit).await.unwrap();
        })
        .await;
    });
}

// Contract 3.4.
#[test]
fn three_levels_of_all_kinds() {
    on_workers(async || {
        ends_with_its_child(async |leaves| {
            let group = TaskGroup::<()>::new();
            drop(group.create_task(async move {
                let inner = create_task(async move {
                    let [one, other] = [leaves.clone(), leaves];
                    gather([
                        create_task(async move { create_task(group_of(one)).await.is_ok() }),
                        create_task(
                            async move { create_task(other.spinning::<()>()).await.is_ok() },
                        ),
                    ])
                    .await;
                });
                inner.await.map_err(drop)
            }));
            group.join().await.unwrap();
        })
        .await;
    });
}

#[test]
fn graceful_leaves() {
    on_workers(async || {
        ends_with_its_child(async |leaves| {
            create_task(async move { gather([leaves.graceful(3), leaves.graceful(30)]).await })
                .await
                .unwrap();
        })
        .await;
    });
}

#[test]
fn a_scope_in_a_child() {
    on_workers(async || {
        ends_with_its_child(async |leaves| {
            TaskGroup::<()>::scope(async |group| {
                drop(group.create_task(leaves.spinning::<Failing>()));
                create_task(leaves.spinning::<Failing>()).await.unwrap()
            })
            .await
            .unwrap();
        })
        .await;
    });
}

#[test]
fn a_scope_in_the_body_of_a_scope() {
    on_workers(async || {
        let leaves = Leaves::default();
        let failed = TaskGroup::scope(async |outer| {
            let leaf = leaves.clone();
            drop(outer.create_task::<(), _>(async move {
                while leaf.alive() < 3 {
                    yield_now().await;
                }
                Err(())
            }));
            TaskGroup::<()>::scope(async |inner| {
                drop(inner.create_task(leaves.spinning::<Failing>()));
                drop(inner.create_task(leaves.spinning::<Failing>()));
                create_task(leaves.spinning::<()>()).await.unwrap();
                Ok(())
            })
            .await
            .map_err(drop)
        })
        .await;
        assert_eq!(failed.unwrap_err().failures.len(), 1);
        assert_eq!(leaves.alive(), 0);
    });
}

#[test]
fn a_dropped_scope_is_left_behind_with_what_its_body_left_behind() {
    on_workers(async || {
        ends_with_its_child(async |leaves| {
            // The body drops a group and goes on. The scope around the body is then dropped with the child.
            TaskGroup::<()>::scope(async |_| {
                let dropped = TaskGroup::<()>::new();
                drop(dropped.create_task(async move {
                    leaves.graceful(10).await;
                    Ok(())
                }));
                yield_now().await;
                drop(dropped);
                std::future::pending::<Failing>().await
            })
            .await
            .unwrap();
        })
        .await;
    });
}

// Contract 3.4.
#[test]
fn what_an_awaited_task_has_left_behind() {
    on_workers(async || {
        let leaves = Leaves::default();
        let group = TaskGroup::<()>::new();
        let leaf = leaves.clone();
        let child = group.create_task(async move {
            let task = create_task(async move {
                let dropped = TaskGroup::<()>::new();
                drop(dropped.create_task(async move {
                    leaf.graceful(20).await;
                    Ok(())
                }));
                yield_now().await;
                "value"
            });
            Ok(task.await.unwrap()) // the task ends by itself, and has left a group behind
        });
        assert_eq!(child.unwrap().await.unwrap(), "value");
        group.join().await.unwrap();
        assert_eq!(leaves.alive(), 0);
    });
}

/// Starts a task that cleans up when it is cancelled, and that ends when the sender is dropped. Then drops an await of
/// the task.
async fn leave_behind(leaves: Leaves, open: oneshot::Receiver<()>) {
    let (begins, begun) = oneshot::channel();
    let leaf = leaves.graceful(0);
    let task = create_task(graceful(async move |cancel| {
        begins.send(()).unwrap();
        cancel.requested().await;
        let _ = open.await;
        drop(leaf);
    }));
    begun.await.unwrap();
    drop(task.into_future());
}

#[test]
fn a_value_is_given_before_what_is_left_behind_is_gone() {
    on_workers(async || {
        let leaves = Leaves::default();
        let group = TaskGroup::<()>::new();
        let (gate, open) = oneshot::channel();
        let leaf = leaves.clone();
        let child = group.create_task(async move {
            leave_behind(leaf, open).await;
            Ok(1)
        });
        assert_eq!(child.unwrap().await, Ok(1));
        let mut ended = Box::pin(group.join());
        assert!(poll_once(&mut ended).is_pending());
        drop(gate);
        ended.await.unwrap();
        assert_eq!(leaves.alive(), 0);
    });
}

#[test]
fn a_failure_cancels_siblings_before_what_is_left_behind_is_gone() {
    on_workers(async || {
        let leaves = Leaves::default();
        let group = TaskGroup::new();
        let sibling = group.create_task(leaves.spinning::<Failing>()).unwrap();
        let (gate, open) = oneshot::channel();
        let leaf = leaves.clone();
        drop(group.create_task::<(), _>(async move {
            leave_behind(leaf, open).await;
            Err(())
        }));
        sibling.await.unwrap_err(); // the sibling is cancelled, although the failed child is still in the group
        let mut ended = Box::pin(group.join());
        assert!(poll_once(&mut ended).is_pending());
        drop(gate);
        assert_eq!(ended.await.unwrap_err().failures.len(), 1);
        assert_eq!(leaves.alive(), 0);
    });
}

/// A task that has begun, and that owns leaves in a group.
async fn owner(leaves: &Leaves) -> Task<Failing> {
    let task = create_task({
        let leaves = leaves.clone();
        async {
            group_of(leaves).await;
            Ok(())
        }
    });
    leaves.made().await;
    task
}

#[test]
fn functions_that_end_a_task_wait_for_what_it_leaves_behind() {
    on_workers(async || {
        let leaves = Leaves::default();
        let cancelled = owner(&leaves).await.cancel_and_wait();
        assert!(cancelled.await.unwrap_err().is_cancelled());
        assert_eq!(leaves.alive(), 0);

        let leaves = Leaves::default();
        let timed_out = wait_for(owner(&leaves).await, Duration::ZERO);
        assert!(timed_out.await.is_err());
        assert_eq!(leaves.alive(), 0);

        let leaves = Leaves::default();
        let gathering = gather([owner(&leaves).await]);
        gathering.cancel();
        assert!(gathering.await[0].is_err());
        assert_eq!(leaves.alive(), 0);

        let leaves = Leaves::default();
        let failing = create_task(async { Err(()) });
        let failed = try_gather([owner(&leaves).await, failing]).await;
        assert_eq!(failed.unwrap_err().index, 1);
        assert_eq!(leaves.alive(), 0);

        let leaves = Leaves::default();
        let owner = owner(&leaves).await;
        let failed = ensure_future::try_gather!(owner, async { Err::<u8, _>(()) }).await;
        assert_eq!(failed.unwrap_err().index, 1);
        assert_eq!(leaves.alive(), 0);
    });
}

/// A group does not wait for detached tasks, nor for a task that is known only by its handle.
// Contract 3.4.
#[test]
fn what_is_not_waited_for() {
    on_workers(async || {
        let leaves = Leaves::default();
        let group = TaskGroup::<()>::new();
        let leaf = leaves.clone();
        let child = group.create_task(async move {
            let detached = create_task(leaf.graceful(1_000_000));
            let abort_handle = detached.abort_handle();
            drop(detached);
            let shielded = ensure_future::shield(leaf.graceful(1_000_000));
            drop(shielded);
            yield_now().await;
            Ok(abort_handle)
        });
        let _abort_handle = child.unwrap().await.unwrap();
        group.join().await.unwrap();
        assert_eq!(leaves.alive(), 2);
    });
}
