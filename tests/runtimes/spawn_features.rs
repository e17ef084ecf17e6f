//! The spawners of the features `tokio-util` and `tracing`.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use ensure_future::{
    Awaitable, LocalTask, Spawn, SpawnLocal, Task, accepts_awaitable, create_task,
    ensure_future_on, form, run,
};
use tokio::runtime::{Handle, LocalRuntime};
use tokio_util::task::TaskTracker;
use tracing::instrument::Instrument;
use tracing::{Span, info_span};

use support::{current_thread, on_both_flavours, panics_here, spans};

/// A coroutine that returns the span in which it runs.
fn span() -> impl Future<Output = Option<String>> {
    poll_fn(|_| Poll::Ready(spans::current()))
}

/// An awaitable of another crate, which spawns without the spawner and returns the span in which it did.
struct SpawnsByItself;

impl Awaitable<Task<Option<String>>, form::Coroutine> for SpawnsByItself {
    fn ensure(self) -> Task<Option<String>> {
        let spawned_in = spans::current();
        create_task(async { spawned_in })
    }
}

#[accepts_awaitable(on = *spawner)]
fn start_local<S, T>(spawner: &S, task: LocalTask<T>) -> LocalTask<T>
where
    S: SpawnLocal,
{
    task
}

#[test]
fn a_tracker_tracks_what_it_spawns() {
    on_both_flavours(async || {
        let tracker = TaskTracker::new();
        let (gate, open) = tokio::sync::oneshot::channel::<()>();
        let spawned = ensure_future_on(&tracker, open);
        let boxed = tracker.spawn_boxed(Box::pin(async {}));
        let running = ensure_future_on(&tracker, create_task(async { 1 }));
        assert_eq!((running.await.unwrap(), boxed.await.unwrap()), (1, ()));
        assert_eq!(tracker.len(), 1);

        gate.send(()).unwrap();
        tracker.close();
        tracker.wait().await;
        assert!(spawned.await.unwrap().is_ok());
    });
}

#[test]
fn a_tracker_tracks_local_coroutines() {
    run(async {
        let tracker = TaskTracker::new();
        let not_send = Rc::new(1);
        let task = start_local(&tracker, async move { *not_send });
        assert_eq!(tracker.len(), 1);
        assert_eq!(task.await.unwrap(), 1);
        assert!(tracker.is_empty());
    });
}

#[test]
fn a_cancelled_task_is_tracked_until_it_has_ended() {
    run(async {
        let tracker = TaskTracker::new();
        let task = ensure_future_on(&tracker, std::future::pending::<()>());
        assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert!(tracker.is_empty());
    });
}

#[test]
fn a_span_spawns_inside_itself() {
    spans::record();
    on_both_flavours(async || {
        let request = info_span!("request", id = 7);
        let inside = Some("request id=7".to_owned());
        assert_eq!(ensure_future_on(&request, span()).await.unwrap(), inside);
        let boxed = request.spawn_boxed(Box::pin(async {
            assert_eq!(spans::current().as_deref(), Some("request id=7"));
        }));
        boxed.await.unwrap();
        let by_itself = ensure_future_on(&request, SpawnsByItself);
        assert_eq!(by_itself.await.unwrap(), inside);
        assert_eq!(spans::current(), None);
    });
}

#[test]
fn a_running_task_keeps_its_own_span() {
    spans::record();
    run(async {
        let running = ensure_future_on(&info_span!("own"), span());
        let same = ensure_future_on(&info_span!("other"), running);
        assert_eq!(same.await.unwrap().as_deref(), Some("own"));
        let running = ensure_future_on(&info_span!("other"), create_task(span()));
        assert_eq!(running.await.unwrap(), None);
    });
}

#[test]
fn a_span_spawns_local_coroutines_inside_itself() {
    spans::record();
    run(async {
        let not_send = Rc::new(());
        let task = start_local(&info_span!("window"), async move {
            drop(not_send);
            span().await
        });
        assert_eq!(task.await.unwrap().as_deref(), Some("window"));
    });
}

#[test]
fn an_instrumented_spawner_spawns_inside_the_span() {
    struct Server {
        runtime: Handle,
    }

    impl Server {
        #[accepts_awaitable(on = (&self.runtime).instrument(info_span!("job", name)))]
        fn start<T>(&self, name: &str, task: Task<T>) -> Task<T> {
            task
        }
    }

    spans::record();
    let runtime = current_thread();
    let server = Server {
        runtime: runtime.handle().clone(),
    };
    let inside = Some("job name=\"first\"".to_owned());
    let spawned = server.start("first", span()); // outside any runtime
    let by_itself = server.start("first", SpawnsByItself);
    let object: &dyn Spawn = &server.runtime.clone().instrument(info_span!("object"));
    let through_object = ensure_future_on(&object, span());
    runtime.block_on(async {
        assert_eq!(spawned.await.unwrap(), inside);
        assert_eq!(by_itself.await.unwrap(), inside);
        assert_eq!(through_object.await.unwrap().as_deref(), Some("object"));
    });
}

#[test]
fn an_instrumented_spawner_spawns_local_coroutines_inside_the_span() {
    spans::record();
    let runtime = LocalRuntime::new().unwrap();
    let spawner = (&runtime).instrument(info_span!("window"));
    let not_send = Rc::new(());
    let task = start_local(&spawner, async move {
        drop(not_send);
        span().await
    });
    let object: &dyn SpawnLocal = &spawner;
    let through_object = start_local(&object, span());
    runtime.block_on(async {
        assert_eq!(task.await.unwrap().as_deref(), Some("window"));
        assert_eq!(through_object.await.unwrap().as_deref(), Some("window"));
    });
}

#[test]
fn without_a_runtime_they_panic_at_the_callers_line() {
    panics_here(|| ensure_future_on(&TaskTracker::new(), async {}));
    panics_here(|| ensure_future_on(&Span::none(), async {}));
}
