//! Results of threads and other crates, in the cases of asyncio's `wrap_future`.

use std::sync::mpsc;
use std::thread;

use ensure_future::form::Itself;
use ensure_future::{
    Awaitable, Task, accepts_awaitable, create_task, ensure_future, promise, run, to_thread,
    try_ensure_future,
};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use support::{
    alive_tasks, current_thread, on_both_flavours, on_current_thread, or_hang, panics_here,
};

/// A task of another crate, with additional data.
struct Job {
    task: Task<u8>,
    name: &'static str,
}

enum OfAJob {}

impl Awaitable<Task<u8>, OfAJob> for Job {
    const SPAWNS: bool = false;

    fn ensure(self) -> Task<u8> {
        self.task
    }
}

impl Awaitable<Job, Itself> for Job {
    const SPAWNS: bool = false;

    fn ensure(self) -> Job {
        self
    }
}

#[accepts_awaitable]
fn keep_job(#[awaitable] job: Job) -> Job {
    job
}

/// The value that a thread sends, and the runtime that has waited for it.
async fn sent_by_a_thread(receiver: oneshot::Receiver<u8>) -> (u8, tokio::runtime::Id) {
    (receiver.await.unwrap(), Handle::current().id())
}

/// CPython's `test_futures::test_wrap_future`.
/// CPython's `test_futures::test_isfuture`.
#[test]
fn a_type_of_another_crate_is_passed_through_where_it_is_declared() {
    on_both_flavours(async || {
        let task = create_task(async { 42 });
        let id = task.id();
        let job = keep_job(Job { task, name: "job" });
        assert_eq!((job.task.id(), job.name), (id, "job"));
        assert_eq!(job.task.await.unwrap(), 42);
    });
}

/// CPython's `test_futures::test_wrap_future`.
#[test]
fn what_a_thread_computes_is_awaited() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let thread = thread::spawn(|| resolver.resolve(("oi", thread::current().id())));
        let (said, by) = task.await.unwrap();
        assert_eq!(said, "oi");
        assert_eq!(by, thread.thread().id());
        thread.join().unwrap().unwrap();
    });
}

/// CPython's `test_futures::test_ensure_future`.
#[test]
fn the_task_of_a_type_of_another_crate_is_the_very_same() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let (id, before) = (task.id(), alive_tasks());
        let ensured = ensure_future(Job { task, name: "job" });
        assert_eq!((ensured.id(), alive_tasks()), (id, before));
        resolver.resolve(42).unwrap();
        assert_eq!(ensured.await.unwrap(), 42);
    });
}

/// CPython's `test_futures::test_wrap_future_future`.
#[test]
fn the_task_of_a_promise_is_the_very_same() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let (id, before) = (task.id(), alive_tasks());
        let ensured = ensure_future(task);
        assert_eq!((ensured.id(), alive_tasks()), (id, before));
        resolver.resolve(42).unwrap();
        assert_eq!(ensured.await.unwrap(), 42);
    });
}

/// CPython's `test_futures::test_wrap_future_without_loop`.
#[test]
fn without_a_runtime_it_panics_at_the_callers_line() {
    let (sender, receiver) = oneshot::channel();
    let messages = [
        panics_here(|| drop(ensure_future(sent_by_a_thread(receiver)))),
        panics_here(|| drop(to_thread(|| 42))),
    ];
    for message in messages {
        assert!(message.contains("no tokio runtime"), "{message}");
    }
    assert!(sender.is_closed());
}

/// CPython's `test_futures::test_wrap_future_without_loop`.
#[test]
fn without_a_runtime_it_is_handed_back() {
    let (sender, receiver) = oneshot::channel();
    let refused = try_ensure_future(sent_by_a_thread(receiver)).unwrap_err();
    let thread = thread::spawn(|| sender.send(42));
    assert_eq!(run(refused.into_awaitable()).0, 42);
    thread.join().unwrap().unwrap();
}

/// CPython's `test_futures::test_wrap_future_use_running_loop`.
#[test]
fn it_is_awaited_in_the_runtime_that_runs() {
    on_both_flavours(async || {
        let (sender, receiver) = oneshot::channel();
        let task = ensure_future(sent_by_a_thread(receiver));
        let thread = thread::spawn(|| sender.send(42));
        assert_eq!(task.await.unwrap(), (42, Handle::current().id()));
        thread.join().unwrap().unwrap();
    });
}

/// CPython's `test_futures::test_wrap_future_use_global_loop`.
#[test]
fn it_is_awaited_in_a_runtime_that_is_entered() {
    let runtime = current_thread();
    let (sender, receiver) = oneshot::channel();
    let task = {
        let _entered = runtime.enter();
        ensure_future(sent_by_a_thread(receiver))
    };
    let thread = thread::spawn(|| sender.send(42));
    let outcome = runtime.block_on(task.into_future());
    assert_eq!(outcome.unwrap(), (42, runtime.handle().id()));
    thread.join().unwrap().unwrap();
}

/// CPython's `test_futures::test_wrap_future_cancel`.
#[test]
fn cancelling_it_tells_who_would_give_the_value() {
    on_both_flavours(async || {
        let (mut resolver, task) = promise::<u8>();
        let wrapper = create_task(task.into_future());
        assert!(wrapper.cancel_and_wait().await.unwrap_err().is_cancelled());
        resolver.cancelled().await;
        assert!(resolver.is_cancelled());
    });
}

/// CPython's `test_futures::test_wrap_future_cancel`.
#[test]
fn a_function_that_has_not_started_is_cancelled() {
    let mut with_one_thread = Builder::new_current_thread();
    let runtime = with_one_thread.max_blocking_threads(1).enable_all();
    runtime.build().unwrap().block_on(or_hang(async {
        let (release, released) = mpsc::channel::<()>();
        let busy = to_thread(move || released.recv().unwrap());
        let waiting: Task<u8> = to_thread(|| panic!("it was cancelled before"));
        assert!(waiting.cancel());
        release.send(()).unwrap();
        assert!(waiting.await.unwrap_err().is_cancelled());
        busy.await.unwrap();
    }));
}

/// CPython's `test_futures::test_wrap_future_cancel2`.
#[test]
fn cancelling_it_leaves_a_value_that_is_there() {
    on_current_thread(async {
        let (resolver, task) = promise();
        let inner = task.shared();
        resolver.resolve(42).unwrap();
        assert_eq!((&inner).await.unwrap(), 42);

        let wrapper = create_task(inner.clone().into_future());
        assert!(wrapper.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert_eq!(inner.await.unwrap(), 42);
    });
}
