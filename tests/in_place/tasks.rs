//! Tasks, handles, shared tasks and references to these: what the body gets for each, and whether the await ties the
//! task.

use std::future::pending;
use std::io;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use ensure_future::{
    LocalTask, SharedTask, Task, accepts_awaitable, create_local_task, create_task, promise,
};
use tokio::sync::oneshot;
use tokio::task::{JoinError, JoinHandle, LocalSet, spawn_local};

use crate::{Failure, Plain};
use support::{
    Lifeline, let_others_run, lifeline, on_both_flavours, on_current_thread, panic_of, poll_once,
};

#[accepts_awaitable]
async fn output<T>(#[awaitable] future: impl Future<Output = T>) -> T {
    future.await
}

#[accepts_awaitable]
async fn result<T, E>(#[awaitable] future: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    future.await
}

#[accepts_awaitable]
async fn named_result(
    #[awaitable] future: impl Future<Output = Result<u8, Failure>>,
) -> Result<u8, Failure> {
    future.await
}

#[accepts_awaitable]
async fn read(#[awaitable] future: impl Future<Output = io::Result<u8>>) -> io::Result<u8> {
    future.await
}

#[accepts_awaitable]
async fn ended(#[awaitable] future: impl Future<Output = ()>) {
    future.await;
}

#[accepts_awaitable]
async fn joined<T>(
    #[awaitable(join)] future: impl Future<Output = Result<T, JoinError>>,
) -> Result<T, JoinError> {
    future.await
}

/// A task, local or not, that gives this value.
fn task<T: Send + 'static>(value: T) -> Task<T> {
    create_task(async { value })
}

fn handle<T: Send + 'static>(value: T) -> JoinHandle<T> {
    tokio::spawn(async { value })
}

fn one() -> Result<u8, Failure> {
    "1".parse().map_err(|_| Failure::Own("no number"))
}

/// A cancelled task.
fn cancelled<T: Send + 'static>() -> Task<T> {
    let task = create_task(pending());
    task.cancel();
    task
}

fn aborted<T: Send + 'static>() -> JoinHandle<T> {
    let handle = tokio::spawn(pending());
    handle.abort();
    handle
}

/// A task that panics. The test output shows the panic, which is expected.
fn panicking<T: Send + 'static>() -> Task<T> {
    create_task(async { panic!("the task panics") })
}

#[test]
fn an_open_output_is_that_of_the_task_itself() {
    on_both_flavours(async || {
        assert_eq!(output(task(1)).await.unwrap(), 1);
        assert_eq!(output(&mut task(1)).await.unwrap(), 1);
        assert_eq!(output(handle(1)).await.unwrap(), 1);
        assert_eq!(output(&mut handle(1)).await.unwrap(), 1);
        let shared = task(1).shared();
        assert_eq!(output(&shared).await.unwrap(), 1);
        assert_eq!(output(shared).await.unwrap(), 1);
        let (resolver, promised) = promise();
        resolver.resolve(1).unwrap();
        assert_eq!(output(promised).await.unwrap(), 1);
        assert!(output(cancelled::<u8>()).await.unwrap_err().is_cancelled());
        assert!(output(panicking::<u8>()).await.unwrap_err().is_panic());
    });
    on_current_thread(LocalSet::new().run_until(async {
        assert_eq!(output(create_local_task(async { 1 })).await.unwrap(), 1);
        let mut local = create_local_task(async { 1 });
        assert_eq!(output(&mut local).await.unwrap(), 1);
    }));
}

#[test]
fn the_result_of_a_task_is_a_flat_result() {
    on_both_flavours(async || {
        assert_eq!(named_result(task(one())).await, one());
        assert_eq!(named_result(&mut task(one())).await, one());
        assert_eq!(named_result(handle(one())).await, one());
        assert_eq!(named_result(&mut handle(one())).await, one());
        assert_eq!(named_result(&task(one()).shared()).await, one());
        assert_eq!(named_result(task(one()).shared()).await, one());

        assert_eq!(result(task(one())).await, one());
        assert_eq!(result(&mut task(one())).await, one());
        assert_eq!(result(&task(one()).shared()).await, one());
        assert_eq!(result(task(one()).shared()).await, one());
    });
    on_current_thread(LocalSet::new().run_until(async {
        assert_eq!(
            named_result(create_local_task(async { one() })).await,
            one()
        );
        assert_eq!(result(create_local_task(async { one() })).await, one());
        let mut local = create_local_task(async { one() });
        assert_eq!(named_result(&mut local).await, one());
    }));
}

#[test]
fn a_free_result_of_a_join_handle_needs_known_types() {
    on_current_thread(async {
        let known: Result<u8, Failure> = result(handle(one())).await;
        assert_eq!(known, one());
        let outer: Result<Result<u8, Failure>, JoinError> = result(handle(one())).await;
        assert_eq!(outer.unwrap(), one());
    });
}

#[test]
fn the_error_of_a_task_is_the_tasks_own() {
    on_current_thread(async {
        let failed = Err(Failure::Own("failed"));
        assert_eq!(named_result(task(failed.clone())).await, failed);
        assert_eq!(named_result(handle(failed.clone())).await, failed);
        assert_eq!(named_result(task(failed.clone()).shared()).await, failed);
    });
}

#[test]
fn a_cancelled_task_is_an_error() {
    on_both_flavours(async || {
        let cancelled_error = Err(Failure::Cancelled);
        assert_eq!(named_result(cancelled()).await, cancelled_error);
        assert_eq!(named_result(&mut cancelled()).await, cancelled_error);
        assert_eq!(named_result(aborted()).await, cancelled_error);
        assert_eq!(named_result(cancelled().shared()).await, cancelled_error);
        assert_eq!(named_result(&cancelled().shared()).await, cancelled_error);
        assert_eq!(
            read(cancelled()).await.unwrap_err().to_string(),
            output(cancelled::<()>())
                .await
                .map_err(io::Error::from)
                .unwrap_err()
                .to_string()
        );
        assert!(joined(cancelled::<u8>()).await.unwrap_err().is_cancelled());
        let known: Result<u8, JoinError> = joined(aborted()).await;
        assert!(known.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_task_that_panics_is_an_error() {
    on_both_flavours(async || {
        let panicked = Failure::Panicked("the task panics".to_owned());
        assert_eq!(named_result(panicking()).await, Err(panicked.clone()));
        assert_eq!(named_result(&mut panicking()).await, Err(panicked.clone()));
        assert_eq!(
            named_result(JoinHandle::from(panicking())).await,
            Err(panicked)
        );
        let shared = named_result(panicking().shared()).await;
        assert!(matches!(shared, Err(Failure::Panicked(text)) if text.contains("the task panics")));
        assert!(read(panicking()).await.is_err());
        assert!(joined(panicking::<u8>()).await.unwrap_err().is_panic());
    });
}

#[test]
fn each_caller_of_a_shared_task_gets_the_result() {
    on_current_thread(async {
        let shared = task(one()).shared();
        let other = shared.clone();
        assert_eq!(
            tokio::join!(named_result(&shared), named_result(other)),
            (one(), one())
        );
        assert_eq!(named_result(shared).await, one());
    });
}

#[test]
fn a_shared_task_needs_its_own_conversion_and_a_single_one_another() {
    #[derive(Clone, Debug)]
    struct OfShared(Arc<JoinError>);
    impl From<Arc<JoinError>> for OfShared {
        fn from(error: Arc<JoinError>) -> Self {
            Self(error)
        }
    }
    struct OfSingle(JoinError);
    impl From<JoinError> for OfSingle {
        fn from(error: JoinError) -> Self {
            Self(error)
        }
    }
    on_current_thread(async {
        let shared: SharedTask<Result<u8, OfShared>> = cancelled().shared();
        assert!(result(shared).await.unwrap_err().0.is_cancelled());
        let single: Task<Result<u8, OfSingle>> = cancelled();
        assert!(
            result(single)
                .await
                .map_err(|error| error.0)
                .unwrap_err()
                .is_cancelled()
        );
    });
}

#[test]
fn a_coroutines_error_needs_no_conversion() {
    on_current_thread(async {
        assert_eq!(result(async { Err::<u8, _>(Plain) }).await, Err(Plain));
        assert_eq!(result(async { Err::<u8, _>(()) }).await, Err(()));
        assert_eq!(
            result(async { Ok::<_, std::convert::Infallible>(1) }).await,
            Ok(1)
        );
    });
}

#[test]
fn a_task_of_a_join_error_of_its_own_has_one_level_of_errors() {
    on_current_thread(async {
        let inner: Task<Result<u8, JoinError>> = create_task(async { cancelled().await });
        assert!(result(inner).await.unwrap_err().is_cancelled());
        let outer: Task<Result<u8, JoinError>> = cancelled();
        assert!(result(outer).await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_task_without_a_value_has_ended() {
    on_both_flavours(async || {
        ended(task(())).await;
        ended(&mut task(())).await;
        ended(handle(())).await;
        ended(&mut handle(())).await;
    });
    on_current_thread(LocalSet::new().run_until(async {
        ended(create_local_task(async {})).await;
        ended(&mut create_local_task(async {})).await;
        ended(spawn_local(async {})).await;
    }));
}

#[test]
fn a_cancelled_task_without_a_value_has_ended() {
    on_both_flavours(async || {
        ended(cancelled()).await;
        ended(&mut cancelled()).await;
        ended(aborted()).await;
    });
}

#[test]
fn the_panic_of_a_task_without_a_value_is_resumed() {
    let text = resumed(|| on_current_thread(async { ended(panicking()).await }));
    assert_eq!(text, "the task panics");
    let text = resumed(|| on_current_thread(async { ended(&mut panicking()).await }));
    assert_eq!(text, "the task panics");
    let text = resumed(|| on_current_thread(async { ended(JoinHandle::from(panicking())).await }));
    assert_eq!(text, "the task panics");
}

/// The message of a panic that is resumed. The panic hook does not see such a panic.
fn resumed(panicking: impl FnOnce()) -> String {
    let payload = std::panic::catch_unwind(AssertUnwindSafe(panicking)).unwrap_err();
    support::text(&*payload).to_owned()
}

// Contract 5.2.
#[test]
fn the_panic_of_a_coroutine_unwinds_through_the_body() {
    let panics = [
        panic_of(|| on_current_thread(output(async { panic!("the coroutine panics") }))),
        panic_of(|| on_current_thread(ended(async { panic!("the coroutine panics") }))),
    ];
    for panic in panics {
        assert_eq!(panic.message, "the coroutine panics");
    }
    let panic = panic_of(|| {
        let coroutine = async { panic!("the coroutine panics") };
        on_current_thread(async { drop(named_result(coroutine).await) });
    });
    assert_eq!(panic.message, "the coroutine panics");
    let panic = panic_of(|| {
        let coroutine = async {
            assert_eq!(one(), Err(Failure::Cancelled), "the coroutine panics");
        };
        on_current_thread(async { drop(joined(coroutine).await) });
    });
    assert!(panic.message.contains("the coroutine panics"));
}

#[test]
fn an_output_that_is_joined_is_that_of_the_coroutine_or_of_the_task() {
    on_both_flavours(async || {
        assert_eq!(joined(async { 1 }).await.unwrap(), 1);
        assert_eq!(joined(task(1)).await.unwrap(), 1);
        assert_eq!(joined(&mut task(1)).await.unwrap(), 1);
        let known: Result<u8, JoinError> = joined(handle(1)).await;
        assert_eq!(known.unwrap(), 1);
        let known: Result<u8, JoinError> = joined(&mut handle(1)).await;
        assert_eq!(known.unwrap(), 1);
    });
    on_current_thread(LocalSet::new().run_until(async {
        assert_eq!(joined(create_local_task(async { 1 })).await.unwrap(), 1);
        assert_eq!(
            joined(&mut create_local_task(async { 1 })).await.unwrap(),
            1
        );
    }));
}

/// Makes the body poll a task, and drops the call. Returns whether the task runs on.
macro_rules! runs_on {
    (|$line:ident: Lifeline| $call:expr) => {
        on_current_thread(async {
            let ($line, mut watch) = lifeline();
            let mut call = Box::pin($call);
            assert!(poll_once(&mut call).is_pending());
            watch.started().await;
            assert!(poll_once(&mut call).is_pending());

            drop(call);
            let_others_run().await;
            watch.is_alive()
        })
    };
}

async fn endless<T>(line: Lifeline) -> T {
    line.endless().await
}

// Contract 3.2.
#[test]
fn a_task_that_is_passed_by_value_is_cancelled_when_the_await_is_dropped() {
    assert!(!runs_on!(|line: Lifeline| output(create_task(
        endless::<u8>(line)
    ))));
    assert!(!runs_on!(|line: Lifeline| named_result(create_task(
        endless(line)
    ))));
    assert!(!runs_on!(|line: Lifeline| result(create_task(endless::<
        Result<u8, Failure>,
    >(line)))));
    assert!(!runs_on!(|line: Lifeline| ended(create_task(endless(
        line
    )))));
    assert!(!runs_on!(|line: Lifeline| joined(create_task(
        endless::<u8>(line)
    ))));
}

#[test]
fn a_shared_task_runs_on_when_the_await_is_dropped() {
    assert!(runs_on!(|line: Lifeline| output(
        create_task(endless::<u8>(line)).shared()
    )));
    assert!(runs_on!(|line: Lifeline| named_result(
        create_task(endless(line)).shared()
    )));
}

#[test]
fn a_join_handle_runs_on_when_the_await_is_dropped() {
    assert!(runs_on!(|line: Lifeline| output(tokio::spawn(
        endless::<u8>(line)
    ))));
    assert!(runs_on!(|line: Lifeline| named_result(tokio::spawn(
        endless(line)
    ))));
    assert!(runs_on!(|line: Lifeline| ended(tokio::spawn(endless(
        line
    )))));
    assert!(runs_on!(|line: Lifeline| async {
        let joined: Result<u8, JoinError> = joined(tokio::spawn(endless(line))).await;
        drop(joined);
    }));
}

// Contract 3.2.
#[test]
fn a_task_that_is_passed_by_reference_runs_on_when_the_await_is_dropped() {
    on_current_thread(async {
        let (line, mut watch) = lifeline();
        let mut task = create_task(line.endless::<()>());
        watch.started().await;
        assert!(poll_once(&mut Box::pin(output(&mut task))).is_pending());
        assert!(poll_once(&mut Box::pin(ended(&mut task))).is_pending());
        assert!(poll_once(&mut Box::pin(joined(&mut task))).is_pending());
        let_others_run().await;
        assert!(watch.is_alive());

        task.cancel();
        ended(&mut task).await;
        assert!(task.is_finished());
    });
    on_current_thread(async {
        let (line, mut watch) = lifeline();
        let mut task = create_task(line.endless::<Result<u8, Failure>>());
        watch.started().await;
        assert!(poll_once(&mut Box::pin(named_result(&mut task))).is_pending());
        assert!(poll_once(&mut Box::pin(result(&mut task))).is_pending());
        let_others_run().await;
        assert!(watch.is_alive());

        let shared = task.shared();
        assert!(poll_once(&mut Box::pin(named_result(&shared))).is_pending());
        let_others_run().await;
        assert!(watch.is_alive());
    });
}

/// Before its first poll, an `async fn` owns its caller's argument: a `Task`, which runs on when it is dropped.
#[test]
fn a_task_is_not_tied_before_the_first_poll_of_an_async_fn() {
    on_current_thread(async {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        watch.started().await;
        drop(ended(task));
        let_others_run().await;
        assert!(watch.is_alive());
    });
}

#[test]
fn a_task_is_tied_at_once_by_a_function_that_is_not_async() {
    #[accepts_awaitable]
    fn held(#[awaitable] unit: impl Future<Output = ()>) -> impl Future<Output = ()> {
        unit
    }

    on_current_thread(async {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless());
        watch.started().await;
        drop(held(task));
        watch.dropped().await;
    });
}

#[test]
fn a_coroutine_is_dropped_with_the_call() {
    on_current_thread(async {
        let (line, mut watch) = lifeline();
        let mut call = Box::pin(ended(line.endless()));
        assert!(poll_once(&mut call).is_pending());
        watch.started().await;
        drop(call);
        assert!(!watch.is_alive());
    });
}

#[test]
fn the_body_waits_for_the_end_of_a_task_that_runs() {
    on_both_flavours(async || {
        let (tell, told) = oneshot::channel();
        let call = tokio::spawn(named_result(create_task(async move {
            told.await.map_err(|_| Failure::Own("not told"))
        })));
        tell.send(1).unwrap();
        assert_eq!(call.await.unwrap(), Ok(1));
    });
}

#[test]
fn the_conversion_of_errors_is_asked_of_callers_with_tasks_alone() {
    /// The author's function compiles without any bound on the error.
    #[accepts_awaitable]
    async fn silent<E>(#[awaitable] future: impl Future<Output = Result<u8, E>>) -> Option<u8> {
        future.await.ok()
    }

    on_current_thread(async {
        assert_eq!(silent(async { Err(Plain) }).await, None);
        assert_eq!(silent(cancelled::<Result<u8, Failure>>()).await, None);
        assert_eq!(silent(task(Ok::<_, io::Error>(1))).await, Some(1));
        assert_eq!(
            silent(task(Ok::<_, Box<dyn std::error::Error + Send + Sync>>(1))).await,
            Some(1)
        );
    });
}

#[test]
fn a_local_task_may_hold_what_is_not_send() {
    on_current_thread(LocalSet::new().run_until(async {
        let local = std::rc::Rc::new(1);
        let task: LocalTask<Result<std::rc::Rc<u8>, Failure>> =
            create_local_task(async { Ok(local) });
        assert_eq!(*result(task).await.unwrap(), 1);
    }));
}

/// A handle is both a future and a task, so rustc would ask for the types (see `ui/caller/`).
#[test]
fn a_handle_of_an_open_output_can_be_passed_as_a_task() {
    #[accepts_awaitable]
    async fn joined<T>(#[awaitable(join)] value: impl Future<Output = Result<T, JoinError>>) -> T {
        value.await.unwrap()
    }

    #[accepts_awaitable]
    async fn parsed<T, E>(#[awaitable] value: impl Future<Output = Result<T, E>>) -> bool {
        value.await.is_ok()
    }

    on_current_thread(async {
        let handle = tokio::spawn(async { 1 });
        assert_eq!(joined(Task::from(handle)).await, 1);
        let handle = tokio::spawn(async { Ok::<_, JoinError>(1) });
        assert!(parsed(Task::from(handle)).await);
    });
}
