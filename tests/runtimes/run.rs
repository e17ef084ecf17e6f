//! `run`: a runtime for one coroutine. Nothing is left of the runtime afterwards.

use std::cell::Cell;
use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use ensure_future::{create_local_task, create_task, ensure_future, run};
use tokio::runtime::Handle;
use tokio::task::{spawn_blocking, yield_now};

use support::{History, alive_tasks, on_current_thread, on_multi_thread, panics_here, text};

#[test]
fn it_returns_the_value() {
    assert_eq!(run(async { 42 }), 42);
    let not_send = run(async { Rc::new(42) });
    assert_eq!(*not_send, 42);
}

#[test]
fn the_coroutine_may_borrow_from_its_surroundings() {
    let name = String::from("name");
    let count = Cell::new(0);
    let borrowed: &str = run(async {
        count.set(count.get() + 1);
        yield_now().await;
        count.set(count.get() + 1);
        &name
    });
    assert_eq!(borrowed, name);
    assert_eq!(count.get(), 2);
}

#[test]
fn both_kinds_of_task_can_be_made() {
    let sum = run(async {
        let not_send = Rc::new(1);
        let local = create_local_task(async move { *not_send });
        let sent = create_task(async { 2 });
        let ensured = ensure_future(async { 4 });
        local.await.unwrap() + sent.await.unwrap() + ensured.await.unwrap()
    });
    assert_eq!(sum, 7);
}

#[test]
fn a_spawned_task_can_make_local_tasks() {
    let value = run(async {
        let outer = create_task(async { create_local_task(async { *Rc::new(7) }) });
        outer.await.unwrap().await.unwrap()
    });
    assert_eq!(value, 7);
}

#[test]
fn what_is_left_is_cancelled_before_it_returns() {
    let history = History::default();
    let mut outlives = run(async {
        drop(create_task(history.endless()));
        drop(create_local_task(history.endless()));
        let started = create_task(history.endless());
        yield_now().await;
        assert_eq!(history.polls(), 3);
        drop(create_task(history.endless()));
        started
    });
    assert_eq!(history.drops(), 4);
    assert!(outlives.is_finished());
    let mut outcome = (&mut outlives).into_future();
    let outcome = support::now(&mut outcome);
    assert!(outcome.unwrap_err().is_cancelled());
}

#[test]
fn what_is_left_is_cancelled_after_a_panic_too() {
    let history = History::default();
    let panicking = AssertUnwindSafe(|| {
        run(async {
            drop(create_task(history.endless()));
            drop(create_local_task(history.endless()));
            yield_now().await;
            panic!("main");
        })
    });
    let payload = catch_unwind(panicking).unwrap_err();
    assert_eq!(text(&*payload), "main");
    assert_eq!((history.polls(), history.drops()), (2, 2));
}

#[test]
fn the_panic_of_a_task_does_not_end_it() {
    let outcome = run(async {
        let error = create_task(async { panic!("task") }).await.unwrap_err();
        text(&*error.into_panic()).to_owned()
    });
    assert_eq!(outcome, "task");
}

#[test]
fn a_blocking_closure_that_has_begun_is_waited_for() {
    let ended = Arc::new(AtomicBool::new(false));
    let (release, released) = mpsc::channel::<()>();
    run(async {
        let (begun, begins) = tokio::sync::oneshot::channel();
        let ended = Arc::clone(&ended);
        drop(spawn_blocking(move || {
            begun.send(()).unwrap();
            // Waits until `release` is dropped, which happens when `main` has ended.
            released.recv().unwrap_err();
            ended.store(true, Ordering::SeqCst);
        }));
        begins.await.unwrap();
        drop(release);
    });
    assert!(ended.load(Ordering::SeqCst));
}

#[test]
fn timers_work() {
    let limit = Duration::from_millis(1);
    let elapsed = run(async { tokio::time::timeout(limit, pending::<()>()).await });
    elapsed.unwrap_err();
}

#[test]
fn every_run_has_a_new_runtime() {
    let id = || run(async { (Handle::current().id(), alive_tasks()) });
    let (first, second) = (id(), id());
    assert_ne!(first.0, second.0);
    assert_eq!((first.1, second.1), (0, 0));
    Handle::try_current().unwrap_err();
}

#[test]
fn inside_a_runtime_it_panics_at_the_callers_line() {
    async fn nested() {
        let history = History::default();
        let message = panics_here(|| run(history.endless()));
        assert!(message.contains("runtime"), "{message}");
        assert_eq!((history.polls(), history.drops()), (0, 1));
        // The outer runtime still works.
        create_task(async {}).await.unwrap();
    }

    on_current_thread(nested());
    on_multi_thread(nested());
    on_multi_thread(async { create_task(nested()).await.unwrap() });
    run(nested());
}

#[test]
fn on_a_thread_for_blocking_closures_it_works() {
    on_current_thread(async {
        let value = spawn_blocking(|| run(async { create_task(async { 7 }).await.unwrap() }));
        assert_eq!(value.await.unwrap(), 7);
    });
}
