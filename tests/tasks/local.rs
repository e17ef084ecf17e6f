//! `LocalTask`: a `Task` for coroutines that stay on their thread.

use std::cell::RefCell;
use std::future::pending;
use std::rc::Rc;
use std::time::Duration;

use ensure_future::{LocalTask, Task, accepts_awaitable, create_local_task, create_task};
use tokio::runtime::LocalRuntime;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, LocalSet};
use tokio::time::timeout;

use support::keep::keep_local;
use support::{
    History, let_others_run, lifeline, on_both_flavours, on_multi_thread, or_hang, panic_of,
    panics_here, poll_once, text,
};

#[accepts_awaitable]
async fn outcome<T>(task: LocalTask<T>) -> Option<T> {
    task.await.ok()
}

/// Runs a test in every runtime that can spawn local tasks.
fn on_every_local(test: impl AsyncFn()) {
    on_both_flavours(async || LocalSet::new().run_until(test()).await);
    LocalRuntime::new().unwrap().block_on(or_hang(test()));
}

#[test]
fn a_coroutine_that_is_not_send_runs() {
    on_every_local(async || {
        let shared = Rc::new(RefCell::new(Vec::new()));
        let task = create_local_task({
            let shared = Rc::clone(&shared);
            async move {
                shared.borrow_mut().push(1);
                Rc::new(2)
            }
        });
        assert!(shared.borrow().is_empty(), "it is not eager");
        let result: Rc<u8> = keep_local(task).await.unwrap();
        assert_eq!(*result, 2);
        assert_eq!(*shared.borrow(), [1]);
    });
}

#[test]
fn a_framework_function_spawns_a_coroutine_that_is_not_send() {
    on_every_local(async || {
        let shared = Rc::new(7);
        let coroutine = |shared: &Rc<u8>| {
            let shared = Rc::clone(shared);
            async move { shared }
        };
        assert_eq!(keep_local(coroutine(&shared)).await.unwrap(), shared);
        assert_eq!(outcome(coroutine(&shared)).await.unwrap(), shared);
        assert_eq!(
            outcome(keep_local(coroutine(&shared))).await.unwrap(),
            shared
        );
    });
}

#[test]
fn an_unawaited_local_task_runs() {
    on_every_local(async || {
        let (sent, received) = oneshot::channel();
        let not_send = Rc::new(7);
        let task = keep_local(async move { sent.send((tokio::task::id(), *not_send)).unwrap() });
        assert_eq!(received.await.unwrap(), (task.id(), 7));
    });
}

#[test]
fn local_tasks_start_in_the_order_of_their_spawning() {
    on_every_local(async || {
        let order = Rc::new(RefCell::new(Vec::new()));
        let mut tasks = Vec::new();
        for number in 0..10 {
            let order = Rc::clone(&order);
            tasks.push(keep_local(async move { order.borrow_mut().push(number) }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*order.borrow(), (0..10).collect::<Vec<_>>());
    });
}

#[test]
fn a_local_task_can_be_cancelled() {
    on_every_local(async || {
        let history = History::default();
        let task = create_local_task(history.endless());
        let_others_run().await;
        assert!(task.cancel());
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!((history.polls() > 0, history.drops()), (true, 1));

        let mut finished = create_local_task(async {});
        (&mut finished).await.unwrap();
        assert!(finished.is_finished());
        assert!(!finished.cancel());
    });
}

#[test]
fn a_local_task_can_be_cancelled_and_waited_for() {
    on_every_local(async || {
        let history = History::default();
        let not_send = Rc::new(());
        let held = Rc::clone(&not_send);
        let task = create_local_task(history.watch(async move {
            pending::<()>().await;
            drop(held);
        }));
        let_others_run().await;
        assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert_eq!(history.drops(), 1);
        assert_eq!(Rc::strong_count(&not_send), 1);
    });
}

#[test]
fn a_local_task_can_be_cancelled_from_another_thread() {
    on_every_local(async || {
        let not_send = Rc::new(());
        let task = create_local_task(async move {
            pending::<()>().await;
            drop(not_send);
        });
        let remote = task.abort_handle();
        assert_eq!(remote.id(), task.id());
        let_others_run().await;
        tokio::task::spawn_blocking(move || remote.abort())
            .await
            .unwrap();
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_dropped_local_task_runs_to_its_end() {
    on_every_local(async || {
        let (release, released) = oneshot::channel::<u8>();
        let (done, result) = oneshot::channel();
        let not_send = Rc::new(1);
        drop(create_local_task(async move {
            done.send(released.await.unwrap() + *not_send).unwrap();
        }));
        let_others_run().await;
        release.send(6).unwrap();
        assert_eq!(result.await.unwrap(), 7);
    });
}

#[test]
fn awaiting_a_local_task_by_value_ties_it() {
    on_every_local(async || {
        let history = History::default();
        let inner = create_local_task(history.endless());
        let outer = create_local_task(async { inner.await.unwrap() });
        let_others_run().await;
        assert!(outer.cancel_and_wait().await.unwrap_err().is_cancelled());
        let_others_run().await;
        assert_eq!(history.drops(), 1);
    });
}

#[test]
fn awaiting_a_local_task_by_reference_does_not_tie_it() {
    on_every_local(async || {
        let (release, released) = oneshot::channel::<Rc<u8>>();
        let mut task = create_local_task(async { released.await.unwrap() });
        for _ in 0..3 {
            assert!(poll_once(&mut (&mut task).into_future()).is_pending());
        }
        release.send(Rc::new(7)).unwrap();
        assert_eq!(*(&mut task).await.unwrap(), 7);
    });
}

#[tokio::test(start_paused = true)]
async fn a_timeout_leaves_no_local_orphan() {
    let history = History::default();
    let waiting = async {
        let task = create_local_task(history.endless());
        timeout(Duration::from_secs(60), task).await.unwrap_err();
        let_others_run().await;
    };
    LocalSet::new().run_until(waiting).await;
    assert_eq!(history.drops(), 1);
}

#[test]
fn a_panic_comes_with_its_payload() {
    on_every_local(async || {
        let task: LocalTask<Rc<u8>> = create_local_task(async { panic!("local") });
        let error = task.await.unwrap_err();
        assert_eq!(text(&*error.into_panic()), "local");
    });
}

#[test]
fn conversions_keep_the_id() {
    on_every_local(async || {
        let handle = tokio::task::spawn_local(async { Rc::new(7) });
        let id = handle.id();
        let task = LocalTask::from(handle);
        assert_eq!(task.id(), id);
        let handle = JoinHandle::from(task);
        assert_eq!(handle.id(), id);
        assert_eq!(*handle.await.unwrap(), 7);
    });
}

#[test]
fn a_local_task_prints_its_id_and_whether_it_has_finished() {
    struct Opaque;

    on_every_local(async || {
        let mut task = create_local_task(async { Opaque });
        let id = format!("id: {:?}", task.id());
        let running = format!("{task:?}");
        assert!(running.starts_with("LocalTask"), "{running}");
        assert!(running.contains(&id), "{running}");
        assert!(running.contains("is_finished: false"), "{running}");

        let Opaque = (&mut task).await.unwrap();
        let finished = format!("{task:?}");
        assert!(finished.contains("is_finished: true"), "{finished}");
    });
}

fn assert_names_what_is_missing(message: &str) {
    assert!(message.contains("LocalSet"), "{message}");
    assert!(message.contains("LocalRuntime"), "{message}");
}

#[test]
fn outside_of_any_runtime_it_panics_at_the_callers_line() {
    let history = History::default();
    assert_names_what_is_missing(&panics_here(|| create_local_task(history.endless())));
    assert_names_what_is_missing(&panics_here(|| keep_local(history.endless())));
    assert_eq!((history.polls(), history.drops()), (0, 2));
}

#[test]
fn in_a_runtime_that_is_not_local_it_panics_with_the_reason() {
    let refused = async || {
        let history = History::default();
        // tokio loses the caller's line here, so the panic names a line in tokio.
        let panic = panic_of(|| create_local_task(history.endless()));
        assert_names_what_is_missing(&panic.message);
        assert_eq!((history.polls(), history.drops()), (0, 1));
    };
    on_both_flavours(async || refused().await);
    on_multi_thread(async { create_task(refused()).await }).unwrap();
}

#[test]
fn on_another_thread_of_a_local_runtime_it_panics_with_the_reason() {
    let runtime = LocalRuntime::new().unwrap();
    let elsewhere = runtime.spawn_blocking(|| panic_of(|| create_local_task(pending::<()>())));
    let message = runtime.block_on(elsewhere).unwrap().message;
    assert!(message.contains("LocalRuntime"), "{message}");
    assert!(message.contains("thread"), "{message}");
}

#[test]
fn what_was_coerced_before_a_panic_runs_on() {
    #[accepts_awaitable]
    fn both(first: Task<()>, second: LocalTask<()>) -> (Task<()>, LocalTask<()>) {
        (first, second)
    }

    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let endless = line.endless();
        panic_of(|| both(endless, pending::<()>()));
        watch.started().await;
        assert!(watch.is_alive());
    });
}
