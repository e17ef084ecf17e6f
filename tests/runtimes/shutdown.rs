//! Runtimes that shut down while code outside waits for their tasks. Each waiter gets an error, and none hangs.

mod several;

use std::convert::Infallible;
use std::future::pending;
use std::pin::pin;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ensure_future::{
    CancelRequest, Failure, GroupTaskError, Resolver, Task, TaskGroup, WaitForError,
    create_task_on, graceful, promise, run_coroutine_threadsafe, shield, to_thread, try_gather,
    wait_for,
};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinError;

use support::{current_thread, lifeline, multi_thread, on_both_flavours, poll_once};

/// The ways to shut a runtime down.
const WAYS: [fn(Runtime); 3] = [
    |runtime| drop(runtime),
    Runtime::shutdown_background,
    |runtime| runtime.shutdown_timeout(Duration::from_millis(1)),
];

/// Runs a test beside another runtime, of each flavour. That runtime shuts down in each way, during the wait or before
/// it.
fn beside_another(test: impl AsyncFn(Other)) {
    on_both_flavours(async || {
        for make in [current_thread, multi_thread] {
            for way in WAYS {
                for is_awaited in [true, false] {
                    test(Other::new(make(), way, is_awaited)).await;
                }
            }
        }
    });
}

/// Another runtime. A thread runs it, and shuts it down when the test says so.
struct Other {
    handle: Handle,
    end: oneshot::Sender<Infallible>,
    thread: JoinHandle<()>,
    /// Whether the runtime shuts down during the wait.
    is_awaited: bool,
}

impl Other {
    fn new(runtime: Runtime, way: fn(Runtime), is_awaited: bool) -> Self {
        let (end, ends) = oneshot::channel();
        Self {
            handle: runtime.handle().clone(),
            end,
            thread: thread::spawn(move || {
                let _told = runtime.block_on(ends);
                way(runtime);
            }),
            is_awaited,
        }
    }

    /// An endless task on this runtime. It has already begun.
    async fn task<T: Send + 'static>(&self) -> Task<T> {
        let (lifeline, mut watch) = lifeline();
        let task = create_task_on(&self.handle, lifeline.endless());
        watch.started().await;
        task
    }

    async fn tasks<T: Send + 'static, const N: usize>(&self) -> [Task<T>; N] {
        let mut tasks = [const { None }; N];
        for task in &mut tasks {
            *task = Some(self.task().await);
        }
        tasks.map(Option::unwrap)
    }

    /// A task on this runtime that goes on when it is cancelled.
    async fn stubborn<T: Send + 'static>(&self) -> Task<T> {
        let (begins, begun) = oneshot::channel();
        let stubborn = graceful(async move |_| {
            begins.send(()).unwrap();
            pending().await
        });
        let task = create_task_on(&self.handle, stubborn);
        begun.await.unwrap();
        task
    }

    /// Shuts the runtime down during a wait, and returns the waiter's output.
    async fn ends_under<F: Future>(self, waiter: F) -> F::Output {
        let mut waiter = pin!(waiter);
        assert!(poll_once(&mut waiter).is_pending());
        self.shut_down();
        waiter.await
    }

    fn shut_down(self) {
        drop(self.end);
        if !self.is_awaited {
            self.thread.join().unwrap();
        }
    }
}

#[track_caller]
fn is_cancelled<T>(outcome: Result<T, JoinError>) {
    let error = outcome.err().expect("an endless task has no value");
    assert!(error.is_cancelled(), "{error}");
}

#[track_caller]
fn has_been_cancelled<E>(failure: Failure<E>) {
    match failure {
        Failure::Ended(error) => is_cancelled::<()>(Err(error)),
        Failure::Returned(_) => panic!("an endless task returns no error"),
    }
}

// Contract 6.3.
#[test]
fn an_awaited_task_is_cancelled() {
    beside_another(async |other| {
        let task = other.task::<()>().await;
        is_cancelled(other.ends_under(task.into_future()).await);
    });
    beside_another(async |other| {
        let mut task = other.task::<()>().await;
        is_cancelled(other.ends_under((&mut task).into_future()).await);
    });
    beside_another(async |other| {
        let task = other.stubborn::<()>().await;
        is_cancelled(other.ends_under(task.into_future()).await);
    });
}

// Contract 6.3.
#[test]
fn a_task_that_goes_on_after_it_was_cancelled_is_cancelled() {
    beside_another(async |other| {
        let task = other.stubborn::<()>().await;
        is_cancelled(other.ends_under(task.cancel_and_wait()).await);
    });
    beside_another(async |other| {
        let task = other.stubborn::<()>().await;
        let outcome = other.ends_under(wait_for(task, Duration::ZERO)).await;
        assert!(matches!(outcome, Err(WaitForError::TimedOut)));
    });
}

// Contract 6.3.
#[test]
fn wait_for_a_shield_and_a_shared_task_give_the_cancellation() {
    beside_another(async |other| {
        let waiting = wait_for(other.task::<()>().await, Duration::MAX);
        match other.ends_under(waiting).await {
            Err(WaitForError::Failed(error)) => is_cancelled::<()>(Err(error)),
            outcome => panic!("{outcome:?}"),
        }
    });
    beside_another(async |other| {
        let shielded = shield(other.task::<()>().await);
        is_cancelled(other.ends_under(shielded).await);
    });
    beside_another(async |other| {
        let shared = other.task::<()>().await.shared();
        let (first, second) = (shared.clone().into_future(), shared.into_future());
        let error = other.ends_under(first).await.unwrap_err();
        assert!(error.is_cancelled());
        assert!(second.await.unwrap_err().is_cancelled());
    });
}

/// A promise whose task is on the other runtime.
fn promised_there(other: &Other) -> (Resolver<u8>, Task<u8>) {
    let _inside = other.handle.enter();
    promise()
}

// Contract 6.3.
#[test]
fn a_promise_is_cancelled_with_the_runtime_of_either_side() {
    beside_another(async |other| {
        let (resolver, task) = promised_there(&other);
        is_cancelled(other.ends_under(task.into_future()).await);
        assert_eq!(resolver.resolve(7), Err(7));
    });
    beside_another(async |other| {
        let (mut resolver, _task) = promised_there(&other);
        other.ends_under(resolver.cancelled()).await;
    });
    beside_another(async |other| {
        let (resolver, _task) = promised_there(&other);
        other.ends_under(resolver.resolve_with(pending())).await;
    });
    beside_another(async |other| {
        let (resolver, task) = promise::<u8>();
        drop(other.handle.spawn(resolver.resolve_with(pending())));
        is_cancelled(other.ends_under(task.into_future()).await);
    });
}

// Contract 6.3.
#[test]
fn a_thread_that_waits_for_a_result_gets_the_cancellation() {
    beside_another(async |other| {
        let task = run_coroutine_threadsafe(other.task::<()>().await, &other.handle);
        let waiting = thread::spawn(|| task.result());
        other.shut_down();
        is_cancelled(waiting.join().unwrap());
    });
    beside_another(async |other| {
        let task = run_coroutine_threadsafe(other.task::<()>().await, &other.handle);
        let waiting = thread::spawn(|| task.result_timeout(Duration::MAX));
        other.shut_down();
        is_cancelled(waiting.join().unwrap().unwrap());
    });
}

// Contract 6.3.
#[test]
fn a_wait_for_the_request_to_a_coroutine_there_ends() {
    beside_another(async |other| {
        let (give, given) = oneshot::channel();
        let coroutine = graceful(async move |cancel| {
            drop(give.send(cancel));
            pending::<()>().await;
        });
        let task = create_task_on(&other.handle, coroutine);
        let cancel: CancelRequest = given.await.unwrap();
        other.ends_under(cancel.requested()).await;
        assert!(cancel.is_requested());
        is_cancelled(task.await);
    });
}

/// A function on a thread can't be cancelled, so its waiter gets a value.
// Contract 6.3.
#[test]
fn a_function_that_runs_gives_its_value_and_a_later_one_is_cancelled() {
    beside_another(async |mut other| {
        other.is_awaited = true; // the function ends after the test has waited for the runtime
        let handle = other.handle.clone();
        let (tell, told) = std::sync::mpsc::channel();
        let (begins, begun) = oneshot::channel();
        let function = {
            let _inside = handle.enter();
            to_thread(move || {
                begins.send(()).unwrap();
                told.recv().unwrap()
            })
        };
        begun.await.unwrap();
        let mut awaited = function.into_future();
        assert!(poll_once(&mut awaited).is_pending());
        drop(other.end);
        tell.send(7).unwrap();
        assert_eq!(awaited.await.unwrap(), 7);
        other.thread.join().unwrap();
        let _inside = handle.enter();
        is_cancelled(to_thread(|| 7).await);
    });
}

/// Awaitables that are passed to a runtime after its shutdown are cancelled.
// Contract 6.3.
#[test]
fn what_is_spawned_there_later_is_cancelled() {
    beside_another(async |mut other| {
        other.is_awaited = false;
        let handle = other.handle.clone();
        other.shut_down();
        let task = || create_task_on(&handle, async { Ok::<_, ()>(7) });
        is_cancelled(task().await);
        is_cancelled(task().cancel_and_wait().await);
        is_cancelled(shield(task()).await);
        let error = try_gather([task(), task()]).await.unwrap_err();
        has_been_cancelled(error.failure);
        let group = TaskGroup::new();
        let child = group.create_task(task()).unwrap();
        group.join().await.unwrap();
        assert_eq!(child.await, Err(GroupTaskError::Cancelled));
        is_cancelled(create_task_on(&handle, graceful(async |_| ())).await);
    });
}
