//! Laziness: nothing of a coroutine runs before the body awaits it.

use std::pin::Pin;

use ensure_future::{accepts_awaitable, create_task};
use tokio::select;
use tokio::sync::oneshot;
use tokio::task::JoinError;

use crate::Failure;
use support::{History, alive_tasks, let_others_run, lifeline, now, on_current_thread, poll_once};

type Go = oneshot::Receiver<()>;

/// Awaits each of its futures when the test says so.
#[accepts_awaitable]
async fn when_told<T>(
    go: [Go; 4],
    #[awaitable] any: impl Future<Output = T>,
    #[awaitable] result: impl Future<Output = Result<T, Failure>>,
    #[awaitable] unit: impl Future<Output = ()>,
    #[awaitable(join)] joined: impl Future<Output = Result<T, JoinError>>,
) {
    let [first, second, third, fourth] = go;
    first.await.unwrap();
    any.await;
    second.await.unwrap();
    result.await.ok();
    third.await.unwrap();
    unit.await;
    fourth.await.unwrap();
    joined.await.ok();
}

// Contract 1.3.
#[test]
fn a_coroutine_runs_when_the_body_awaits_it_and_no_earlier() {
    on_current_thread(async {
        let histories: [History; 4] = Default::default();
        let (tell, go): (Vec<_>, Vec<_>) = (0..4).map(|_| oneshot::channel()).unzip();
        let [any, result, unit, joined] = &histories;
        let mut running = Box::pin(when_told(
            go.try_into().unwrap(),
            any.watch(async { 1 }),
            result.watch(async { Ok(2) }),
            unit.watch(async {}),
            joined.watch(async { 3 }),
        ));
        let polls = || histories.each_ref().map(History::polls);
        let_others_run().await;
        assert_eq!(polls(), [0, 0, 0, 0]);

        let mut expected = [0; 4];
        for (index, tell) in tell.into_iter().enumerate() {
            assert!(poll_once(&mut running).is_pending());
            let_others_run().await;
            assert_eq!(polls(), expected);
            tell.send(()).unwrap();
            expected[index] = 1;
        }
        running.await;
        assert_eq!(polls(), expected);
    });
}

#[allow(clippy::unused_async)]
#[accepts_awaitable]
async fn ignores(
    #[awaitable] _any: impl Future,
    #[awaitable] _result: impl Future<Output = Result<u8, Failure>>,
    #[awaitable] _: impl Future<Output = ()>,
    #[awaitable(join)] _joined: impl Future<Output = Result<u8, JoinError>>,
) {
}

#[test]
fn a_coroutine_that_is_never_awaited_never_runs_and_is_dropped() {
    let history = History::default();
    now(ignores(
        history.watch(async {}),
        history.watch(async { Ok(1) }),
        history.watch(async {}),
        history.watch(async { 1 }),
    ));
    assert_eq!((history.polls(), history.drops()), (0, 4));
}

// Contract 1.3.
#[test]
fn a_call_that_is_not_awaited_runs_nothing() {
    let history = History::default();
    let call = ignores(
        history.watch(async {}),
        history.watch(async { Ok(1) }),
        history.watch(async {}),
        history.watch(async { 1 }),
    );
    assert_eq!((history.polls(), history.drops()), (0, 0));
    drop(call);
    assert_eq!((history.polls(), history.drops()), (0, 4));
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A function that is not `async`, and returns its argument.
#[accepts_awaitable]
fn handed_back<'a>(
    #[awaitable] result: impl Future<Output = Result<u8, Failure>> + 'a,
    #[awaitable] unit: impl Future<Output = ()> + 'a,
) -> (Boxed<'a, Result<u8, Failure>>, Boxed<'a, ()>) {
    (Box::pin(result), Box::pin(unit))
}

#[test]
fn a_function_that_is_not_async_may_hand_the_future_back_before_it_runs() {
    let history = History::default();
    let (result, unit) = handed_back(history.watch(async { Ok(1) }), history.watch(async {}));
    assert_eq!(history.polls(), 0);
    assert_eq!(now(result), Ok(1));
    now(unit);
    assert_eq!(history.polls(), 2);
}

// Contract 1.3.
#[test]
fn no_task_is_spawned() {
    on_current_thread(async {
        #[accepts_awaitable]
        async fn first(
            #[awaitable] result: impl Future<Output = Result<u8, Failure>>,
            #[awaitable] unit: impl Future<Output = ()>,
        ) -> usize {
            select! {
                biased;
                _ = result => unreachable!(),
                () = unit => alive_tasks(),
            }
        }

        let before = alive_tasks();
        let during = first(std::future::pending(), async {}).await;
        assert_eq!((before, during), (0, 0));
    });
}

#[test]
fn a_task_that_is_never_awaited_runs_until_the_body_drops_it() {
    on_current_thread(async {
        #[accepts_awaitable]
        async fn holds(#[awaitable] _unit: impl Future<Output = ()>, go: Go) {
            go.await.unwrap();
        }

        let (line, mut watch) = lifeline();
        let (tell, go) = oneshot::channel();
        let mut holding = Box::pin(holds(create_task(line.endless()), go));
        assert!(poll_once(&mut holding).is_pending());
        watch.started().await;
        assert!(watch.is_alive());

        tell.send(()).unwrap();
        holding.await;
        watch.dropped().await;
    });
}
