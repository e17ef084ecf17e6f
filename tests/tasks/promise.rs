//! `promise`: the `Resolver` decides how the task ends, and no value is lost.

use std::sync::Arc;
use std::thread;

use ensure_future::{Resolver, Task, create_task, gather, promise, wait_for};
use tokio::task::{AbortHandle, JoinError, yield_now};

use support::alive::leaving_none;
use support::passed_on::{PassedOn, WAYS};
use support::{
    History, current_thread, let_others_run, on_both_flavours, on_current_thread, panics_here,
    poll_once,
};

/// The ways in which a promise ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    Resolved,
    /// The resolver is dropped.
    Forgotten,
    Aborted,
}

impl End {
    const ALL: [Self; 3] = [Self::Resolved, Self::Forgotten, Self::Aborted];

    fn make(self, resolver: Resolver<u8>, task: &AbortHandle) {
        match self {
            Self::Resolved => resolver.resolve(7).unwrap(),
            Self::Forgotten => drop(resolver),
            Self::Aborted => task.abort(),
        }
    }
}

/// The time at which the promise ends.
#[derive(Clone, Copy, Debug)]
enum Time {
    /// Before the task is first polled, on a current-thread runtime.
    AtOnce,
    Waiting,
    Awaited,
}

#[test]
fn every_end_at_every_time_is_its_outcome_in_every_way() {
    on_both_flavours(async || {
        for way in WAYS {
            for end in End::ALL {
                for time in [Time::AtOnce, Time::Waiting, Time::Awaited] {
                    let outcome = leaving_none(outcome(way, end, time)).await;
                    match end {
                        End::Resolved => assert_eq!(outcome.unwrap(), 7, "{time:?}"),
                        _ => assert!(outcome.unwrap_err().is_cancelled(), "{end:?}, {time:?}"),
                    }
                }
            }
        }
    });
}

async fn outcome(way: PassedOn, end: End, time: Time) -> Result<u8, JoinError> {
    let (resolver, task) = promise();
    let remote = task.abort_handle();
    match time {
        Time::AtOnce => {
            end.make(resolver, &remote);
            way(task).await
        }
        Time::Waiting => {
            let_others_run().await;
            end.make(resolver, &remote);
            way(task).await
        }
        Time::Awaited => {
            let mut awaited = way(task);
            assert!(poll_once(&mut awaited).is_pending());
            let_others_run().await;
            end.make(resolver, &remote);
            awaited.await
        }
    }
}

#[test]
fn whoever_cancels_it_is_seen_by_the_resolver() {
    let cancel: [fn(Task<u8>); 4] = [
        |task| assert!(task.cancel()),
        |task| task.abort_handle().abort(),
        |task| drop(task.into_future()),
        |task| drop(gather([task])),
    ];
    on_both_flavours(async || {
        for cancel in cancel {
            leaving_none(async {
                let (mut resolver, task) = promise();
                let_others_run().await;
                assert!(!resolver.is_cancelled());
                assert!(poll_once(&mut Box::pin(resolver.cancelled())).is_pending());
                cancel(task);
                resolver.cancelled().await;
                resolver.cancelled().await;
                assert!(resolver.is_cancelled());
                assert_eq!(resolver.resolve(7), Err(7), "the value is handed back");
            })
            .await;
        }
    });
}

#[test]
fn a_limit_cancels_it() {
    on_both_flavours(async || {
        let (mut resolver, task) = promise::<u8>();
        let limit = std::time::Duration::from_millis(1);
        wait_for(task, limit).await.unwrap_err();
        assert!(resolver.is_cancelled(), "its end was waited for");
        resolver.cancelled().await;
    });
}

#[test]
fn a_detached_one_still_takes_its_value() {
    on_both_flavours(async || {
        leaving_none(async {
            let (resolver, task) = promise();
            drop(task);
            let_others_run().await;
            assert!(!resolver.is_cancelled());
            resolver.resolve(7).unwrap();
        })
        .await;
    });
}

#[test]
fn a_detached_one_whose_resolver_is_dropped_is_gone() {
    on_both_flavours(async || {
        leaving_none(async {
            let (resolver, task) = promise::<u8>();
            drop(task);
            drop(resolver);
        })
        .await;
    });
}

#[test]
fn an_awaiter_that_only_watches_loses_nothing() {
    on_both_flavours(async || {
        let (resolver, mut task) = promise();
        for _ in 0..2 {
            let mut watching = (&mut task).into_future();
            assert!(poll_once(&mut watching).is_pending());
        }
        resolver.resolve(7).unwrap();
        assert_eq!(task.await.unwrap(), 7);
    });
}

#[test]
fn a_thread_resolves_it() {
    on_both_flavours(async || {
        let (promises, tasks): (Vec<_>, Vec<_>) = (0..100).map(|_| promise()).unzip();
        let resolving = thread::spawn(|| {
            for (number, resolver) in promises.into_iter().enumerate() {
                resolver.resolve(number).unwrap();
            }
        });
        let numbers = gather(tasks).await.into_iter().map(Result::unwrap);
        assert!(numbers.eq(0..100));
        resolving.join().unwrap();
    });
}

/// The value goes to the task, goes back to the resolver, or is dropped with the task: exactly one of these.
#[test]
fn a_value_that_races_with_a_cancellation_is_not_lost() {
    on_both_flavours(async || {
        for round in 0..1000 {
            let value = Arc::new(7);
            let (resolver, task) = promise();
            for _ in 0..round % 3 {
                yield_now().await;
            }
            let remote = task.abort_handle();
            let cancelling = create_task(async move { remote.abort() });
            match (resolver.resolve(value.clone()), task.await) {
                (Ok(()), Ok(taken)) => assert!(Arc::ptr_eq(&taken, &value)),
                (Err(back), Err(_)) => assert!(Arc::ptr_eq(&back, &value)),
                (Ok(()), Err(error)) => assert!(error.is_cancelled()),
                (Err(_), Ok(_)) => panic!("there is a value twice"),
            }
            cancelling.await.unwrap();
            assert_eq!(Arc::strong_count(&value), 1);
        }
    });
}

#[test]
fn what_is_resolved_after_its_runtime_is_gone_is_handed_back() {
    let runtime = current_thread();
    let (resolver, task) = runtime.block_on(async { promise() });
    drop(runtime);
    assert!(resolver.is_cancelled());
    assert_eq!(resolver.resolve(7), Err(7));
    assert!(
        on_current_thread(task.into_future())
            .unwrap_err()
            .is_cancelled()
    );
}

#[test]
fn a_coroutine_resolves_it() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let resolving = create_task(resolver.resolve_with(async {
            yield_now().await;
            7
        }));
        assert_eq!(task.await.unwrap(), 7);
        resolving.await.unwrap();
    });
}

#[test]
fn a_cancelled_one_drops_its_coroutine() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let history = History::default();
        let resolving = create_task(resolver.resolve_with(history.endless()));
        task.cancel();
        resolving.await.unwrap();
        assert_eq!(history.drops(), 1);
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_coroutine_that_panics_or_is_dropped_cancels_it() {
    on_both_flavours(async || {
        let (resolver, task) = promise::<u8>();
        let resolving = create_task(resolver.resolve_with(async { panic!("broken") }));
        assert!(resolving.await.unwrap_err().is_panic());
        assert!(task.await.unwrap_err().is_cancelled());

        let (resolver, task) = promise::<()>();
        let history = History::default();
        drop(resolver.resolve_with(history.endless()));
        assert_eq!((history.polls(), history.drops()), (0, 1));
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_resolver_shows_its_task() {
    on_current_thread(async {
        let (resolver, task) = promise::<u8>();
        let id = task.id();
        assert_eq!(
            format!("{resolver:?}"),
            format!("Resolver {{ id: {id:?}, is_cancelled: false, .. }}")
        );
    });
}

#[test]
fn without_a_runtime_it_panics_at_the_callers_line() {
    let message = panics_here(|| promise::<u8>());
    assert!(message.contains("no tokio runtime"), "{message}");
}
