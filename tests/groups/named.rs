//! The names and positions of children, by which a failure is identified.

use ensure_future::{
    ClosedError, TaskFailure, TaskGroup, TaskGroupError, create_named_task, create_task,
    named_tasks, task_name,
};
use tokio::task::yield_now;

use support::{on_both_flavours, on_current_thread};

type Whose = (Option<String>, Option<usize>);

fn whose<E>(failure: &TaskFailure<E>) -> Whose {
    (
        failure.name.as_ref().map(ToString::to_string),
        failure.index,
    )
}

fn all<E>(error: &TaskGroupError<E>) -> Vec<Whose> {
    error.failures.iter().map(whose).collect()
}

fn named(name: &str, index: usize) -> Whose {
    (Some(name.to_owned()), Some(index))
}

#[test]
fn a_failure_carries_the_name_and_the_position_of_the_child() {
    on_both_flavours(async || {
        let group = TaskGroup::new();
        drop(group.create_task(async { Ok(()) }));
        let child = group.create_named_task("backup", async { Err::<(), _>("disk full") });
        let id = child.unwrap().id();
        let error = group.join().await.unwrap_err();
        assert_eq!(all(&error), [named("backup", 1)]);
        assert_eq!(error.failures[0].id, Some(id));
        let text = "in a task group, task `backup` failed: disk full";
        assert_eq!(error.to_string(), text);
        assert_eq!(error.into_boxed().to_string(), text);
    });
}

/// The name leaves the registry when the child ends, and the failure is reported later.
#[test]
fn a_task_that_is_passed_keeps_its_name() {
    on_both_flavours(async || {
        let group = TaskGroup::new();
        let (gate, opened) = tokio::sync::oneshot::channel::<()>();
        let task = create_named_task("worker", async {
            opened.await.unwrap();
            Err::<(), _>("failed")
        });
        drop(group.create_task(task));
        gate.send(()).unwrap();
        assert_eq!(all(&group.join().await.unwrap_err()), [named("worker", 0)]);
        assert!(named_tasks().is_empty());
    });
}

#[test]
fn a_panic_is_shown_under_the_name() {
    on_current_thread(async {
        let group = TaskGroup::<String>::new();
        let child = group.create_named_task::<()>("worker", async { panic!("broken") });
        let id = child.unwrap().id();
        let shown = group.join().await.unwrap_err().failures[0].to_string();
        let panicked = format!("task `worker` failed: task {id} panicked with message \"broken\"");
        assert_eq!(shown, panicked);
    });
}

/// A key in the group is reused after a child has left. A position is not.
#[test]
fn positions_count_all_children_that_were_added() {
    on_current_thread(async {
        let group = TaskGroup::new();
        for _ in 0..3 {
            let child = group.create_named_task("early", async { Ok(()) }).unwrap();
            child.await.unwrap();
        }
        drop(group.create_task(async { Err::<(), _>("failed") }));
        assert_eq!(all(&group.join().await.unwrap_err()), [(None, Some(3))]);
    });
}

#[test]
fn several_failures_tell_whose_they_are() {
    on_current_thread(async {
        let group = TaskGroup::new();
        drop(group.create_named_task("a", async { Err::<(), _>(1) }));
        drop(group.create_task(async { Err::<(), _>(2) }));
        drop(group.create_named_task("c", async { Err::<(), _>(3) }));
        let failures = all(&group.join().await.unwrap_err());
        assert_eq!(failures, [named("a", 0), (None, Some(1)), named("c", 2)]);
    });
}

#[test]
fn the_body_of_a_scope_has_neither() {
    on_both_flavours(async || {
        let scope = TaskGroup::scope(async |group| {
            drop(group.create_named_task("child", async { Ok(()) }));
            Err::<(), _>("the body's")
        });
        assert_eq!(all(&scope.await.unwrap_err()), [(None, None)]);
    });
}

#[test]
fn a_panic_that_no_child_has_caused_has_neither() {
    struct Panics;

    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("in a destructor");
        }
    }

    on_current_thread(async {
        let group = TaskGroup::<()>::new();
        let child = group
            .create_named_task("child", async { Ok(Panics) })
            .unwrap();
        yield_now().await;
        drop(child);
        assert_eq!(all(&group.join().await.unwrap_err()), [(None, None)]);
    });
}

#[test]
fn a_child_can_add_others_under_names() {
    on_both_flavours(async || {
        let group = TaskGroup::new();
        let handle = group.handle();
        let (gate, opened) = tokio::sync::oneshot::channel::<()>();
        let parent = group.create_task(async move {
            opened.await.unwrap(); // otherwise the child may be added before its parent
            let child = handle.create_named_task("child", async { Err::<(), _>("failed") });
            drop(child);
            Ok(())
        });
        drop(parent);
        gate.send(()).unwrap();
        assert_eq!(all(&group.join().await.unwrap_err()), [named("child", 1)]);
    });
}

#[test]
fn a_group_that_is_closed_returns_the_named_task() {
    on_both_flavours(async || {
        let group = TaskGroup::<()>::new();
        let handle = group.handle();
        group.cancel();
        let refused = group.create_named_task("late", async { Ok(1) });
        let later = handle.create_named_task("later", async { Ok(2) });
        drop(group);
        let latest = handle.create_named_task("latest", async { Ok(3) });
        let mut values = Vec::new();
        for refused in [refused, later, latest] {
            let task = refused
                .map(drop)
                .map_err(ClosedError::into_task)
                .unwrap_err();
            values.push(task.await.unwrap());
        }
        assert_eq!(values, [Ok(1), Ok(2), Ok(3)]);
    });
}

/// If no child has a name, failures have none either. Names outside the group do not matter.
#[test]
fn a_name_elsewhere_is_not_that_of_a_child() {
    on_current_thread(async {
        let other = create_named_task("other", std::future::pending::<()>());
        assert_eq!(task_name(other.id()).as_deref(), Some("other"));
        let group = TaskGroup::new();
        drop(group.create_task(create_task(async { Err::<(), _>("failed") })));
        assert_eq!(all(&group.join().await.unwrap_err()), [(None, Some(0))]);
        other.cancel();
    });
}
