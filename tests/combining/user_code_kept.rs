//! Results that survive panics in user code.

use std::future::{Future, pending, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Waker};

use ensure_future::{
    Failure, ReturnWhen, SharedTask, Task, TaskGroup, TryGatherError, as_completed,
    buffer_unordered, buffered, create_task, gather, graceful, race_ok, try_gather, wait,
};
use tokio::sync::oneshot;

use support::user_code::{Value, panics};
use support::wakers::{Event, waker_at};
use support::{let_others_run, on_both_flavours, on_current_thread, panic_of, poll_once};

/// A value that counts its drops, and panics in each.
fn panicking_value(dropped: &Arc<AtomicUsize>) -> Value {
    let dropped = dropped.clone();
    Value::new(Arc::new(move || {
        dropped.fetch_add(1, Ordering::SeqCst);
        panics()();
    }))
}

/// Two children that succeed with such a value, a child that fails with one, and another child that fails later.
fn children(dropped: &Arc<AtomicUsize>) -> [Task<Result<Value, Value>>; 4] {
    let value = || panicking_value(dropped);
    let (first, second) = (value(), value());
    let (failure, later) = (value(), value());
    [
        create_task(ready(Ok(first))),
        create_task(ready(Err(failure))),
        create_task(ready(Ok(second))),
        create_task(ready(Err(later))),
    ]
}

/// Checks that the failure is returned, and that all other values are dropped.
fn has_failed<T>(outcome: Result<T, TryGatherError<Value>>, dropped: &AtomicUsize) {
    let Err(error) = outcome else {
        panic!("it has failed");
    };
    assert_eq!(error.index, 1);
    assert_eq!(dropped.load(Ordering::SeqCst), 3);
    let Failure::Returned(value) = error.failure else {
        panic!("the failure is what was returned");
    };
    support::user_code::drop_each([value]);
}

// Contract 5.3.
#[test]
fn try_gather_gives_the_failure_although_values_panic_when_they_are_dropped() {
    on_both_flavours(async || {
        let dropped = Arc::default();
        has_failed(try_gather(ended(children(&dropped)).await).await, &dropped);
    });
}

#[test]
fn the_macro_gives_the_failure_although_values_panic_when_they_are_dropped() {
    on_both_flavours(async || {
        let dropped = Arc::default();
        let [a, b, c, d] = ended(children(&dropped)).await;
        let outcome = ensure_future::try_gather!(a, b, c, d).await;
        has_failed(outcome, &dropped);
    });
}

// Contract 5.3.
#[test]
fn race_ok_gives_the_value_although_others_panic_when_they_are_dropped() {
    on_both_flavours(async || {
        let dropped = Arc::default();
        let [success, failure, later_success, later_failure] = ended(children(&dropped)).await;
        let tasks = [failure, success, later_failure, later_success];
        let Ok(value) = race_ok(tasks).await else {
            panic!("one has succeeded");
        };
        assert_eq!(dropped.load(Ordering::SeqCst), 3);
        support::user_code::drop_each([value]);
    });
}

async fn ended<const N: usize, T>(tasks: [Task<T>; N]) -> [Task<T>; N] {
    for task in &tasks {
        while !task.is_finished() {
            tokio::task::yield_now().await;
        }
    }
    tasks
}

/// The function of `exception_if` may panic. The child still counts as done.
#[test]
fn wait_keeps_what_is_exceptional_in_an_unexpected_way() {
    on_current_thread(async {
        let waiting = wait([ready(7)], ReturnWhen::FirstException);
        let mut waiting = waiting.exception_if(|_| panic!("not expected"));
        assert!(poll_once(&mut waiting).is_pending());
        let_others_run().await;
        panic_of(|| poll_once(&mut waiting));
        let waited = waiting.await.unwrap();
        assert_eq!(waited.done[0].result.as_ref().unwrap(), &7);
    });
}

/// The waker of an earlier `(&mut task).await` is dropped when the task is shared, or before.
#[test]
fn sharing_a_task_drops_an_earlier_waker_where_it_may_ask_the_task() {
    on_current_thread(async {
        let mut task = create_task(pending::<u8>());
        let shared = Arc::new(OnceLock::<SharedTask<u8>>::new());
        let asked = shared.clone();
        let dropped = Arc::new(AtomicUsize::new(0));
        let counts = dropped.clone();
        let waker = waker_at(Event::Drop, move || {
            counts.fetch_add(1, Ordering::SeqCst);
            assert!(asked.get().is_none_or(|task| !task.is_finished()));
        });
        poll_with(&mut (&mut task).into_future(), waker);
        assert_eq!(dropped.load(Ordering::SeqCst), 1, "the task has a clone");
        shared.set(task.shared()).unwrap();
        for _ in 0..2 {
            assert!(poll_once(&mut shared.get().unwrap().into_future()).is_pending());
        }
        assert_eq!(dropped.load(Ordering::SeqCst), 2);
    });
}

#[expect(clippy::needless_pass_by_value)] // drops the waker
fn poll_with<F: Future + Unpin>(future: &mut F, waker: Waker) {
    let polled = Pin::new(future).poll(&mut Context::from_waker(&waker));
    assert!(polled.is_pending());
}

// Contract 5.3.
#[test]
fn an_awaiter_whose_waker_panics_takes_nobodys_wake_up() {
    for panicking in 0..3 {
        on_both_flavours(async || {
            let (end, told) = oneshot::channel::<()>();
            let shared = create_task(async { told.await.is_ok() }).shared();
            let woken = Arc::new(AtomicUsize::new(0));
            let mut awaiters = [(); 3].map(|()| (&shared).into_future());
            for (index, awaiter) in awaiters.iter_mut().enumerate() {
                let woken = woken.clone();
                let waker = waker_at(Event::Wake, move || {
                    woken.fetch_add(1, Ordering::SeqCst);
                    if index == panicking {
                        panics()();
                    }
                });
                poll_with(awaiter, waker);
            }
            end.send(()).unwrap();
            while woken.load(Ordering::SeqCst) < 3 {
                tokio::task::yield_now().await;
            }
            for awaiter in awaiters {
                assert!(awaiter.await.unwrap());
            }
        });
    }
}

/// A waker whose first clone panics.
struct Fragile(Arc<AtomicUsize>);

impl Clone for Fragile {
    fn clone(&self) -> Self {
        assert!(self.0.fetch_add(1, Ordering::SeqCst) > 0, "not expected");
        Self(self.0.clone())
    }
}

// Contract 5.3.
#[test]
fn wait_gives_the_others_after_the_clone_of_a_value_has_panicked() {
    for return_when in [ReturnWhen::AllCompleted, ReturnWhen::FirstCompleted] {
        on_current_thread(async {
            let fragile = || create_task(ready(Fragile(Arc::default()))).shared();
            let robust = || create_task(ready(Fragile(Arc::new(1.into())))).shared();
            let tasks = [robust(), fragile(), robust()];
            let_others_run().await;
            let mut waiting = wait(tasks, return_when);
            panic_of(|| poll_once(&mut waiting));
            let Poll::Ready(Ok(waited)) = poll_once(&mut waiting) else {
                panic!("all have ended");
            };
            assert!(waited.done.iter().any(|child| child.index == 0));
            assert!(waited.done.iter().any(|child| child.index == 2));
        });
    }
}

/// A waker that panics when it is dropped, without other clones.
fn panics_when_dropped() -> Waker {
    let panics = panics();
    waker_at(Event::Drop, move || {
        if !std::thread::panicking() {
            panics();
        }
    })
}

/// Polls a future with a waker that panics when it is dropped.
fn wait_with_panicking_waker<F: Future + Unpin>(future: &mut F) {
    let waker = std::mem::ManuallyDrop::new(panics_when_dropped());
    let polled = Pin::new(future).poll(&mut Context::from_waker(&waker));
    assert!(polled.is_pending());
}

// Contract 5.3.
#[test]
fn wait_gives_all_although_a_waker_panics_when_it_is_dropped() {
    on_current_thread(async {
        let (end, told) = oneshot::channel::<()>();
        let ending = create_task(async { told.await.is_ok() }).shared();
        let endless = create_task(pending::<bool>()).shared();
        let mut waiting = wait([ending, endless], ReturnWhen::FirstCompleted);
        wait_with_panicking_waker(&mut waiting);
        end.send(()).unwrap();
        let_others_run().await;
        let waited = waiting.await.unwrap();
        assert_eq!((waited.done.len(), waited.pending.len()), (1, 1));
    });
}

// Contracts 3.5 and 5.3.
#[test]
fn wait_gives_each_value_although_a_waker_panics_with_its_task() {
    on_current_thread(async {
        let value = Arc::new(());
        let (end, told) = oneshot::channel::<()>();
        let given = value.clone();
        let ending = create_task(async { told.await.map(|()| given) });
        let mut waiting = wait([ending], ReturnWhen::FirstCompleted);
        wait_with_panicking_waker(&mut waiting);
        end.send(()).unwrap();
        let_others_run().await;
        let waited = waiting.await.unwrap();
        assert!(Arc::ptr_eq(
            waited.done[0].result.as_ref().unwrap().as_ref().unwrap(),
            &value
        ));
        drop(waited);
        assert_eq!(Arc::strong_count(&value), 1);
    });
}

// Contracts 3.5 and 5.3.
#[test]
fn as_completed_gives_each_value_although_a_waker_panics_with_its_task() {
    on_current_thread(async {
        let value = Arc::new(());
        let (end, told) = oneshot::channel::<()>();
        let given = value.clone();
        let mut ended = create_task(async { told.await.map(|()| given) });
        wait_with_panicking_waker(&mut (&mut ended).into_future());
        end.send(()).unwrap();
        let_others_run().await;
        let mut completed = as_completed([ended]);
        let child = completed.next().await.unwrap();
        assert!(Arc::ptr_eq(
            child.result.as_ref().unwrap().as_ref().unwrap(),
            &value
        ));
        drop(child);
        assert_eq!(Arc::strong_count(&value), 1);
    });
}

// Contracts 3.3 and 5.3.
#[test]
fn a_dropped_owner_cancels_the_others_although_a_waker_panics() {
    on_current_thread(async {
        let (end, told) = oneshot::channel::<()>();
        let ending = create_task(async { told.await.is_ok() });
        let endless = create_task(pending::<bool>());
        let other = endless.abort_handle();
        let mut gathering = gather([ending, endless]);
        wait_with_panicking_waker(&mut gathering);
        end.send(()).unwrap();
        let_others_run().await;
        drop(gathering);
        let_others_run().await;
        assert!(other.is_finished(), "`gather` has cancelled it");

        let endless = create_task(pending::<bool>());
        let other = endless.abort_handle();
        let mut completed = as_completed([endless]);
        wait_with_panicking_waker(&mut Box::pin(completed.next()));
        drop(completed);
        let_others_run().await;
        assert!(other.is_finished(), "`as_completed` has cancelled it");
    });
}

// Contracts 3.4 and 5.3.
#[test]
fn a_group_waits_for_what_a_task_has_left_behind_although_a_waker_panics_with_the_task() {
    on_current_thread(async {
        let group = TaskGroup::<()>::new();
        let (end, told) = oneshot::channel::<()>();
        let child = group.create_task(async {
            let leaves = create_task(async {
                let cleans_up = async move |_| told.await.is_ok();
                let mut cleaning = create_task(graceful(cleans_up)).into_future();
                assert!(poll_once(&mut cleaning).is_pending());
                let_others_run().await; // the task begins
            });
            let mut leaving = leaves.into_future();
            wait_with_panicking_waker(&mut leaving);
            let_others_run().await;
            let_others_run().await;
            assert!(leaving.is_finished());
            drop(leaving);
            Ok(())
        });
        drop(child.unwrap());
        let mut joining = Box::pin(group.join());
        assert!(poll_once(&mut joining).is_pending());
        for _ in 0..5 {
            let_others_run().await;
        }
        assert!(poll_once(&mut joining).is_pending());
        end.send(()).unwrap();
        joining.await.unwrap();
    });
}

#[test]
fn a_task_is_drawn_although_a_waker_panics_when_it_is_replaced() {
    on_current_thread(async {
        let (end, told) = oneshot::channel::<()>();
        let mut task = create_task(async { told.await.is_ok() });
        wait_with_panicking_waker(&mut (&mut task).into_future());
        let mut ordered = buffered(1, [task]);
        let poll = AssertUnwindSafe(|| poll_once(&mut Box::pin(ordered.next())).is_ready());
        assert!(catch_unwind(poll).is_err());
        assert!(poll_once(&mut Box::pin(ordered.next())).is_pending());
        end.send(()).unwrap();
        assert!(ordered.next().await.unwrap().unwrap());

        let (end, told) = oneshot::channel::<()>();
        let mut task = create_task(async { told.await.is_ok() });
        wait_with_panicking_waker(&mut (&mut task).into_future());
        let mut unordered = buffer_unordered(1, [task]);
        let poll = AssertUnwindSafe(|| poll_once(&mut Box::pin(unordered.next())).is_ready());
        assert!(catch_unwind(poll).is_err());
        assert!(poll_once(&mut Box::pin(unordered.next())).is_pending());
        end.send(()).unwrap();
        assert!(unordered.next().await.unwrap().result.unwrap());
    });
}

#[test]
fn a_task_is_shared_although_a_waker_panics_when_it_is_replaced() {
    on_current_thread(async {
        let (end, told) = oneshot::channel::<()>();
        let mut task = create_task(async { told.await.is_ok() });
        wait_with_panicking_waker(&mut (&mut task).into_future());
        let shared = task.shared();
        end.send(()).unwrap();
        assert!(shared.await.unwrap());
    });
}

#[test]
fn a_task_is_added_to_a_group_although_two_wakers_panic() {
    on_current_thread(async {
        let mut task = create_task(pending::<Result<(), ()>>());
        wait_with_panicking_waker(&mut (&mut task).into_future());
        let group = TaskGroup::new();
        group.create_task(pending::<Result<(), ()>>()).unwrap();
        let handle = group.handle();
        let mut joining = Box::pin(group.join());
        let panics = panics();
        poll_with(&mut joining, waker_at(Event::Wake, move || panics()));
        drop(handle.create_task(task).unwrap());
        let failures = joining.await.unwrap_err().failures;
        assert_eq!(
            failures.len(),
            1,
            "the panic of the waker that was replaced"
        );
    });
}
