//! `SharedTask`: every awaiter gets the result, even if other awaiters are dropped.

use std::future::pending;
use std::iter::repeat_with;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Wake, Waker};

use ensure_future::{
    Awaitable, SharedTask, Task, accepts_awaitable, create_task, ensure_future, gather,
};
use tokio::sync::{Barrier, oneshot};
use tokio::task::yield_now;

use support::alive::leaving_none;
use support::child::{Child, ChildOf, End, Returned, Way, coroutine};
use support::forms::Form;
use support::phases::{Fate, Handle, handle_in_every_phase};
use support::{
    alive_tasks, let_others_run, on_both_flavours, on_current_thread, panic_of, poll_once,
};

handle_in_every_phase! { Shared }

struct Shared(SharedTask<Returned>);

impl Handle for Shared {
    const WHEN_DROPPED: Fate = Fate::GoesOn;

    fn of<F: Form>(child: ChildOf<F>) -> Self {
        Self(child.ensure().shared())
    }

    fn cancel(&self) -> bool {
        self.0.cancel()
    }

    fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    async fn end(self) -> End {
        End::of(self.0.await)
    }
}

#[accepts_awaitable]
fn share<T>(task: SharedTask<T>) -> SharedTask<T> {
    task
}

/// Children that run and end in this way. Each is a shared task that was converted from another form.
async fn children(way: Way) -> [(SharedTask<Returned>, Child); 4] {
    let ([a, b, c, d], mut children): ([_; 4], Vec<_>) = {
        let (coroutines, children): (Vec<_>, _) = repeat_with(|| coroutine(way)).take(4).unzip();
        (
            coroutines.try_into().ok().expect("there are four"),
            children,
        )
    };
    let tasks = [
        share(a),
        share(create_task(b)),
        share::<Returned, _>(tokio::spawn(c)),
        share(create_task(d).shared()),
    ];
    for child in &mut children {
        child.started().await;
    }
    let mut children = children.into_iter();
    tasks.map(|task| (task, children.next().unwrap()))
}

/// Runs a test for each of these children.
fn in_every_form(way: Way, test: impl AsyncFn(SharedTask<Returned>, Child)) {
    on_both_flavours(async || {
        leaving_none(async {
            for (task, child) in children(way).await {
                test(task, child).await;
            }
        })
        .await;
    });
}

/// Creates `number` tasks that await the shared task. Each has polled it once.
async fn awaiters(task: &SharedTask<Returned>, number: usize) -> Vec<Task<End>> {
    let mut awaiters = Vec::new();
    for _ in 0..number {
        let (begins, begun) = oneshot::channel();
        let mut waiting = task.into_future();
        awaiters.push(create_task(async move {
            assert!(poll_once(&mut waiting).is_pending());
            begins.send(()).unwrap();
            End::of(waiting.await)
        }));
        begun.await.unwrap();
    }
    awaiters
}

#[test]
fn every_end_reaches_all_who_await_it() {
    for way in Way::BY_ITSELF {
        in_every_form(way, async |task, mut child| {
            let awaiters = awaiters(&task, 3).await;
            child.end();
            for awaiter in awaiters {
                assert_eq!(awaiter.await.unwrap(), way.end());
            }
            assert_eq!(End::of((&task).await), way.end(), "also afterwards");
            assert!(!task.cancel(), "it has ended");
            assert_eq!(End::of(task.await), way.end());
            assert_eq!(child.ended().await, way.end());
        });
    }
}

#[test]
fn a_cancellation_reaches_all_who_await_it() {
    in_every_form(Way::Returns, async |task, mut child| {
        let awaiters = awaiters(&task, 3).await;
        assert!(!task.is_finished());
        assert!(task.clone().cancel());
        assert_eq!(child.ended().await, End::Cancellation);
        for awaiter in awaiters {
            assert_eq!(awaiter.await.unwrap(), End::Cancellation);
        }
        assert!(task.is_finished());
    });
}

/// tokio's task keeps the waker of the last poll only, so a `SharedTask` has to keep the others.
#[test]
fn an_awaiter_that_is_dropped_takes_nobodys_wake_up() {
    for dropped in 0..3 {
        in_every_form(Way::Returns, async |task, mut child| {
            let mut awaiters = awaiters(&task, 3).await;
            let gone = awaiters.remove(dropped);
            assert!(gone.cancel_and_wait().await.unwrap_err().is_cancelled());
            child.end();
            for awaiter in awaiters {
                assert_eq!(awaiter.await.unwrap(), End::Value);
            }
        });
    }
}

/// An awaiter is woken and dropped before it is polled again.
#[test]
fn an_awaiter_that_is_dropped_when_it_is_woken_takes_nobodys_wake_up() {
    in_every_form(Way::Returns, async |task, mut child| {
        let others = awaiters(&task, 2).await;
        let mut first = (&task).into_future();
        assert!(poll_once(&mut first).is_pending());
        child.end();
        assert_eq!(child.ended().await, End::Value);
        drop(first);
        for awaiter in others {
            assert_eq!(awaiter.await.unwrap(), End::Value);
        }
    });
}

#[test]
fn an_awaiter_may_move_to_another_task() {
    in_every_form(Way::Returns, async |task, mut child| {
        let mut waiting = task.into_future();
        assert!(poll_once(&mut waiting).is_pending());
        let awaiter = create_task(async { End::of(waiting.await) });
        let_others_run().await;
        child.end();
        assert_eq!(awaiter.await.unwrap(), End::Value);
    });
}

/// A waker is user code, and may call the task.
#[test]
fn a_waker_that_is_replaced_may_ask_the_task() {
    struct Asking(SharedTask<Returned>);

    impl Wake for Asking {
        fn wake(self: Arc<Self>) {}
    }

    impl Drop for Asking {
        fn drop(&mut self) {
            assert!(!self.0.is_finished());
        }
    }

    in_every_form(Way::Returns, async |task, _child| {
        let mut waiting = (&task).into_future();
        let asking = Waker::from(Arc::new(Asking(task)));
        let mut context = Context::from_waker(&asking);
        assert!(Pin::new(&mut waiting).poll(&mut context).is_pending());
        drop(asking);
        assert!(poll_once(&mut waiting).is_pending());
    });
}

#[test]
fn when_the_last_clone_is_dropped_it_is_detached() {
    in_every_form(Way::Returns, async |task, child| {
        let mut waiting = task.clone().into_future();
        assert!(poll_once(&mut waiting).is_pending());
        drop(task);
        drop(waiting);
        let_others_run().await;
        child.goes_on().await;
    });
}

#[test]
fn a_running_task_is_shared_as_itself() {
    on_both_flavours(async || {
        let task = create_task(pending::<u8>());
        let (id, before) = (task.id(), alive_tasks());
        let shared = share(task.shared());
        let same = share(shared.clone());
        let same: Task<SharedTask<u8>> = ensure_future(async { same });
        assert_eq!(same.await.unwrap().id(), id);
        assert_eq!(shared.id(), id);
        assert!(alive_tasks() <= before + 1); // the task that returned it may still be counted
        assert!(shared.cancel());

        let handle = tokio::spawn(pending::<u8>());
        let id = handle.id();
        let shared: SharedTask<u8> = share(handle);
        assert_eq!(shared.id(), id);
        shared.cancel();
        let task = create_task(pending::<u8>());
        let id = task.id();
        assert_eq!(share(task).id(), id);
    });
}

/// The awaiter that sees the end first stores the result for all.
#[test]
fn awaiters_on_many_threads_see_one_end() {
    on_both_flavours(async || {
        for round in 0..200 {
            let start = Arc::new(Barrier::new(5));
            let task = create_task({
                let start = start.clone();
                async move {
                    start.wait().await;
                    for _ in 0..round % 3 {
                        yield_now().await;
                    }
                    Arc::new(7)
                }
            })
            .shared();
            let awaiters = (0..4).map(|number| {
                let (task, start) = (task.clone(), start.clone());
                create_task(async move {
                    start.wait().await;
                    for _ in 0..number {
                        drop(poll_once(&mut (&task).into_future()));
                    }
                    task.await.unwrap()
                })
            });
            let awaiters: Vec<_> = awaiters.collect();
            let first = task.await.unwrap();
            for awaiter in gather(awaiters).await {
                assert!(Arc::ptr_eq(&first, &awaiter.unwrap()));
            }
        }
    });
}

#[test]
fn its_value_is_dropped_with_the_last_clone() {
    on_both_flavours(async || {
        let value = Arc::new(7);
        let weak = Arc::downgrade(&value);
        let task = create_task(async { value }).shared();
        let other = task.clone();
        drop(task.await.unwrap());
        assert!(weak.upgrade().is_some());
        drop(other);
        assert!(weak.upgrade().is_none());
    });
}

#[test]
fn many_awaiters_starve_nobody() {
    on_current_thread(async {
        let task = create_task(async { 7 }).shared();
        (&task).await.unwrap();
        let (sender, mut receiver) = oneshot::channel();
        drop(create_task(async move {
            for _ in 0..10_000 {
                (&task).await.unwrap();
            }
            sender.send(()).unwrap();
        }));
        let mut turns = 0;
        while receiver.try_recv().is_err() {
            turns += 1;
            yield_now().await;
        }
        assert!(turns > 10, "others had {turns} turns");
    });
}

#[test]
fn a_task_that_has_given_its_result_away_is_a_panic() {
    on_current_thread(async {
        let mut task = create_task(async { 7 });
        (&mut task).await.unwrap();
        let mut waiting = task.shared().into_future();
        for _ in 0..2 {
            let panic = panic_of(|| drop(poll_once(&mut waiting)));
            assert!(
                panic.message.contains("after completion"),
                "{}",
                panic.message
            );
        }
    });
}

#[test]
fn it_shows_its_task() {
    on_current_thread(async {
        let task = create_task(async {}).shared();
        let id = task.id();
        let shown =
            |is_finished| format!("SharedTask {{ id: {id:?}, is_finished: {is_finished} }}");
        assert_eq!(format!("{task:?}"), shown(false));
        let waiting = (&task).into_future();
        (&task).await.unwrap();
        assert_eq!(format!("{waiting:?}"), shown(true));
    });
}
