//! Panics of user code in the middle of a call, and in destructors while another panic unwinds.

use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};

use ensure_future::{
    ReturnWhen, Task, TaskGroup, as_completed, buffer_unordered, buffered, create_task, gather,
    graceful, race_ok, try_gather, wait,
};
use tokio::sync::oneshot;

use support::user_code::{Value, panics};
use support::wakers::{Event, waker_at};
use support::{let_others_run, on_current_thread, poll_once};

/// A waker that panics whenever a clone of it is dropped, even while its thread is panicking.
fn bomb() -> Waker {
    let panics = panics();
    waker_at(Event::Drop, move || panics())
}

/// Polls a future with a waker that is not dropped itself. The future is pending.
fn poll_with<F: Future + Unpin>(future: &mut F, waker: Waker) {
    let waker = std::mem::ManuallyDrop::new(waker);
    let polled = Pin::new(future).poll(&mut Context::from_waker(&waker));
    assert!(polled.is_pending());
}

// Contract 5.3.
#[test]
fn wait_keeps_the_task_whose_old_waker_panics() {
    on_current_thread(async {
        let (end, told) = oneshot::channel::<()>();
        let mut task = create_task(async { told.await.is_ok() });
        poll_with(&mut (&mut task).into_future(), bomb());
        let endless = create_task(pending::<bool>());
        let mut waiting = wait([task, endless], ReturnWhen::FirstCompleted);
        let polled = catch_unwind(AssertUnwindSafe(|| poll_once(&mut waiting).is_ready()));
        assert!(polled.is_err(), "the waker has panicked");
        assert!(poll_once(&mut waiting).is_pending());
        end.send(()).unwrap();
        let_others_run().await;
        let waited = waiting.await.unwrap();
        assert!(*waited.done[0].result.as_ref().unwrap());
        assert_eq!((waited.done.len(), waited.pending.len()), (1, 1));
    });
}

/// Drops a value while a panic unwinds. A second panic that came out of its destructor would abort the process.
fn unwind_through<T>(value: T) {
    let unwound = catch_unwind(AssertUnwindSafe(|| {
        let _dropped = value;
        resume_unwind(Box::new("a panic around it"));
    }));
    assert!(unwound.is_err());
}

/// Polls a future with a waker that panics when it is dropped, and drops the future while a panic unwinds.
fn unwinds(mut future: impl Future + Unpin) {
    poll_with(&mut future, bomb());
    unwind_through(future);
}

/// Three endless tasks.
fn endless() -> [Task<Result<u8, u8>>; 3] {
    [(); 3].map(|()| create_task(pending()))
}

// Contract 5.3.
#[test]
fn what_waits_for_several_is_dropped_while_a_panic_unwinds_although_wakers_panic() {
    on_current_thread(async {
        unwinds(gather(endless()));
        unwinds(try_gather(endless()));
        unwinds(race_ok(endless()));
        unwinds(wait(endless(), ReturnWhen::AllCompleted));
        unwinds(wait(endless(), ReturnWhen::FirstCompleted));
        let shared = endless().map(Task::shared);
        unwinds(wait(shared.clone(), ReturnWhen::AllCompleted));
        unwinds(wait(shared, ReturnWhen::FirstCompleted));
        let [first, second, third] = endless();
        unwinds(gather!(first, second, third));
        let [first, second, third] = endless();
        unwinds(try_gather!(first, second, third));

        let mut completed = as_completed(endless());
        poll_with(&mut Box::pin(completed.next()), bomb());
        unwind_through(completed);
        let mut ordered = buffered(2, endless());
        poll_with(&mut Box::pin(ordered.next()), bomb());
        unwind_through(ordered);
        let mut unordered = buffer_unordered(2, endless());
        poll_with(&mut Box::pin(unordered.next()), bomb());
        unwind_through(unordered);
    });
}

// Contract 5.3.
#[test]
fn what_waits_for_one_is_dropped_while_a_panic_unwinds_although_wakers_panic() {
    on_current_thread(async {
        let in_a_task = create_task(async {
            let task = || create_task(pending::<()>());
            unwinds(task().into_future());
            unwinds(task().cancel_and_wait());
            unwinds(task().shared().into_future());
            unwinds(Task::from(tokio::spawn(pending::<()>())).into_future());
            unwinds(Box::pin(graceful(async |cancel| cancel.requested().await)));
        });
        in_a_task.await.unwrap();
        unwinds(create_task(pending::<()>()).into_future());
    });
}

// Contract 5.3.
#[test]
fn groups_are_dropped_while_a_panic_unwinds_although_wakers_panic() {
    on_current_thread(async {
        let group = TaskGroup::<u8>::new();
        let children = endless().map(|child| group.create_task(child).unwrap());
        for mut child in children {
            poll_with(&mut child, bomb());
            unwind_through(child);
        }
        unwinds(Box::pin(group.join()));
        unwinds(Box::pin(TaskGroup::<u8>::scope(async |group| {
            group.create_task(pending::<Result<u8, u8>>()).unwrap();
            pending::<Result<u8, u8>>().await
        })));
    });
}

/// Two tasks that have ended with values that panic when they are dropped, and an endless task.
async fn with_values(dropped: &Arc<AtomicUsize>) -> [Task<Result<Value, u8>>; 3] {
    let value = || {
        let dropped = dropped.clone();
        Value::new(Arc::new(move || {
            dropped.fetch_add(1, Ordering::SeqCst);
            panics()();
        }))
    };
    let tasks = [Some(value()), Some(value()), None].map(|value| {
        create_task(async {
            match value {
                Some(value) => Ok(value),
                None => pending().await,
            }
        })
    });
    let_others_run().await;
    tasks
}

// Contracts 3.5 and 5.3.
#[test]
fn outcomes_are_dropped_while_a_panic_unwinds_although_they_panic() {
    on_current_thread(async {
        type Holds = fn([Task<Result<Value, u8>>; 3]) -> Pin<Box<dyn Future<Output = ()>>>;
        let holds: [Holds; 5] = [
            |tasks| Box::pin(async { drop(gather(tasks).await) }),
            |tasks| Box::pin(async { drop(try_gather(tasks).await) }),
            |tasks| Box::pin(async { drop(wait(tasks, ReturnWhen::AllCompleted).await) }),
            |[a, b, c]| Box::pin(async { drop(gather!(a, b, c).await) }),
            |[a, b, c]| Box::pin(async { drop(try_gather!(a, b, c).await) }),
        ];
        for (index, hold) in holds.into_iter().enumerate() {
            let dropped = Arc::default();
            let mut holder = hold(with_values(&dropped).await);
            assert!(poll_once(&mut holder).is_pending());
            unwind_through(holder);
            let_others_run().await;
            assert_eq!(dropped.load(Ordering::SeqCst), 2, "of the holder {index}");
        }
    });
}
