//! Names of tasks: listed while the coroutine lives, and removed afterwards.

use std::future::{pending, ready};
use std::sync::{Arc, mpsc};

use ensure_future::{
    Task, create_named_task, create_task, current_task, graceful, named_tasks, task_name, to_thread,
};
use tokio::sync::oneshot;
use tokio::task::{Id, JoinHandle};

use support::alive::leaving_none;
use support::child::{End, Returned, Way, coroutine};
use support::keep::{keep, keep_handle};
use support::{
    History, current_thread, let_others_run, lifeline, multi_thread, on_both_flavours,
    on_current_thread, panics_here, poll_once,
};

fn name(id: Id) -> Option<String> {
    task_name(id).map(|name| name.to_string())
}

/// The names of the current runtime's tasks.
fn names() -> Vec<String> {
    let names = named_tasks();
    names.iter().map(|(_, name)| name.to_string()).collect()
}

/// The ways to pass the named task on.
const FORMS: [fn(Task<Returned>) -> Task<Returned>; 4] = [
    |task| task,
    keep,
    |task| keep::<Returned, _>(JoinHandle::from(task)),
    |task| keep_handle(task).into(),
];

#[test]
fn every_end_takes_the_name_off_the_list() {
    on_both_flavours(async || {
        for form in FORMS {
            for way in Way::OF_A_TASK {
                leaving_none(one_end(form, way)).await;
                assert_eq!(names(), [""; 0], "{way:?}");
            }
        }
    });
}

async fn one_end(form: fn(Task<Returned>) -> Task<Returned>, way: Way) {
    let (coroutine, mut child) = coroutine(way);
    let task = form(create_named_task("worker", coroutine));
    let id = task.id();
    assert_eq!(name(id).as_deref(), Some("worker"));
    child.started().await;
    assert_eq!(named_tasks(), [(id, Arc::from("worker"))]);
    match way {
        Way::IsAborted => task.abort_handle().abort(),
        Way::IsCancelled => assert!(task.cancel()),
        _ => child.end(),
    }
    let outcome = task.await;
    assert_eq!(name(id), None, "{way:?}");
    assert_eq!(End::of(outcome), way.end());
    assert_eq!(child.ended().await, way.end());
}

#[test]
fn a_dropped_await_takes_the_name_off_the_list() {
    on_both_flavours(async || {
        for polls in 0..2 {
            leaving_none(async {
                let (line, mut watch) = lifeline();
                let mut awaiting = create_named_task("worker", line.endless::<()>()).into_future();
                watch.started().await;
                for _ in 0..polls {
                    assert!(poll_once(&mut awaiting).is_pending());
                }
                drop(awaiting);
                watch.dropped().await;
            })
            .await;
            assert_eq!(names(), [""; 0]);
        }
    });
}

#[test]
fn a_detached_task_keeps_its_name_until_it_ends() {
    on_both_flavours(async || {
        leaving_none(async {
            let (coroutine, mut child) = coroutine(Way::Returns);
            let id = {
                let task = create_named_task("worker", coroutine);
                child.started().await;
                task.id()
            };
            let_others_run().await;
            assert_eq!(name(id).as_deref(), Some("worker"));
            child.goes_on().await;
        })
        .await;
        assert_eq!(names(), [""; 0]);
    });
}

#[test]
fn one_that_never_had_a_turn_leaves_no_name() {
    on_current_thread(async {
        let history = History::default();
        let task = create_named_task("worker", history.endless());
        let id = task.id();
        assert_eq!(names(), ["worker"]);
        task.cancel_and_wait().await.unwrap_err();
        assert_eq!((history.polls(), history.drops()), (0, 1));
        assert_eq!(name(id), None);
    });
}

/// The task may end before `create_named_task` lists it.
#[test]
fn one_that_ends_at_once_leaves_no_name() {
    on_both_flavours(async || {
        leaving_none(async {
            for _ in 0..2000 {
                let task = create_named_task("worker", ready(()));
                let id = task.id();
                task.await.unwrap();
                assert_eq!(name(id), None);
            }
        })
        .await;
        assert_eq!(names(), [""; 0]);
    });
}

#[test]
fn a_task_knows_its_own_name() {
    on_current_thread(async {
        let own = async { current_task().and_then(task_name) };
        let task = create_named_task("worker", own);
        assert_eq!(task.await.unwrap().as_deref(), Some("worker"));
    });
}

/// The task may begin before `create_named_task` lists it. Contention for the list makes that likely.
#[test]
fn a_task_knows_its_own_name_from_its_first_turn_on_another_thread() {
    let runtime = multi_thread();
    runtime.block_on(async {
        let others: Vec<_> = (0..1000)
            .map(|_| create_named_task("other", pending::<()>()))
            .collect();
        let busy = to_thread(|| {
            for _ in 0..20_000 {
                drop(current_task().and_then(task_name));
                drop(named_tasks());
            }
        });
        while !busy.is_finished() {
            let own = async { current_task().and_then(task_name) };
            let task = create_named_task("worker", own);
            assert_eq!(task.await.unwrap().as_deref(), Some("worker"));
        }
        drop(others);
    });
}

struct Asks(mpsc::Sender<Option<String>>);

impl Drop for Asks {
    fn drop(&mut self) {
        let asked = self.0.send(current_task().and_then(name));
        asked.expect("the test listens");
    }
}

/// The name lives as long as the coroutine, so it is listed during the coroutine's destructors.
#[test]
fn destructors_know_the_name() {
    on_both_flavours(async || {
        for way in Way::OF_A_TASK {
            let (sender, receiver) = mpsc::channel();
            let (coroutine, mut child) = coroutine(way);
            let asks = Asks(sender);
            let task = create_named_task("worker", async move {
                let _asks = asks;
                coroutine.await
            });
            child.started().await;
            match way {
                Way::IsAborted => task.abort_handle().abort(),
                Way::IsCancelled => assert!(task.cancel()),
                _ => child.end(),
            }
            let _ = task.await;
            assert_eq!(
                receiver.recv().unwrap().as_deref(),
                Some("worker"),
                "{way:?}"
            );
        }
    });
}

#[test]
fn destructors_know_the_name_also_before_the_first_turn() {
    on_current_thread(async {
        let (sender, receiver) = mpsc::channel();
        let asks = Asks(sender);
        let task = create_named_task("worker", async move {
            let _asks = asks;
            pending::<()>().await;
        });
        task.cancel_and_wait().await.unwrap_err();
        assert_eq!(receiver.recv().unwrap().as_deref(), Some("worker"));
    });
}

#[test]
fn the_list_is_in_the_order_of_their_creation() {
    on_both_flavours(async || {
        let tasks = ["b", "a", "b"].map(|name| create_named_task(name, pending::<()>()));
        let unnamed = create_task(pending::<()>());
        let listed = named_tasks();
        let ids: Vec<_> = listed.iter().map(|&(id, _)| id).collect();
        assert_eq!(ids, tasks.each_ref().map(Task::id));
        assert_eq!(names(), ["b", "a", "b"]);
        assert_eq!(name(unnamed.id()), None);
        for task in tasks {
            task.cancel_and_wait().await.unwrap_err();
        }
        assert_eq!(names(), [""; 0]);
    });
}

#[test]
fn each_runtime_has_its_own_list() {
    assert_eq!(named_tasks().len(), 0, "there is no runtime");
    on_both_flavours(async || {
        let here = create_named_task("here", pending::<()>());
        let other = multi_thread();
        let there = other.spawn(async { create_named_task("there", pending::<()>()).id() });
        let there = there.await.unwrap();
        assert_eq!(names(), ["here"]);
        assert_eq!(
            name(there).as_deref(),
            Some("there"),
            "an id is for all of them"
        );
        other.shutdown_background();
        here.cancel_and_wait().await.unwrap_err();
    });
}

#[test]
fn a_runtime_that_is_shut_down_leaves_no_names() {
    for runtime in [current_thread(), multi_thread()] {
        let handle = runtime.handle().clone();
        let id = runtime.block_on(async {
            let task = create_named_task("worker", pending::<()>());
            let_others_run().await;
            task.id()
        });
        drop(runtime);
        assert_eq!(name(id), None);
        let _inside = handle.enter();
        let late = create_named_task("late", pending::<()>());
        assert_eq!(name(late.id()), None);
        assert_eq!(names(), [""; 0]);
    }
}

#[test]
fn a_graceful_task_keeps_its_name_until_it_has_ended() {
    on_both_flavours(async || {
        let (begins, begun) = oneshot::channel();
        let (proceed, proceeds) = oneshot::channel::<()>();
        let task = create_named_task(
            "worker",
            graceful(async move |_| {
                begins.send(()).unwrap();
                proceeds.await.unwrap();
            }),
        );
        begun.await.unwrap();
        assert!(task.cancel());
        let_others_run().await;
        assert_eq!(names(), ["worker"]);
        proceed.send(()).unwrap();
        task.await.unwrap();
        assert_eq!(names(), [""; 0]);
    });
}

#[test]
fn without_a_runtime_it_panics_at_the_callers_line() {
    let history = History::default();
    let message = panics_here(|| create_named_task("worker", history.endless()));
    assert!(message.contains("no tokio runtime"), "{message}");
    assert_eq!((history.polls(), history.drops()), (0, 1));
}
