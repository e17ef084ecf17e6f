//! `Task`: its value, its panic, its conversions, its `Debug` output, and its behaviour when it is detached.

use std::panic::panic_any;
use std::sync::mpsc;

use ensure_future::{Task, accepts_awaitable, create_task, ensure_future};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, spawn_blocking, yield_now};

use support::{History, let_others_run, lifeline, on_both_flavours, text};

/// A type without `Debug` and `Clone`.
struct Opaque;

#[test]
fn a_task_gives_its_coroutines_value() {
    on_both_flavours(async || {
        assert_eq!(create_task(async { "value" }).await.unwrap(), "value");
        assert_eq!(ensure_future(async { "value" }).await.unwrap(), "value");
    });
}

// Contract 5.1.
#[test]
fn a_panic_comes_with_its_payload() {
    on_both_flavours(async || {
        let literal: Task<()> = create_task(async { panic!("a literal") });
        let error = literal.await.unwrap_err();
        assert!(error.is_panic() && !error.is_cancelled());
        assert_eq!(text(&*error.into_panic()), "a literal");

        let formatted: Task<()> = ensure_future(async { panic!("{} of {}", 1, 2) });
        let error = formatted.await.unwrap_err();
        assert_eq!(text(&*error.into_panic()), "1 of 2");

        let number: Task<()> = ensure_future(async { panic_any(42_u8) });
        let payload = number.await.unwrap_err().into_panic();
        assert_eq!(*payload.downcast::<u8>().unwrap(), 42);
    });
}

#[test]
fn a_panic_names_the_task() {
    on_both_flavours(async || {
        let task: Task<()> = create_task(async { panic!() });
        let id = task.id();
        assert_eq!(task.await.unwrap_err().id(), id);
    });
}

// Contract 5.1.
#[test]
fn a_panic_comes_through_a_framework_function() {
    #[accepts_awaitable]
    async fn message<T: Send>(task: Task<T>) -> String {
        let payload = task.await.err().expect("it panics").into_panic();
        text(&*payload).to_owned()
    }

    on_both_flavours(async || {
        let running: Task<u8> = create_task(async { panic!("running") });
        let handle: JoinHandle<u8> = tokio::spawn(async { panic!("handle") });
        assert_eq!(
            message::<u8, _>(async { panic!("spawned") }).await,
            "spawned"
        );
        assert_eq!(message(running).await, "running");
        assert_eq!(message::<u8, _>(handle).await, "handle");
    });
}

// Contract 3.1.
#[test]
fn a_dropped_task_runs_to_its_end() {
    on_both_flavours(async || {
        let (release, released) = oneshot::channel::<u8>();
        let (done, result) = oneshot::channel();
        drop(create_task(async {
            let value = released.await.unwrap();
            yield_now().await;
            done.send(value).unwrap();
        }));

        let_others_run().await;
        release.send(7).unwrap();
        assert_eq!(result.await.unwrap(), 7);
    });
}

// Contract 3.1.
#[test]
fn a_task_that_a_framework_drops_runs_to_its_end() {
    #[accepts_awaitable]
    fn forget<T>(_: Task<T>) {}

    #[accepts_awaitable]
    async fn forget_async<T>(_: Task<T>) {
        yield_now().await;
    }

    on_both_flavours(async || {
        let (done, result) = oneshot::channel();
        forget(async { done.send(1).unwrap() });
        assert_eq!(result.await.unwrap(), 1);

        let (done, result) = oneshot::channel();
        forget_async(async { done.send(2).unwrap() }).await;
        assert_eq!(result.await.unwrap(), 2);
    });
}

// Contract 3.1.
#[test]
fn the_result_of_a_dropped_task_is_dropped() {
    on_both_flavours(async || {
        let (line, watch) = lifeline();
        drop(create_task(async { line }));
        watch.dropped().await;
    });
}

#[test]
fn conversions_keep_the_id() {
    on_both_flavours(async || {
        let (release, released) = oneshot::channel::<u8>();
        let handle = tokio::spawn(released);
        let id = handle.id();

        let task = Task::from(handle);
        assert_eq!(task.id(), id);
        let handle = JoinHandle::from(task);
        assert_eq!(handle.id(), id);
        let task: Task<_> = handle.into();
        assert_eq!(task.id(), id);
        let handle: JoinHandle<_> = task.into();

        release.send(7).unwrap();
        assert_eq!(handle.await.unwrap().unwrap(), 7);
    });
}

#[test]
fn a_join_handle_does_not_tie_the_task() {
    on_both_flavours(async || {
        let (release, released) = oneshot::channel::<u8>();
        let (done, result) = oneshot::channel();
        let task = create_task(async { done.send(released.await.unwrap()).unwrap() });

        drop(JoinHandle::from(task));
        release.send(7).unwrap();
        assert_eq!(result.await.unwrap(), 7);
    });
}

#[test]
fn a_blocking_closure_is_a_task_like_any_other() {
    on_both_flavours(async || {
        let (release, released) = mpsc::channel::<u8>();
        let mut task = Task::from(spawn_blocking(move || released.recv().unwrap()));
        assert!(!task.is_finished());
        release.send(7).unwrap();
        assert_eq!((&mut task).await.unwrap(), 7);
        assert!(task.is_finished());
    });
}

#[test]
fn a_blocking_closure_that_has_begun_is_not_interrupted_by_cancel() {
    on_both_flavours(async || {
        let (begun, begins) = oneshot::channel();
        let (release, released) = mpsc::channel::<u8>();
        let task = Task::from(spawn_blocking(move || {
            begun.send(()).unwrap();
            released.recv().unwrap()
        }));
        begins.await.unwrap();

        let ending = task.cancel_and_wait();
        release.send(7).unwrap();
        assert_eq!(ending.await.unwrap(), 7);
    });
}

#[test]
fn a_finished_task_says_so() {
    on_both_flavours(async || {
        let (release, released) = oneshot::channel::<()>();
        let mut task = create_task(released);
        assert!(!task.is_finished());
        release.send(()).unwrap();
        (&mut task).await.unwrap().unwrap();
        assert!(task.is_finished());
    });
}

#[test]
fn a_task_prints_its_id_and_whether_it_has_finished() {
    on_both_flavours(async || {
        let (release, released) = oneshot::channel::<()>();
        let mut task = create_task(async {
            released.await.unwrap();
            Opaque
        });
        let id = format!("id: {:?}", task.id());

        let running = format!("{task:?}");
        assert!(running.starts_with("Task"), "{running}");
        assert!(running.contains(&id), "{running}");
        assert!(running.contains("is_finished: false"), "{running}");

        release.send(()).unwrap();
        let Opaque = (&mut task).await.unwrap();
        let finished = format!("{task:?}");
        assert!(finished.contains(&id), "{finished}");
        assert!(finished.contains("is_finished: true"), "{finished}");
    });
}

#[test]
fn the_future_of_a_task_prints_its_id() {
    on_both_flavours(async || {
        let task = create_task(std::future::pending::<Opaque>());
        let id = task.id();
        let printed = format!("{:?}", task.into_future());
        assert!(printed.starts_with("TaskFuture"), "{printed}");
        assert!(printed.contains("is_finished: "), "{printed}");
        assert!(printed.contains(&format!("{id:?}")), "{printed}");
    });
}

#[test]
fn the_value_outlives_the_coroutine() {
    on_both_flavours(async || {
        let history = History::default();
        let mut task = create_task(history.watch(async { String::from("value") }));
        while !task.is_finished() {
            yield_now().await;
        }
        assert_eq!(history.drops(), 1);
        assert_eq!((&mut task).await.unwrap(), "value");
    });
}
