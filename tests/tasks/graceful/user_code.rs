//! User wakers that wait for a request to cancel, and that panic or call back.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Waker};

use ensure_future::{
    CancelRequest, Task, TaskGroup, as_completed, create_task, gather, graceful, try_gather,
};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::user_code::panics;
use support::wakers::{Event, waker_at};
use support::{lifeline, on_both_flavours};

type Requested = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A graceful task that accepts a request, and the request, which other code waits for.
async fn accepting() -> (Task<()>, CancelRequest) {
    let (sender, receiver) = oneshot::channel();
    let task = create_task(graceful(async |cancel: CancelRequest| {
        sender.send(cancel.clone()).ok().unwrap();
        cancel.accept().await;
    }));
    (task, receiver.await.unwrap())
}

/// Polls `requested()` with this waker.
fn wait(cancel: &CancelRequest, waker: &Waker) -> Requested {
    let cancel = cancel.clone();
    let mut requested: Requested = Box::pin(async move { cancel.requested().await });
    let polled = requested.as_mut().poll(&mut Context::from_waker(waker));
    assert!(polled.is_pending());
    requested
}

// Contract 5.3.
#[test]
fn a_waker_that_panics_keeps_nobody_from_being_asked() {
    on_both_flavours(async || {
        let (task, cancel) = accepting().await;
        let panicking = || {
            let panics = panics();
            waker_at(Event::Wake, move || panics())
        };
        let before = wait(&cancel, &panicking());
        let other = create_task({
            let cancel = cancel.clone();
            async move { cancel.requested().await }
        });
        let after = wait(&cancel, &panicking());
        assert!(task.cancel(), "the panic of the waker ends there");
        assert!(task.await.unwrap_err().is_cancelled());
        other.await.unwrap();
        before.await;
        after.await;
    });
}

// Contract 6.1.
#[test]
fn a_waker_may_ask_and_cancel() {
    for event in Event::ALL {
        on_both_flavours(async || {
            let (task, cancel) = accepting().await;
            let task = Arc::new(task);
            let (asked, canceller) = (cancel.clone(), task.clone());
            let is_inside = OnceLock::new();
            let reenter = move || {
                if is_inside.set(()).is_ok() {
                    canceller.cancel();
                }
                drop((asked.is_requested(), format!("{asked:?}")));
            };
            let reenter = Arc::new(reenter);
            let [first, second] = [(); 2].map(|()| {
                let reenter = reenter.clone();
                waker_at(event, move || reenter())
            });
            let cancel = cancel.clone();
            let mut requested: Requested = Box::pin(async move { cancel.requested().await });
            for waker in [&first, &second] {
                if requested
                    .as_mut()
                    .poll(&mut Context::from_waker(waker))
                    .is_ready()
                {
                    break; // the task is already cancelled
                }
            }
            drop((first, second, reenter));
            task.cancel();
            drop(requested);
            while !task.is_finished() {
                yield_now().await;
            }
        });
    }
}

/// When a waker of the first task panics, the other tasks are still cancelled.
// Contract 5.3.
#[test]
fn a_waker_that_panics_keeps_no_sibling_from_being_cancelled() {
    let cancels: [fn(Vec<Task<()>>); 4] = [
        |tasks| gather(tasks).cancel(),
        |tasks| drop(gather(tasks)),
        |tasks| drop(as_completed(tasks)),
        |tasks| {
            let group: TaskGroup<()> = TaskGroup::new();
            for task in tasks {
                let awaiting = task.into_future();
                let child = create_task(async { awaiting.await.map_err(|_| ()) });
                drop(group.create_task(child).unwrap());
            }
            group.cancel();
        },
    ];
    for cancel_all in cancels {
        on_both_flavours(async || {
            let (first, cancel) = accepting().await;
            let panics = panics();
            let waiting = wait(&cancel, &waker_at(Event::Wake, move || panics()));
            let (line, mut watch) = lifeline();
            let second: Task<()> = create_task(line.endless());
            watch.started().await;
            cancel_all(vec![first, second]);
            watch.dropped().await;
            waiting.await;
        });
    }
}

#[test]
fn a_waker_that_panics_keeps_try_gather_from_nothing() {
    on_both_flavours(async || {
        let (first, cancel) = accepting().await;
        let panics = panics();
        let waiting = wait(&cancel, &waker_at(Event::Wake, move || panics()));
        let awaiting = first.into_future(); // owns the task, even if the next future is never polled
        let graceful = create_task(async { awaiting.await.map_err(|_| "cancelled") });
        let failing = create_task(async { Err::<(), _>("failed") });
        let error = try_gather([graceful, failing]).await.unwrap_err();
        assert_eq!(error.index, 1);
        waiting.await;
    });
}
