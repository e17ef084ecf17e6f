//! Memory of a `TaskGroup`: values, children and tasks are freed when nobody needs them.

use std::future::pending;
use std::sync::{Arc, Weak};
use std::thread;

use ensure_future::{GroupTask, TaskGroup};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, yield_now};

use support::{alive_tasks, current_thread, on_current_thread, poll_once};

type Group = TaskGroup<&'static str>;

/// A child that has ended, and a weak reference to its value.
async fn ended(group: &Group) -> (GroupTask<Arc<()>>, Weak<()>) {
    let value = Arc::new(());
    let weak = Arc::downgrade(&value);
    let task = group.create_task(async { Ok(value) }).unwrap();
    while !task.is_finished() {
        yield_now().await;
    }
    (task, weak)
}

#[test]
fn a_value_is_gone_when_it_was_fetched_or_dropped() {
    on_current_thread(async {
        let group = Group::new();
        drop(group.create_task(pending::<Result<(), _>>()).unwrap());

        let (mut task, weak) = ended(&group).await;
        let value = (&mut task).await.unwrap();
        assert_eq!(Arc::strong_count(&value), 1);
        drop(value);
        assert!(weak.upgrade().is_none());

        let (task, weak) = ended(&group).await;
        assert_eq!(weak.strong_count(), 1);
        drop(task);
        assert!(weak.upgrade().is_none());

        let (end, ends) = oneshot::channel::<()>();
        let value = Arc::new(());
        let weak = Arc::downgrade(&value);
        let task = group.create_task(async {
            ends.await.unwrap();
            Ok(value)
        });
        drop(task.unwrap());
        end.send(()).unwrap();
        yield_now().await;
        assert!(weak.upgrade().is_none(), "nobody has wanted it");
    });
}

/// Only the allocator knows the size, so the test reads the memory of the process.
// Contract 8.2.
#[test]
fn a_child_that_lives_on_keeps_no_room_for_the_values_of_others() {
    const ROUNDS: usize = 3_000;
    const LARGE: usize = 16 * 1024;
    let Some(before) = resident_bytes() else {
        return;
    };
    on_current_thread(async {
        let group = Group::new();
        let mut tasks = Vec::new();
        for _ in 0..ROUNDS {
            drop(group.create_task(pending::<Result<(), _>>()).unwrap());
            let mut large = Vec::new();
            for _ in 0..3 {
                large.push(group.create_task(async { Ok([1_u8; LARGE]) }).unwrap());
            }
            for mut task in large {
                assert_eq!((&mut task).await.unwrap()[LARGE - 1], 1);
                tasks.push(task); // its value has been read
            }
        }
        let grown = resident_bytes().unwrap().saturating_sub(before);
        assert!(grown < ROUNDS * LARGE * 3 / 2, "{grown} bytes more");
    });
}

fn resident_bytes() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mut lines = status.lines();
    let resident = lines.find_map(|line| line.strip_prefix("VmRSS:")?.strip_suffix("kB"))?;
    Some(resident.trim().parse::<usize>().ok()? * 1024)
}

/// The number of polls of a group while no task runs.
const POLLS: usize = 1_000;

/// A failed child on a runtime that is not driven, so no task there can cancel its siblings.
fn failing_in(idle: &Runtime) -> JoinHandle<Result<(), &'static str>> {
    idle.spawn_blocking(|| Err("failed"))
}

/// Polls a group many times, and checks that the polls spawn at most one task.
fn spawns_at_most_one(group: &mut (impl Future<Output: Sized> + Unpin)) {
    let before = alive_tasks();
    for _ in 0..POLLS {
        assert!(poll_once(group).is_pending());
    }
    assert!(alive_tasks() <= before + 1, "{} tasks", alive_tasks());
}

#[test]
fn polling_join_after_a_failure_spawns_at_most_one_task() {
    let idle = current_thread();
    on_current_thread(async {
        let group = Group::new();
        let endless = group.create_task(pending::<Result<(), _>>()).unwrap();
        let failing = group.create_task(failing_in(&idle)).unwrap();
        while !failing.is_finished() {
            thread::yield_now(); // no task of this thread is polled
        }
        let mut join = Box::pin(group.join());
        spawns_at_most_one(&mut join);
        assert_eq!(join.await.unwrap_err().failures.len(), 1);
        assert!(endless.is_finished());
    });
}

#[test]
fn polling_a_scope_after_a_failure_spawns_at_most_one_task() {
    let idle = current_thread();
    on_current_thread(async {
        let (give, mut given) = oneshot::channel();
        let mut scope = Box::pin(Group::scope(async |group| {
            let failing = group.create_task(failing_in(&idle)).unwrap();
            give.send(failing).unwrap();
            pending::<Result<(), _>>().await
        }));
        assert!(poll_once(&mut scope).is_pending());
        let failing = given.try_recv().unwrap();
        while !failing.is_finished() {
            thread::yield_now(); // no task of this thread is polled
        }
        spawns_at_most_one(&mut scope);
        assert_eq!(scope.await.unwrap_err().failures.len(), 1);
    });
}

/// A child, its task and the group refer to each other. A cycle would keep the group alive.
// Contract 8.1.
#[test]
fn nothing_of_a_group_is_left_when_it_and_its_tasks_are_dropped() {
    on_current_thread(async {
        let group = Group::new();
        let handle = group.handle();
        let (mut fetched, _) = ended(&group).await;
        (&mut fetched).await.unwrap();
        let (dropped, _) = ended(&group).await;
        drop(dropped);
        let (end, ends) = oneshot::channel::<()>();
        drop(group.create_task(async { Ok(ends.await.is_ok()) }).unwrap());
        let (kept, _) = ended(&group).await;
        let failed = group.create_task(async { Err::<(), _>("failed") });
        end.send(()).unwrap();
        group.join().await.unwrap_err();
        drop((fetched, kept, failed));
        yield_now().await; // drops the task that has cancelled the others
        assert_eq!(format!("{handle:?}"), "TaskGroupHandle { members: None }");
    });
}
