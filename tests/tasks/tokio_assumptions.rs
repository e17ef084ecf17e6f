//! The runtime's assumptions about tokio: a test for each entry of `runtime/src/util/tokio_assumptions.rs`, with its
//! name.

use std::future::{pending, poll_fn};
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::{Id, JoinError, JoinHandle, LocalSet, coop, spawn_blocking, try_id, yield_now};
use tokio::time::{Instant, sleep};

use support::wakers::{Event, panicking_waker, waker_at};
use support::{
    History, current_thread, let_others_run, on_both_flavours, on_current_thread, panic_of,
};

fn poll<T>(task: &mut JoinHandle<T>, waker: &Waker) -> Poll<Result<T, JoinError>> {
    Pin::new(task).poll(&mut Context::from_waker(waker))
}

/// A task that ends when the sender is used or dropped.
fn gated() -> (oneshot::Sender<()>, JoinHandle<()>) {
    let (gate, opened) = oneshot::channel();
    let task = tokio::spawn(async move {
        let _ = opened.await;
    });
    (gate, task)
}

/// A waker that counts how often one kind of event happens.
fn counting(event: Event) -> (Waker, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let waker = waker_at(event, move || {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    (waker, count)
}

#[test]
fn finished_before_woken() {
    on_both_flavours(async || {
        let (gate, mut task) = gated();
        let (sender, mut observed) = mpsc::unbounded_channel();
        let handle = task.abort_handle();
        let waker = waker_at(Event::Wake, move || {
            sender.send(handle.is_finished()).expect("the test listens");
        });
        assert!(poll(&mut task, &waker).is_pending());
        drop(gate);
        assert_eq!(observed.recv().await, Some(true));
    });
}

#[test]
fn woken_once() {
    on_current_thread(async {
        let (gate, opened) = oneshot::channel::<()>();
        let ends: [JoinHandle<()>; 3] = [
            tokio::spawn(async { opened.await.unwrap() }),
            tokio::spawn(pending()),
            tokio::spawn(async {
                yield_now().await;
                panic!("expected");
            }),
        ];
        let mut wakes = Vec::new();
        for mut task in ends {
            let ((earlier, none), (last, one)) = (counting(Event::Wake), counting(Event::Wake));
            assert!(poll(&mut task, &earlier).is_pending());
            assert!(poll(&mut task, &last).is_pending());
            wakes.push((task, none, one));
        }
        let_others_run().await;
        gate.send(()).unwrap();
        wakes[1].0.abort();
        let_others_run().await;
        for (mut task, none, one) in wakes {
            assert!(poll(&mut task, Waker::noop()).is_ready());
            drop(task);
            let counts = [none, one].map(|count| count.load(Ordering::SeqCst));
            assert_eq!(counts, [0, 1]);
        }
    });
}

#[test]
fn panics_are_caught() {
    struct PanicOnDrop;

    impl Drop for PanicOnDrop {
        fn drop(&mut self) {
            panic!("expected: an output is dropped");
        }
    }

    on_both_flavours(async || {
        let (gate, mut task) = gated();
        assert!(poll(&mut task, &panicking_waker(Event::Wake)).is_pending());
        drop(gate);
        let (gate, opened) = oneshot::channel::<()>();
        let output = tokio::spawn(async {
            let _ = opened.await;
            PanicOnDrop
        });
        let handle = output.abort_handle();
        drop(output);
        drop(gate);
        while !task.is_finished() || !handle.is_finished() {
            yield_now().await;
        }
        let others = [(); 8].map(|()| tokio::spawn(yield_now()));
        for other in others {
            other.await.unwrap(); // every worker goes on
        }
    });
}

#[test]
fn finished_is_ready() {
    on_both_flavours(async || {
        let mut task = tokio::spawn(async { 42 });
        while !task.is_finished() {
            yield_now().await;
        }
        let output = poll(&mut task, Waker::noop()).map(Result::unwrap);
        assert_eq!(output, Poll::Ready(42));
    });
}

#[test]
fn pending_is_free() {
    on_current_thread(async {
        let mut task = tokio::spawn(pending::<()>());
        for _ in 0..1_000 {
            assert!(poll(&mut task, Waker::noop()).is_pending());
        }
        assert!(coop::has_budget_remaining());
    });
}

#[test]
fn no_budget_no_waker() {
    on_current_thread(async {
        let (gate, mut task) = gated();
        let (waker, count) = counting(Event::Wake);
        poll_fn(|context| {
            while let Poll::Ready(turn) = coop::poll_proceed(context) {
                turn.made_progress();
            }
            assert!(poll(&mut task, &waker).is_pending());
            Poll::Ready(())
        })
        .await;
        let_others_run().await;
        let before = count.load(Ordering::SeqCst);
        drop(gate);
        let_others_run().await;
        assert!(task.is_finished());
        assert_eq!(count.load(Ordering::SeqCst), before, "the task kept it");
    });
}

#[test]
fn old_waker_is_dropped() {
    on_current_thread(async {
        let mut task = tokio::spawn(pending::<()>());
        let (old, drops) = counting(Event::Drop);
        assert!(poll(&mut task, &old).is_pending());
        assert!(poll(&mut task, Waker::noop()).is_pending());
        assert_eq!(drops.load(Ordering::SeqCst), 1);

        let panicking = panicking_waker(Event::Drop);
        assert!(poll(&mut task, &panicking).is_pending());
        mem::forget(panicking);
        panic_of(|| poll(&mut task, Waker::noop()));
        assert!(poll(&mut task, Waker::noop()).is_pending());
    });
}

#[test]
fn output_is_given_once() {
    on_current_thread(async {
        let mut task = tokio::spawn(async {});
        (&mut task).await.unwrap();
        panic_of(|| poll(&mut task, Waker::noop()));
    });
}

#[test]
fn id_is_set() {
    struct TellOnDrop(mpsc::UnboundedSender<Option<Id>>);

    impl Drop for TellOnDrop {
        fn drop(&mut self) {
            self.0.send(try_id()).expect("the test listens");
        }
    }

    on_both_flavours(async || {
        let (sender, mut ids) = mpsc::unbounded_channel();
        let task = tokio::spawn(async move {
            let tell = TellOnDrop(sender);
            tell.0.send(try_id()).expect("the test listens");
            pending::<()>().await;
        });
        assert_eq!(ids.recv().await, Some(Some(task.id())), "while polled");
        task.abort();
        assert_eq!(ids.recv().await, Some(Some(task.id())), "while dropped");

        let function = spawn_blocking(try_id);
        let id = function.id();
        assert_eq!(function.await.unwrap(), Some(id));
    });
}

#[test]
fn ids_grow() {
    on_both_flavours(async || {
        let ids = [(); 100].map(|()| tokio::spawn(async {}).id());
        assert!(ids.is_sorted());
    });
}

#[test]
fn queued_in_order() {
    on_current_thread(async {
        let (sender, mut order) = mpsc::unbounded_channel();
        let queue = |name| {
            let sender = sender.clone();
            tokio::spawn(async move { sender.send(name).expect("the test listens") })
        };
        let (gate, opened) = oneshot::channel::<()>();
        let woken = sender.clone();
        drop(tokio::spawn(async move {
            let _ = opened.await;
            woken.send("woken").expect("the test listens");
        }));
        let_others_run().await;
        drop(queue("first"));
        drop(gate);
        queue("last").await.unwrap();
        let order = [(); 3].map(|()| order.try_recv().unwrap());
        assert_eq!(order, ["first", "woken", "last"]);
    });
}

#[test]
fn shutdown_drops() {
    let runtime = current_thread();
    let (history, handle) = (History::default(), runtime.handle().clone());
    drop(runtime.spawn(history.endless()));
    drop(runtime);
    assert_eq!(history.drops(), 1);
    drop(handle.spawn(history.endless()));
    assert_eq!((history.polls(), history.drops()), (0, 2));
}

#[test]
fn a_set_drops() {
    let set = LocalSet::new();
    let mut task = set.spawn_local(pending::<()>());
    drop(set);
    let Poll::Ready(Err(error)) = poll(&mut task, Waker::noop()) else {
        panic!("it has not ended");
    };
    assert!(error.is_cancelled());
}

#[test]
fn blocking_is_refused() {
    let receive = || {
        let (sender, receiver) = oneshot::channel::<()>();
        drop(sender);
        receiver.blocking_recv()
    };
    assert!(receive().is_err(), "it does not wait");
    on_both_flavours(async || {
        panic_of(receive);
        let elsewhere = spawn_blocking(receive);
        assert!(elsewhere.await.unwrap().is_err());
    });
}

#[test]
fn far_deadlines() {
    on_current_thread(async {
        assert!(sleep(Duration::MAX).deadline() > Instant::now());
    });
}
