//! The feature `tracing`: a coroutine runs in the span that was current when it was passed.

use std::future::{pending, poll_fn};
use std::task::Poll;
use std::time::Duration;

use ensure_future::{
    LocalTask, ReturnWhen, SharedTask, Spawn, Task, TaskGroup, accepts_awaitable, as_completed,
    buffer_unordered, buffered, create_local_task, create_named_task, create_task, create_task_on,
    ensure_future, ensure_future_on, gather, graceful, race_ok, run, run_coroutine_threadsafe,
    shield, to_thread, try_ensure_future, try_gather, wait, wait_for,
};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, LocalSet};
use tokio_util::task::TaskTracker;
use tracing::instrument::Instrument;
use tracing::{Span, info_span};

use support::{on_both_flavours, spans};

/// A coroutine that returns the span in which it runs.
fn span() -> impl Future<Output = Option<String>> + Send + 'static {
    poll_fn(|_| Poll::Ready(spans::current()))
}

async fn succeeds() -> Result<Option<String>, &'static str> {
    Ok(span().await)
}

#[expect(clippy::unnecessary_wraps, reason = "a coroutine may be in no span")]
fn in_request() -> Option<String> {
    Some("request".to_owned())
}

const LONG: Duration = Duration::from_secs(60);

#[accepts_awaitable]
async fn with_a_shared_task<T: Clone>(task: SharedTask<T>) -> T {
    task.await.unwrap()
}

#[accepts_awaitable]
async fn with_a_handle<T>(task: JoinHandle<T>) -> T {
    task.await.unwrap()
}

#[accepts_awaitable(boxed)]
async fn with_a_box<T>(task: Task<T>) -> T {
    task.await.unwrap()
}

#[accepts_awaitable]
async fn with_a_local_task<T>(task: LocalTask<T>) -> T {
    task.await.unwrap()
}

#[accepts_awaitable(on = *spawner)]
async fn with_a_spawner<S: Spawn, T>(spawner: &S, task: Task<T>) -> T {
    task.await.unwrap()
}

#[accepts_awaitable]
async fn with_a_factory<T>(inner: Span, mut factory: impl FnMut() -> Task<T>) -> [T; 2] {
    let first = factory();
    let second = inner.in_scope(&mut factory);
    [first.await.unwrap(), second.await.unwrap()]
}

/// Runs a test in the span `request`, on both runtimes of tokio.
fn in_a_request<F: Future<Output = ()>>(test: impl Fn() -> F) {
    spans::record();
    on_both_flavours(async || test().instrument(info_span!("request")).await);
}

#[test]
fn a_created_task_keeps_the_span() {
    in_a_request(async || {
        assert_eq!(create_task(span()).await.unwrap(), in_request());
        assert_eq!(
            create_named_task("job", span()).await.unwrap(),
            in_request()
        );
        assert_eq!(ensure_future(span()).await.unwrap(), in_request());
        assert_eq!(
            try_ensure_future(span()).unwrap().await.unwrap(),
            in_request()
        );
        assert_eq!(
            create_task(graceful(async |_| span().await)).await.unwrap(),
            in_request()
        );
    });
}

#[test]
fn a_coroutine_keeps_the_span_in_each_declared_type() {
    in_a_request(async || {
        assert_eq!(with_a_shared_task(span()).await, in_request());
        assert_eq!(with_a_handle(span()).await, in_request());
        assert_eq!(with_a_box(span()).await, in_request());
    });
}

#[test]
fn a_local_task_keeps_the_span() {
    spans::record();
    let local = async {
        assert_eq!(create_local_task(span()).await.unwrap(), in_request());
        assert_eq!(with_a_local_task(span()).await, in_request());
    };
    run(local.instrument(info_span!("request")));

    let set = LocalSet::new();
    let task = info_span!("request").in_scope(|| create_task_on(&set, span()));
    run(async {
        set.await;
        assert_eq!(task.await.unwrap(), in_request());
    });
}

#[test]
fn all_functions_that_wait_keep_the_span() {
    in_a_request(async || {
        assert_eq!(
            gather([span(), span()]).await[1].as_ref().unwrap(),
            &in_request()
        );
        let (first, second) = gather!(span(), span()).await;
        assert_eq!(
            (first.unwrap(), second.unwrap()),
            (in_request(), in_request())
        );
        assert_eq!(try_gather([succeeds()]).await.unwrap(), [in_request()]);
        assert_eq!(race_ok([succeeds()]).await.unwrap(), in_request());
        let waited = wait([span()], ReturnWhen::AllCompleted).await.unwrap();
        assert_eq!(waited.done[0].result.as_ref().unwrap(), &in_request());
        assert_eq!(wait_for(span(), LONG).await.unwrap(), in_request());
        assert_eq!(shield(span()).await.unwrap(), in_request());
        let completed = as_completed([span()]).next().await.unwrap();
        assert_eq!(completed.result.unwrap(), in_request());
        assert_eq!(
            buffered(1, [span()]).next().await.unwrap().unwrap(),
            in_request()
        );
        let completed = buffer_unordered(1, [span()]).next().await.unwrap();
        assert_eq!(completed.result.unwrap(), in_request());
    });
}

#[test]
fn all_children_of_a_group_keep_the_span() {
    in_a_request(async || {
        let body = async |group: ensure_future::TaskGroupHandle<&'static str>| {
            let child = group.create_task(succeeds()).unwrap();
            let named = group.create_named_task("child", succeeds()).unwrap();
            let start = async |ready: ensure_future::Ready<_>| {
                ready.send(spans::current());
                succeeds().await
            };
            let (ready, started) = group.start(start).await.unwrap();
            let joined = [
                child.await.unwrap(),
                named.await.unwrap(),
                started.await.unwrap(),
            ];
            Ok((joined, ready))
        };
        let (children, ready) = TaskGroup::scope(body).await.unwrap();
        assert_eq!(children, [in_request(), in_request(), in_request()]);
        assert_eq!(ready, in_request());
    });
}

#[test]
fn a_thread_keeps_the_span() {
    in_a_request(async || {
        assert_eq!(to_thread(spans::current).await.unwrap(), in_request());
        let runtime = Handle::current();
        let plain = to_thread(move || run_coroutine_threadsafe(span(), &runtime).result().unwrap());
        assert_eq!(plain.await.unwrap(), in_request());
    });
}

#[test]
fn a_spawner_keeps_the_span() {
    in_a_request(async || {
        assert_eq!(
            with_a_spawner(&Handle::current(), span()).await,
            in_request()
        );
        assert_eq!(
            with_a_spawner(&TaskTracker::new(), span()).await,
            in_request()
        );
        let object: &dyn Spawn = &Handle::current();
        assert_eq!(with_a_spawner(&object, span()).await, in_request());
    });
}

#[test]
fn what_is_drawn_later_takes_the_span_of_the_draw() {
    in_a_request(async || {
        let [outer, inner] = with_a_factory(info_span!("draw"), span).await;
        assert_eq!((outer, inner.as_deref()), (in_request(), Some("draw")));

        let mut drawn = buffered(1, [span(), span()]);
        assert_eq!(drawn.next().await.unwrap().unwrap(), in_request());
        let second = drawn.next().instrument(info_span!("draw")).await;
        assert_eq!(second.unwrap().unwrap().as_deref(), Some("draw"));
    });
}

#[test]
fn a_running_task_keeps_its_own() {
    in_a_request(async || {
        let other = info_span!("other");
        let task = other.in_scope(|| create_task(span()));
        let handle = tokio::spawn(span());
        let outcomes = gather!(task, Task::from(handle)).await;
        assert_eq!(outcomes.0.unwrap().as_deref(), Some("other"));
        assert_eq!(outcomes.1.unwrap(), None);
    });
}

#[test]
fn a_span_of_the_author_takes_precedence() {
    in_a_request(async || {
        let job = info_span!("job");
        assert_eq!(with_a_spawner(&job, span()).await.as_deref(), Some("job"));
        let instrumented = Handle::current().instrument(job);
        assert_eq!(
            with_a_spawner(&instrumented, span()).await.as_deref(),
            Some("job")
        );
        let own = span().instrument(info_span!("own"));
        assert_eq!(create_task(own).await.unwrap().as_deref(), Some("own"));
    });
}

/// An awaitable of another crate, which spawns without the spawner.
struct SpawnsByItself(Option<Span>);

impl ensure_future::Awaitable<Task<Option<String>>, ensure_future::form::Coroutine>
    for SpawnsByItself
{
    fn ensure(self) -> Task<Option<String>> {
        let _entered = self.0.map(Span::entered);
        create_task(span())
    }
}

#[test]
fn no_span_is_kept_on_none() {
    in_a_request(async || {
        let none = Span::none();
        assert_eq!(with_a_spawner(&none, span()).await, None);
        let instrumented = Handle::current().instrument(none.clone());
        assert_eq!(with_a_spawner(&instrumented, span()).await, None);
        let object: &dyn Spawn = &none;
        assert_eq!(with_a_spawner(&object, span()).await, None);
        let by_itself = ensure_future_on(&none, SpawnsByItself(None));
        assert_eq!(by_itself.await.unwrap(), None);
        let by_itself = ensure_future_on(&instrumented, SpawnsByItself(None));
        assert_eq!(by_itself.await.unwrap(), None);

        // A coroutine that is passed afterwards keeps the span again.
        assert_eq!(create_task(span()).await.unwrap(), in_request());
    });
}

#[test]
fn a_span_that_is_entered_on_none_is_kept() {
    in_a_request(async || {
        let own = SpawnsByItself(Some(info_span!("own")));
        let task = ensure_future_on(&Span::none(), own);
        assert_eq!(task.await.unwrap().as_deref(), Some("own"));
    });
}

/// An awaitable of another crate, which deliberately spawns in the current span.
struct InCurrentSpan;

impl ensure_future::Awaitable<Task<Option<String>>, ensure_future::form::Coroutine>
    for InCurrentSpan
{
    fn ensure(self) -> Task<Option<String>> {
        ensure_future_on(&Span::current(), SpawnsByItself(None))
    }
}

#[test]
fn a_span_that_is_named_inside_none_is_kept() {
    in_a_request(async || {
        let task = ensure_future_on(&Span::none(), InCurrentSpan);
        assert_eq!(task.await.unwrap(), in_request());
    });
}

#[test]
fn a_destructor_runs_in_the_span() {
    struct Reports(std::sync::mpsc::Sender<Option<String>>);

    impl Drop for Reports {
        fn drop(&mut self) {
            let _ = self.0.send(spans::current());
        }
    }

    in_a_request(async || {
        let (sender, dropped_in) = std::sync::mpsc::channel();
        let reports = Reports(sender);
        let task = create_task(async move {
            let _reports = reports;
            pending::<()>().await;
        });
        let cancelled = task.cancel_and_wait().instrument(info_span!("other")).await;
        assert!(cancelled.unwrap_err().is_cancelled());
        assert_eq!(dropped_in.recv().unwrap(), in_request());
    });
}

#[test]
fn a_task_keeps_the_span_open_until_it_has_ended() {
    spans::record();
    on_both_flavours(async || {
        let request = info_span!("request");
        let id = request.id().unwrap();
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let task = request.in_scope(|| create_task(ended));
        let apart = request.in_scope(|| create_task_on(&Span::none(), pending::<()>()));
        drop(request);
        assert!(spans::is_open(&id));

        end.send(()).unwrap();
        task.await.unwrap().unwrap();
        assert!(!spans::is_open(&id));
        assert!(apart.cancel());
    });
}
