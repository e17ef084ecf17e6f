//! `shield`: CPython's cases.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use ensure_future::{Task, create_task, gather, promise, shield};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::{
    History, current_thread, let_others_run, on_both_flavours, on_current_thread, panics_here,
    poll_once, text,
};

/// A coroutine, and the test's connection to it.
struct Inner {
    started: oneshot::Receiver<()>,
    proceed: oneshot::Sender<()>,
    ended: oneshot::Receiver<&'static str>,
}

fn inner() -> (impl Future<Output = ()> + Send + 'static, Inner) {
    let (start, started) = oneshot::channel();
    let (proceed, may_proceed) = oneshot::channel();
    let (end, ended) = oneshot::channel();
    let coroutine = async move {
        start.send(()).unwrap();
        may_proceed.await.unwrap();
        end.send("ended").unwrap();
    };
    let line = Inner {
        started,
        proceed,
        ended,
    };
    (coroutine, line)
}

impl Inner {
    async fn started(&mut self) {
        (&mut self.started).await.expect("the coroutine runs");
    }

    /// Checks that the coroutine goes on when the test allows it.
    async fn goes_on(self) {
        self.proceed.send(()).expect("it waits");
        assert_eq!(self.ended.await, Ok("ended"));
    }
}

/// CPython's `test_tasks::test_shield_result`.
#[test]
fn a_value_that_comes_later_comes_through() {
    on_both_flavours(async || {
        let (resolver, inner) = promise();
        let mut outer = shield(inner);
        assert!(poll_once(&mut outer).is_pending());
        resolver.resolve(42).unwrap();
        assert_eq!(outer.await.unwrap(), 42);
    });
}

/// CPython's `test_tasks::test_shield_exception`.
#[test]
fn a_failure_that_comes_later_comes_through() {
    on_both_flavours(async || {
        let (resolver, inner) = promise();
        let outer = shield(inner);
        resolver.resolve(Err::<u8, _>("expected")).unwrap();
        assert_eq!(outer.await.unwrap(), Err("expected"));

        let (sender, receiver) = oneshot::channel();
        let outer = shield(async {
            let () = receiver.await.unwrap();
            panic!("expected")
        });
        sender.send(()).unwrap();
        let outcome: Result<(), _> = outer.await;
        assert_eq!(text(&*outcome.unwrap_err().into_panic()), "expected");
    });
}

/// CPython's `test_tasks::test_shield_cancel_inner`.
#[test]
fn who_awaits_it_sees_that_the_inner_task_was_cancelled() {
    on_both_flavours(async || {
        let (resolver, inner) = promise::<()>();
        let remote = inner.abort_handle();
        let mut outer = shield(inner);
        assert!(poll_once(&mut outer).is_pending());
        remote.abort();
        assert!(outer.await.unwrap_err().is_cancelled());
        assert!(resolver.is_cancelled());
    });
}

/// CPython's `test_tasks::test_shield_cancel_outer`.
///
/// A shield is a future. The task around it is cancelled here.
#[test]
fn cancelling_the_shield_is_not_cancelling_the_inner_task() {
    on_both_flavours(async || {
        let (coroutine, mut line) = inner();
        let outer = create_task(shield(coroutine));
        line.started().await;
        assert!(outer.cancel_and_wait().await.unwrap_err().is_cancelled());
        line.goes_on().await;
    });
}

struct Awaiter;

impl Wake for Awaiter {
    fn wake(self: Arc<Self>) {
        panic!("it awaits no longer");
    }
}

/// CPython's `test_tasks::test_shield_cancel_outer`.
///
/// The second half of the case.
#[test]
fn a_shield_that_is_dropped_leaves_nothing_with_the_inner_task() {
    on_current_thread(async {
        let (coroutine, line) = inner();
        let mut outer = shield(coroutine);
        let awaiter = Arc::new(Awaiter);
        let waker = Waker::from(awaiter.clone());
        let polled = Pin::new(&mut outer).poll(&mut Context::from_waker(&waker));
        assert!(polled.is_pending());

        drop((outer, waker));
        assert_eq!(Arc::strong_count(&awaiter), 1);
        line.goes_on().await;
    });
}

/// CPython's `test_tasks::test_shield_shortcut`.
#[test]
fn a_task_that_has_ended_gives_its_value_at_once() {
    on_both_flavours(async || {
        let inner = create_task(async { 42 });
        while !inner.is_finished() {
            yield_now().await;
        }
        assert!(matches!(poll_once(&mut shield(inner)), Poll::Ready(Ok(42))));
    });
}

/// CPython's `test_tasks::test_shield_effect`.
#[test]
fn cancelling_the_task_that_awaits_a_shield_does_not_stop_the_inner_task() {
    on_both_flavours(async || {
        let (coroutine, mut line) = inner();
        let (sender, receiver) = oneshot::channel();
        let outer = create_task(async {
            shield(coroutine).await.unwrap();
            sender.send("went on").unwrap();
        });
        line.started().await;
        assert!(outer.cancel());
        assert!(outer.await.unwrap_err().is_cancelled());
        receiver.await.unwrap_err();
        line.goes_on().await;
    });
}

/// CPython's `test_tasks::test_gather_shield`.
#[test]
fn cancelling_what_gathers_shields_cancels_these_alone() {
    on_both_flavours(async || {
        let (coroutines, mut lines): (Vec<_>, Vec<_>) = (0..2).map(|_| inner()).unzip();
        let shields = coroutines
            .into_iter()
            .map(|child| create_task(shield(child)));
        let shields: Vec<_> = shields.collect();
        let remotes: Vec<_> = shields.iter().map(Task::abort_handle).collect();
        let parent = create_task(gather(shields));
        for line in &mut lines {
            line.started().await;
        }
        assert!(parent.cancel_and_wait().await.unwrap_err().is_cancelled());
        for remote in remotes {
            while !remote.is_finished() {
                yield_now().await;
            }
        }
        for line in lines {
            line.goes_on().await;
        }
    });
}

/// CPython's `test_tasks::test_shield_gather`.
///
/// The shield owns the task that gathers, so the values are sent over a channel.
#[test]
fn cancelling_the_shield_of_what_gathers_is_not_cancelling_that() {
    on_both_flavours(async || {
        let (resolvers, children): (Vec<_>, Vec<_>) = (0..2).map(|_| promise()).unzip();
        let (sender, gathered) = oneshot::channel();
        let parent = create_task(async {
            let values = gather(children).await.into_iter();
            let values: Vec<_> = values.map(Result::unwrap).collect();
            sender.send(values).unwrap();
        });
        let outer = create_task(shield(parent));
        let_others_run().await; // it waits for the children
        assert!(outer.cancel_and_wait().await.unwrap_err().is_cancelled());
        for (resolver, value) in resolvers.into_iter().zip([1, 2]) {
            resolver.resolve(value).unwrap();
        }
        assert_eq!(gathered.await.unwrap(), [1, 2]);
    });
}

/// CPython's `test_tasks::test_shield_coroutine_without_loop`.
#[test]
fn without_a_runtime_a_coroutine_is_refused() {
    let history = History::default();
    let message = panics_here(|| shield(history.endless()));
    assert!(message.contains("no tokio runtime"), "{message}");
    assert_eq!((history.polls(), history.drops()), (0, 1));
}

/// CPython's `test_tasks::test_shield_coroutine_use_running_loop`.
#[test]
fn a_coroutine_runs_on_the_runtime_here() {
    on_both_flavours(async || {
        let outer = shield(async { (42, Handle::current().id()) });
        assert_eq!(outer.await.unwrap(), (42, Handle::current().id()));
    });
}

/// CPython's `test_tasks::test_shield_coroutine_use_global_loop`.
///
/// There is no global runtime. Here, a runtime that is entered takes its place.
#[test]
fn the_runtime_that_was_entered_is_used() {
    let runtime = current_thread();
    let outer = {
        let _guard = runtime.enter();
        shield(async { Handle::current().id() })
    };
    assert_eq!(runtime.block_on(outer).unwrap(), runtime.handle().id());
}
