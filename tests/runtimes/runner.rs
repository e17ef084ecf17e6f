//! `Runner`: coroutines in sequence on one runtime. Nothing is left of the runtime afterwards.

use std::cell::Cell;
use std::future::pending;
use std::rc::Rc;
use std::sync::mpsc;
use std::thread;

use ensure_future::{
    Runner, create_local_task, create_named_task, create_task, graceful, named_tasks,
    run_coroutine_threadsafe,
};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::alive::leaving_none;
use support::{History, alive_tasks, on_current_thread, panic_of};

#[test]
fn it_runs_one_coroutine_after_the_other() {
    let mut runner = Runner::new().unwrap();
    let borrowed = Cell::new(1);
    runner.run(async { borrowed.set(2) });
    let not_send = runner.run(async { Rc::new(borrowed.get()) });
    assert_eq!(*not_send, 2);
    let id = runner.handle().id();
    assert_eq!(
        runner.run(async { tokio::runtime::Handle::current().id() }),
        id
    );
}

#[test]
fn what_one_leaves_behind_goes_on_in_the_next() {
    let mut runner = Runner::new().unwrap();
    let history = History::default();
    let (sender, receiver) = oneshot::channel();
    let (sent, local) = runner.run(async {
        drop(create_task(history.endless()));
        let sent = create_task(async { receiver.await.unwrap() });
        let local = create_local_task(async { *Rc::new(2) });
        (sent, local)
    });
    assert_eq!(history.polls(), 0, "nothing runs between them");
    sender.send(1).unwrap();
    let sum = runner.run(async { sent.await.unwrap() + local.await.unwrap() });
    assert_eq!((sum, history.polls(), history.drops()), (3, 1, 0));
    assert_eq!(
        runner.run(async {
            leaving_none(async {}).await;
            alive_tasks()
        }),
        1
    );
    drop(runner);
    assert_eq!(history.drops(), 1);
}

#[test]
fn it_can_be_used_again_after_a_panic() {
    let mut runner = Runner::new().unwrap();
    let history = History::default();
    let panic = panic_of(|| {
        runner.run(async {
            drop(create_task(history.endless()));
            yield_now().await;
            panic!("main")
        })
    });
    assert_eq!(panic.message, "main");
    assert_eq!(history.drops(), 0);
    assert_eq!(runner.run(async { 7 }), 7);
}

#[test]
fn its_handle_is_for_other_threads() {
    let mut runner = Runner::new().unwrap();
    let handle = runner.handle().clone();
    let (scheduled, is_scheduled) = mpsc::channel();
    let plain = thread::spawn(move || {
        let task = run_coroutine_threadsafe(async { create_task(async { 7 }).await }, &handle);
        scheduled.send(()).unwrap();
        task.result().unwrap().unwrap()
    });
    is_scheduled.recv().unwrap();
    runner.run(async {
        while !plain.is_finished() {
            yield_now().await;
        }
    });
    assert_eq!(plain.join().unwrap(), 7);
}

#[test]
fn inside_a_runtime_it_panics_and_goes_on() {
    let mut runner = Runner::new().unwrap();
    let task = runner.run(async { create_task(async { 7 }) });
    let mut runner = on_current_thread(async move {
        panic_of(|| runner.run(async {}));
        runner
    });
    assert_eq!(runner.run(task.into_future()).unwrap(), 7);
}

/// tokio refuses to drop a runtime inside another. The left-over tasks are dropped all the same.
#[test]
fn inside_a_runtime_it_can_not_be_dropped() {
    for is_graceful in [false, true] {
        let mut runner = Runner::new().unwrap();
        let history = History::default();
        runner.run(async {
            let graceful = graceful(async move |_| {
                if is_graceful {
                    pending::<()>().await;
                }
            });
            drop(create_task(history.watch(async {
                graceful.await;
                pending::<()>().await;
            })));
            yield_now().await;
        });
        on_current_thread(async { panic_of(|| drop(runner)) });
        assert_eq!(history.drops(), 1);
    }
}

#[test]
fn no_name_is_left() {
    let mut runner = Runner::new().unwrap();
    let task = runner.run(async {
        drop(create_named_task("left", pending::<()>()));
        create_named_task("also left", pending::<()>())
    });
    assert_eq!(runner.run(async { named_tasks().len() }), 2);
    let id = task.id();
    drop(runner);
    assert_eq!(ensure_future::task_name(id), None);
}
