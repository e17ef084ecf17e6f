//! Edge cases of what a child leaves behind: cycles, depth, runtimes that end or are not driven, local tasks.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use ensure_future::{
    LocalTask, SpawnLocal, TaskGroup, create_local_task, create_task, create_task_on, graceful,
    run, to_thread,
};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, LocalSet, yield_now};

use support::leaves::Leaves;
use support::{
    current_thread, let_others_run, multi_thread, on_both_flavours, on_current_thread, or_hang,
    poll_once,
};

type Failing = Result<(), ()>;

// Contract 6.4.
#[test]
fn a_group_that_its_own_child_drops_ends() {
    on_both_flavours(async || {
        let leaves = Leaves::default();
        let group = Arc::new(TaskGroup::<()>::new());
        let (give, given) = oneshot::channel::<Arc<TaskGroup<()>>>();
        let leaf = leaves.spinning::<Failing>();
        let mine = leaves.spinning::<()>();
        let child = group.create_task(async move {
            let group = given.await.unwrap();
            drop(group.create_task(leaf));
            yield_now().await;
            drop(group); // the last owner
            drop(mine);
            Ok(1)
        });
        assert!(give.send(group).is_ok());
        assert_eq!(child.unwrap().await, Ok(1));
        while leaves.alive() > 0 {
            yield_now().await;
        }
    });
}

// Contract 6.4.
#[test]
fn a_group_that_its_grandchild_drops_ends() {
    on_both_flavours(async || {
        let leaves = Leaves::default();
        let around = TaskGroup::<()>::new();
        let leaf = leaves.spinning::<Failing>();
        let owner = around.create_task(async move {
            let group = TaskGroup::<()>::new();
            let (give, given) = oneshot::channel::<TaskGroup<()>>();
            let child = group.create_task(async move {
                let inner = TaskGroup::<()>::new();
                drop(inner.create_task(async move {
                    let group = given.await.unwrap();
                    drop(group.create_task(leaf));
                    yield_now().await;
                    drop(group); // its child waits for this task
                    std::future::pending::<Failing>().await
                }));
                inner.join().await.unwrap();
                Ok(())
            });
            assert!(give.send(group).is_ok());
            let _ended = child.unwrap().await;
            Ok(())
        });
        owner.unwrap().await.unwrap();
        around.join().await.unwrap();
        while leaves.alive() > 0 {
            yield_now().await;
        }
    });
}

/// Nested groups: each is in a child of the next. A group ends when the group inside it has ended.
fn nested(depth: usize, leaves: Leaves) -> Pin<Box<dyn Future<Output = Failing> + Send>> {
    Box::pin(async move {
        let group = TaskGroup::<()>::new();
        if depth == 0 {
            drop(group.create_task(leaves.spinning::<Failing>()));
        } else {
            drop(group.create_task(nested(depth - 1, leaves)));
        }
        group.join().await.map_err(drop)
    })
}

#[test]
fn three_thousand_groups_in_each_other_end() {
    on_both_flavours(async || {
        let leaves = Leaves::default();
        let group = TaskGroup::<()>::new();
        drop(group.create_task(nested(3_000, leaves.clone())));
        leaves.made().await;
        group.cancel();
        group.join().await.unwrap();
        assert_eq!(leaves.alive(), 0);
    });
}

#[test]
fn a_leaf_on_a_runtime_that_nobody_drives_is_waited_for_until_the_runtime_is_dropped() {
    on_both_flavours(async || {
        let idle = current_thread();
        let handle = idle.handle().clone();
        let leaves = Leaves::default();
        let leaf = leaves.spinning::<()>();
        let group = TaskGroup::<()>::new();
        let (begins, begun) = oneshot::channel();
        drop(group.create_task(async move {
            let task = create_task_on(&handle, leaf);
            begins.send(()).unwrap();
            task.await.map_err(drop)
        }));
        begun.await.unwrap();
        group.cancel();
        let mut joined = Box::pin(group.join());
        for _ in 0..100 {
            assert!(poll_once(&mut joined).is_pending());
            yield_now().await;
        }
        assert_eq!(leaves.alive(), 1);
        idle.shutdown_background();
        let _ended = joined.await; // an error if the child saw the end of its leaf
        assert_eq!(leaves.alive(), 0);
    });
}

// Contract 6.3.
#[test]
fn a_runtime_that_shuts_down_under_a_group_that_is_joined_elsewhere() {
    on_both_flavours(async || {
        let other = multi_thread();
        let leaves = Leaves::default();
        let group = TaskGroup::<()>::new();
        let child = other.spawn({
            let leaves = leaves.clone();
            async move {
                let inner = TaskGroup::<()>::new();
                drop(inner.create_task(leaves.spinning::<Failing>()));
                inner.join().await.map_err(drop)
            }
        });
        drop(group.create_task(child));
        leaves.made().await;
        other.shutdown_background();
        let _cancelled = group.join().await;
        assert_eq!(leaves.alive(), 0);
    });
}

#[test]
fn a_refused_task_that_is_dropped_is_left_behind() {
    on_both_flavours(async || {
        let leaves = Leaves::default();
        let group = TaskGroup::<()>::new();
        let leaf = leaves.graceful(0); // the leaf counts as alive until it is dropped
        let (begins, begun) = oneshot::channel();
        let child = group.create_task(async move {
            let closed = TaskGroup::<()>::new();
            closed.cancel();
            let refused = create_task(graceful(async move |cancel| {
                begins.send(()).unwrap();
                cancel.requested().await;
                yield_now().await;
                drop(leaf);
                Ok(())
            }));
            begun.await.unwrap();
            drop(closed.create_task(refused));
            Ok(())
        });
        child.unwrap().await.unwrap();
        group.join().await.unwrap();
        assert_eq!(leaves.alive(), 0);
    });
}

#[test]
fn a_group_and_an_awaited_task_in_a_local_task() {
    run(async {
        for _ in 0..100 {
            let leaves = Leaves::default();
            let leaf = leaves.clone();
            let not_send = Rc::new(());
            let (begins, begun) = oneshot::channel();
            let local = create_local_task(async move {
                let group = TaskGroup::<()>::new();
                drop(group.create_task(leaf.spinning::<Failing>()));
                let inner = create_local_task({
                    let (not_send, leaf) = (not_send.clone(), leaf.clone());
                    async move {
                        begins.send(()).unwrap();
                        let leaf = create_task(leaf.graceful(10));
                        leaf.await.unwrap();
                        drop(not_send);
                    }
                });
                inner.await.unwrap();
                drop((group, not_send));
            });
            begun.await.unwrap();
            let_others_run().await;
            assert!(local.cancel_and_wait().await.unwrap_err().is_cancelled());
            assert_eq!(leaves.alive(), 0);
        }
    });
}

#[test]
fn a_local_value_that_is_not_send() {
    run(async {
        let order = Rc::new(RefCell::new(Vec::new()));
        let log = order.clone();
        let (begins, begun) = oneshot::channel();
        let local = create_local_task(async move {
            let inner: LocalTask<Rc<()>> = create_local_task(graceful(async move |cancel| {
                begins.send(()).unwrap();
                cancel.requested().await;
                for _ in 0..10 {
                    yield_now().await;
                }
                log.borrow_mut().push("inner");
                Rc::new(())
            }));
            inner.await.unwrap();
        });
        begun.await.unwrap();
        local.cancel_and_wait().await.unwrap_err();
        order.borrow_mut().push("outer");
        assert_eq!(*order.borrow(), ["inner", "outer"]);
    });
}

#[test]
fn a_local_task_of_a_spawner() {
    run(async {
        let set = LocalSet::new();
        let leaves = Leaves::default();
        let leaf = leaves.clone();
        set.run_until(async {
            let (begins, begun) = oneshot::channel();
            let inner = SpawnLocal::spawn_local(&set, async move {
                begins.send(()).unwrap();
                leaf.graceful(10).await;
            });
            let outer = create_local_task(async { inner.await.unwrap() });
            begun.await.unwrap();
            let_others_run().await;
            outer.cancel_and_wait().await.unwrap_err();
        })
        .await;
        assert_eq!(leaves.alive(), 0);
    });
}

#[test]
fn a_local_set_in_the_body_of_a_scope_notes_for_its_own_tasks() {
    on_current_thread(async {
        let leaves = Leaves::default();
        let leaf = leaves.clone();
        let set = LocalSet::new();
        let ended = TaskGroup::<()>::scope(async |_| {
            set.run_until(async {
                let (begins, begun) = oneshot::channel();
                let local = create_local_task(async move {
                    begins.send(()).unwrap();
                    create_task(leaf.graceful(10)).await.unwrap();
                });
                begun.await.unwrap();
                let_others_run().await;
                local.cancel_and_wait().await.unwrap_err();
            })
            .await;
            Ok(leaves.alive())
        });
        assert_eq!(ended.await.unwrap(), 0);
    });
}

#[test]
fn a_handle_is_cancelled_but_not_waited_for() {
    on_both_flavours(async || {
        let leaves = Leaves::default();
        let group = TaskGroup::<()>::new();
        let (gate, open) = oneshot::channel::<()>();
        let (begins, begun) = oneshot::channel();
        let leaf = leaves.graceful(0);
        let child = group.create_task(async move {
            let task = create_task(graceful(async move |cancel| {
                begins.send(()).unwrap();
                cancel.requested().await;
                let _ = open.await;
                drop(leaf);
            }));
            begun.await.unwrap();
            let task = ensure_future::Task::from(JoinHandle::from(task));
            drop(task.into_future());
            Ok(())
        });
        child.unwrap().await.unwrap();
        group.join().await.unwrap();
        assert_eq!(leaves.alive(), 1);
        drop(gate);
    });
}

#[test]
fn blocking_code_is_waited_for_as_a_child_and_not_as_what_a_child_leaves_behind() {
    on_both_flavours(async || {
        let ended = Arc::new(Mutex::new(false));
        let group = TaskGroup::<()>::new();
        let (gate, open) = std::sync::mpsc::channel::<()>();
        let (begins, begun) = oneshot::channel();
        let child = group.create_task(async move {
            let blocking = to_thread(move || {
                begins.send(()).unwrap();
                let _ = open.recv();
            });
            begun.await.unwrap();
            drop(blocking.into_future());
            Ok(())
        });
        child.unwrap().await.unwrap();
        group.join().await.unwrap(); // the function still blocks
        drop(gate);

        let group = TaskGroup::<()>::new();
        let (gate, open) = std::sync::mpsc::channel::<()>();
        let (begins, begun) = oneshot::channel();
        let has_ended = ended.clone();
        drop(group.create_task(to_thread(move || {
            begins.send(()).unwrap();
            let _ = open.recv();
            *has_ended.lock().unwrap() = true;
            Ok(())
        })));
        begun.await.unwrap();
        group.cancel();
        let mut joined = Box::pin(group.join());
        assert!(poll_once(&mut joined).is_pending());
        drop(gate);
        joined.await.unwrap();
        assert!(*ended.lock().unwrap());
    });
}

#[test]
fn outside_a_task_nothing_is_noted() {
    let runtime = current_thread();
    let leaves = Leaves::default();
    let task = create_task_on(&runtime, leaves.graceful(0));
    drop(task.into_future());
    let group = TaskGroup::<()>::new();
    runtime.block_on(or_hang(async {
        drop(group.create_task(leaves.spinning::<Failing>()));
        drop(group);
        assert!(Handle::try_current().is_ok());
        while leaves.alive() > 0 {
            yield_now().await;
        }
    }));
}
