//! The option `on`: the runtime that coroutines are spawned on.

use std::future::pending;
use std::pin::pin;
use std::sync::{Mutex, OnceLock};

use ensure_future::{Task, accepts_awaitable, create_task};
use tokio::runtime::{Handle, Id, Runtime};
use tokio::task::{JoinHandle, yield_now};

use support::{History, Watched, current_thread, multi_thread, now, panic_of, poll_once};

/// A coroutine that returns the id of its runtime.
async fn runtime_of_task() -> Id {
    yield_now().await;
    Handle::current().id()
}

/// The id of the current runtime, if there is one.
fn here() -> Option<Id> {
    Handle::try_current().ok().map(|handle| handle.id())
}

/// A framework with a runtime of its own.
struct Framework {
    handle: Handle,
}

impl Framework {
    fn of(runtime: &Runtime) -> Self {
        let handle = runtime.handle().clone();
        Self { handle }
    }

    /// Returns the task, and the runtime that is current in the body.
    #[accepts_awaitable(on = self.handle)]
    fn start<T>(&self, task: Task<T>) -> (Task<T>, Option<Id>) {
        (task, here())
    }

    #[accepts_awaitable(on = self.handle)]
    async fn start_async<T: Send>(&self, task: Task<T>) -> (Task<T>, Option<Id>) {
        yield_now().await;
        (task, here())
    }

    #[accepts_awaitable(on = self.handle)]
    fn start_all<T>(
        &self,
        first: Task<T>,
        others: Vec<Task<T>>,
        last: Option<JoinHandle<T>>,
    ) -> Vec<Task<T>> {
        let first = [first].into_iter().chain(others);
        first.chain(last.map(Task::from)).collect()
    }
}

#[accepts_awaitable(on = runtime)]
fn start_on_runtime<T>(runtime: &Runtime, task: Task<T>) -> (Task<T>, Option<Id>) {
    (task, here())
}

/// A runtime that a framework starts itself.
fn background() -> &'static Runtime {
    static BACKGROUND: OnceLock<Runtime> = OnceLock::new();
    BACKGROUND.get_or_init(multi_thread)
}

#[accepts_awaitable(on = background())]
fn start_in_background<T>(task: Task<T>) -> (Task<T>, Option<Id>) {
    (task, here())
}

#[accepts_awaitable(on = background())]
async fn wait_in_background<T: Send>(task: Task<T>) -> T {
    task.await.unwrap()
}

/// A framework that keeps its runtime handle behind a lock.
struct Guarded {
    state: Mutex<Framework>,
}

impl Guarded {
    fn handle(&self) -> Handle {
        self.state.lock().unwrap().handle.clone()
    }

    #[accepts_awaitable(on = self.handle())]
    fn start<T>(&self, task: Task<T>) -> Task<T> {
        task
    }

    /// Returns the task, if the lock is free again.
    #[accepts_awaitable(on = self.state.lock().unwrap().handle)]
    async fn start_async<T: Send>(&self, task: Task<T>) -> Option<Task<T>> {
        yield_now().await;
        self.state.try_lock().is_ok().then_some(task)
    }
}

/// Only accepts futures that are `Send`.
fn send<F: Future + Send>(future: F) -> F {
    future
}

#[test]
fn a_handle_is_entered_where_no_runtime_is() {
    for runtime in [current_thread(), multi_thread()] {
        let (task, in_body) = Framework::of(&runtime).start(runtime_of_task());
        assert_eq!(in_body, None);
        let ran_in = runtime.block_on(task.into_future()).unwrap();
        assert_eq!(ran_in, runtime.handle().id());
    }
}

#[test]
fn a_runtime_is_entered_where_no_runtime_is() {
    for runtime in [current_thread(), multi_thread()] {
        let (task, in_body) = start_on_runtime(&runtime, runtime_of_task());
        assert_eq!(in_body, None);
        let ran_in = runtime.block_on(task.into_future()).unwrap();
        assert_eq!(ran_in, runtime.handle().id());
    }
}

#[test]
fn the_result_of_a_function_is_entered_where_no_runtime_is() {
    let (task, in_body) = start_in_background(runtime_of_task());
    assert_eq!(in_body, None);
    let ran_in = background().block_on(task.into_future()).unwrap();
    assert_eq!(ran_in, background().handle().id());
}

#[test]
fn a_handle_made_for_the_coercion_is_entered() {
    let runtime = multi_thread();
    let state = Mutex::new(Framework::of(&runtime));
    let task = Guarded { state }.start(runtime_of_task());
    let ran_in = runtime.block_on(task.into_future()).unwrap();
    assert_eq!(ran_in, runtime.handle().id());
}

#[test]
fn what_was_locked_for_the_coercion_is_unlocked_in_the_body() {
    let runtime = multi_thread();
    let state = Mutex::new(Framework::of(&runtime));
    let guarded = Guarded { state };
    let starting = send(guarded.start_async(runtime_of_task()));
    let task = runtime.block_on(starting).expect("it is unlocked");
    let ran_in = runtime.block_on(task.into_future()).unwrap();
    assert_eq!(ran_in, runtime.handle().id());
}

#[test]
fn the_callers_runtime_is_current_again_in_the_body() {
    let other = multi_thread();
    let framework = Framework::of(&other);
    for caller in [current_thread(), multi_thread()] {
        caller.block_on(async {
            let (task, in_body) = framework.start(runtime_of_task());
            assert_eq!(task.await.unwrap(), other.handle().id());
            assert_eq!(in_body, Some(caller.handle().id()));

            let (task, in_body) = start_on_runtime(&other, runtime_of_task());
            assert_eq!(task.await.unwrap(), other.handle().id());
            assert_eq!(in_body, Some(caller.handle().id()));

            let (task, in_body) = start_in_background(runtime_of_task());
            assert_eq!(task.await.unwrap(), background().handle().id());
            assert_eq!(in_body, Some(caller.handle().id()));
            assert_eq!(here(), in_body);
        });
    }
}

#[test]
fn an_async_fn_enters_the_runtime_for_the_coercion_alone() {
    let other = multi_thread();
    let framework = Framework::of(&other);
    for caller in [current_thread(), multi_thread()] {
        caller.block_on(async {
            let (task, in_body) = send(framework.start_async(runtime_of_task())).await;
            assert_eq!(task.await.unwrap(), other.handle().id());
            assert_eq!(in_body, Some(caller.handle().id()));

            let ran_in = send(wait_in_background(runtime_of_task())).await;
            assert_eq!(ran_in, background().handle().id());
        });
    }
}

#[test]
fn an_async_fn_can_be_polled_where_no_runtime_is() {
    let mut waiting = Box::pin(wait_in_background(pending::<()>()));
    assert!(poll_once(&mut waiting).is_pending());
    assert_eq!(here(), None);

    let runtime = current_thread();
    let framework = Framework::of(&runtime);
    let mut starting = pin!(framework.start_async(runtime_of_task()));
    assert!(poll_once(&mut starting).is_pending());
    assert_eq!(here(), None);
    let (task, in_body) = runtime.block_on(starting);
    assert_eq!(in_body, Some(runtime.handle().id()));
    let ran_in = runtime.block_on(task.into_future()).unwrap();
    assert_eq!(ran_in, runtime.handle().id());
}

#[test]
fn every_parameter_is_coerced_in_the_runtime() {
    let runtime = current_thread();
    let others = [runtime_of_task(), runtime_of_task()];
    let tasks =
        Framework::of(&runtime).start_all(runtime_of_task(), others, Some(runtime_of_task()));
    assert_eq!(tasks.len(), 4);
    for task in tasks {
        let ran_in = runtime.block_on(task.into_future()).unwrap();
        assert_eq!(ran_in, runtime.handle().id());
    }
}

#[test]
fn a_running_task_stays_in_its_own_runtime() {
    let (own, other) = (current_thread(), current_thread());
    let framework = Framework::of(&other);
    let task = own.block_on(async { create_task(runtime_of_task()) });
    let id = task.id();

    let (task, _) = framework.start(task);
    assert_eq!(task.id(), id);
    assert_eq!(other.handle().metrics().num_alive_tasks(), 0);
    let (task, _) = framework.start(task);
    let ran_in = own.block_on(task.into_future()).unwrap();
    assert_eq!(ran_in, own.handle().id());
}

#[test]
fn in_a_runtime_that_is_gone_the_task_is_cancelled() {
    let runtime = current_thread();
    let framework = Framework::of(&runtime);
    drop(runtime);

    let history = History::default();
    let (task, _) = framework.start(history.endless());
    assert_eq!((history.polls(), history.drops()), (0, 1));
    assert!(task.is_finished());
    assert!(now(task.into_future()).unwrap_err().is_cancelled());
}

#[test]
fn the_runtime_is_left_when_the_coercion_panics() {
    struct Broken;

    impl Iterator for Broken {
        type Item = Watched<std::future::Pending<()>>;

        fn next(&mut self) -> Option<Self::Item> {
            panic!("broken")
        }
    }

    let runtime = current_thread();
    let (framework, history) = (Framework::of(&runtime), History::default());
    let absent = None::<JoinHandle<()>>;
    let panic = panic_of(|| framework.start_all(history.endless(), Broken, absent));
    assert_eq!(panic.message, "broken");
    assert_eq!(here(), None);
    drop(runtime);
    assert_eq!(history.drops(), 1);
}

#[test]
fn a_parameter_with_mut_can_be_borrowed_mutably() {
    struct Handles(std::vec::IntoIter<Handle>);

    impl Handles {
        #[accepts_awaitable(on = self.0.next().unwrap())]
        fn start(mut self, task: Task<Id>) -> (Task<Id>, usize) {
            self.0.next();
            (task, self.0.count())
        }

        /// Only `on` needs the `mut`.
        #[accepts_awaitable(on = self.0.next().unwrap())]
        fn start_and_count(mut self, task: Task<Id>) -> (Task<Id>, usize) {
            (task, self.0.count())
        }
    }

    #[accepts_awaitable(on = handles.next().unwrap())]
    fn start(mut handles: std::vec::IntoIter<Handle>, task: Task<Id>) -> (Task<Id>, usize) {
        (task, handles.count())
    }

    /// Only the body needs the `mut`.
    #[accepts_awaitable(on = handles[0])]
    fn start_on_first(mut handles: Vec<Handle>, task: Task<Id>) -> (Task<Id>, usize) {
        handles.clear();
        (task, handles.len())
    }

    let (first, second) = (current_thread(), current_thread());
    let handles = || vec![first.handle().clone(), second.handle().clone()].into_iter();
    for ((task, left), expected) in [
        (start(handles(), runtime_of_task()), 1),
        (start_on_first(handles().collect(), runtime_of_task()), 0),
        (Handles(handles()).start(runtime_of_task()), 0),
        (Handles(handles()).start_and_count(runtime_of_task()), 1),
    ] {
        assert_eq!(left, expected);
        let ran_in = first.block_on(task.into_future()).unwrap();
        assert_eq!(ran_in, first.handle().id());
    }
}

#[test]
fn a_parameter_may_have_the_name_of_a_generated_variable() {
    #[accepts_awaitable(on = runtime)]
    fn start(runtime: &Runtime, __task2: Task<u8>, other: Task<u8>) -> u8 {
        runtime.block_on(async { __task2.await.unwrap() - other.await.unwrap() })
    }

    assert_eq!(start(&current_thread(), async { 3 }, async { 1 }), 2);
}
