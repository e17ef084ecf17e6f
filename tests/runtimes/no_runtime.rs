//! Calls outside a runtime: a panic at the caller's line, which names the remedy and loses no awaitable.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::future::{Ready, pending, ready};
use std::pin::Pin;

use ensure_future::{
    ReturnWhen, Task, accepts_awaitable, as_completed, create_task, ensure_future, gather, race_ok,
    run, shield, try_ensure_future, try_gather, wait,
};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use support::keep::{keep, keep_handle};
use support::{
    History, Watched, current_thread, multi_thread, now, panic_of, panics_here, poll_once,
};

/// Checks that the panic names the missing runtime and the remedy.
fn assert_helpful(message: &str) {
    assert!(message.contains("no tokio runtime"), "{message}");
    for remedy in ["#[tokio::main]", "run", "block_on", "enter"] {
        assert!(message.contains(remedy), "{remedy}: {message}");
    }
}

/// A framework in another crate.
struct Framework;

impl Framework {
    #[accepts_awaitable]
    fn add<T>(&self, task: Task<T>) -> (&Self, Task<T>) {
        (self, task)
    }

    #[accepts_awaitable]
    fn with<T>(task: Task<T>) -> (Self, Task<T>) {
        (Self, task)
    }
}

trait Accept {
    #[accepts_awaitable]
    fn accept<T>(&self, task: Task<T>) -> Task<T>;
}

impl Accept for Framework {
    #[accepts_awaitable]
    fn accept<T>(&self, task: Task<T>) -> Task<T> {
        task
    }
}

// Contract 5.5.
#[test]
fn the_panic_is_at_the_callers_line_and_helps() {
    let history = History::default();
    let coroutine = || history.endless();
    let messages = [
        panics_here(|| create_task(coroutine())),
        panics_here(|| ensure_future(coroutine())),
        panics_here(|| keep(coroutine())),
        panics_here(|| keep_handle(coroutine())),
        panics_here(|| Framework.add(coroutine()).1),
        panics_here(|| Framework::with(coroutine()).1),
        panics_here(|| Framework.accept(coroutine())),
    ];
    for message in &messages {
        assert_helpful(message);
    }
    assert_eq!(history.drops(), messages.len(), "the coroutine is dropped");
    assert_eq!(history.polls(), 0);
}

#[test]
fn the_panic_of_asyncios_functions_is_at_the_callers_line_and_helps() {
    let history = History::default();
    let coroutine = || history.watch(pending::<Result<(), ()>>());
    let messages = [
        panics_here(|| gather([coroutine()])),
        panics_here(|| drop(gather!(coroutine()))),
        panics_here(|| try_gather([coroutine()])),
        panics_here(|| drop(try_gather!(coroutine()))),
        panics_here(|| wait([coroutine()], ReturnWhen::AllCompleted)),
        panics_here(|| as_completed([coroutine()])),
        panics_here(|| race_ok([coroutine()])),
        panics_here(|| shield(coroutine())),
    ];
    for message in &messages {
        assert_helpful(message);
    }
    assert_eq!(history.drops(), messages.len(), "the coroutine is dropped");
    assert_eq!(history.polls(), 0);
}

#[test]
fn the_panic_of_a_collection_is_at_the_callers_line_and_helps() {
    #[accepts_awaitable]
    fn vec(tasks: Vec<Task<()>>) -> Vec<Task<()>> {
        tasks
    }

    #[accepts_awaitable]
    fn array<const N: usize>(tasks: [Task<()>; N]) -> [Task<()>; N] {
        tasks
    }

    #[accepts_awaitable]
    fn option(task: Option<Task<()>>) -> Option<Task<()>> {
        task
    }

    #[accepts_awaitable]
    fn tuple(tasks: (Task<()>, JoinHandle<()>)) -> (Task<()>, JoinHandle<()>) {
        tasks
    }

    #[accepts_awaitable]
    fn hash_map(tasks: HashMap<u8, Task<()>>) -> HashMap<u8, Task<()>> {
        tasks
    }

    #[accepts_awaitable]
    fn tree_map(tasks: BTreeMap<u8, Task<()>>) -> BTreeMap<u8, Task<()>> {
        tasks
    }

    #[accepts_awaitable]
    fn nested(tasks: Vec<Option<[Task<()>; 1]>>) -> Vec<Option<[Task<()>; 1]>> {
        tasks
    }

    let history = History::default();
    let coroutine = || history.endless();
    for message in [
        panics_here(|| vec(vec![coroutine(), coroutine()])),
        panics_here(|| vec([coroutine(), coroutine()])),
        panics_here(|| vec((0..2).map(|_| coroutine()))),
        panics_here(|| array([coroutine(), coroutine()])),
        panics_here(|| option(Some(coroutine()))),
        panics_here(|| tuple((coroutine(), coroutine()))),
        panics_here(|| hash_map(HashMap::from([(1, coroutine()), (2, coroutine())]))),
        panics_here(|| tree_map(BTreeMap::from([(1, coroutine()), (2, coroutine())]))),
        panics_here(|| nested([Some([coroutine()])])),
    ] {
        assert_helpful(&message);
    }
    // The iterator had created one of two coroutines when it was dropped.
    assert_eq!(history.drops(), 7 * 2 + 1 + 1 - 1);
    assert_eq!(history.polls(), 0);
}

#[test]
fn a_collection_without_a_coroutine_needs_no_runtime() {
    #[accepts_awaitable]
    fn counts<T>(tasks: Vec<Task<T>>, task: Option<Task<T>>) -> (usize, usize) {
        (tasks.len(), usize::from(task.is_some()))
    }

    let nothing: [Watched<Ready<u8>>; 0] = [];
    assert_eq!(counts(nothing, None::<Ready<u8>>), (0, 0));
    let runtime = current_thread();
    let task = |_| Task::from(runtime.spawn(pending::<u8>()));
    assert_eq!(counts((0..2).map(task), Some(task(2))), (2, 1));
}

const PARAMETER: u32 = line!() + 2;
#[accepts_awaitable]
async fn keep_async<T>(task: Task<T>) -> Task<T> {
    tokio::task::yield_now().await;
    task
}

#[test]
fn the_panic_of_an_async_fn_is_at_the_authors_parameter_and_helps() {
    let history = History::default();
    let mut kept = Box::pin(keep_async(history.endless()));
    let panic = panic_of(|| poll_once(&mut kept));

    assert_eq!((panic.file.as_str(), panic.line), (file!(), PARAMETER));
    assert_helpful(&panic.message);
    assert_eq!((history.polls(), history.drops()), (0, 1));
}

// Contract 5.5.
#[test]
fn a_running_task_needs_no_runtime() {
    let runtime = current_thread();
    let spawn = || runtime.spawn(async { 7 });
    let (first, second, third) = (spawn(), spawn(), spawn());
    let ids = [first.id(), second.id(), third.id()];
    Handle::try_current().unwrap_err();

    let first: Task<u8> = ensure_future(first);
    let second: JoinHandle<u8> = keep_handle(Task::from(second));
    let third: Task<u8> = Framework.accept::<u8, _>(third);
    assert_eq!([first.id(), second.id(), third.id()], ids);
    let sum = async { first.await.unwrap() + second.await.unwrap() + third.await.unwrap() };
    assert_eq!(runtime.block_on(sum), 21);
}

#[test]
fn an_entered_runtime_is_enough() {
    for runtime in [current_thread(), multi_thread()] {
        let task = {
            let _guard = runtime.enter();
            keep(async { 7 })
        };
        assert_eq!(runtime.block_on(task.into_future()).unwrap(), 7);
    }
}

// Contract 3.6, 5.5.
#[test]
fn try_ensure_future_hands_the_coroutine_back_untouched() {
    let history = History::default();
    let mut number = 7;
    let refused = try_ensure_future(history.watch(async move {
        number += 1;
        number
    }))
    .unwrap_err();
    assert_eq!((history.polls(), history.drops()), (0, 0));

    let coroutine = refused.into_awaitable();
    number = run(async { try_ensure_future(coroutine).unwrap().await.unwrap() });
    assert_eq!(number, 8);
    assert_eq!((history.polls(), history.drops()), (1, 1));
}

#[test]
fn try_ensure_future_drops_the_coroutine_with_its_error() {
    let history = History::default();
    drop(try_ensure_future(history.endless()));
    assert_eq!((history.polls(), history.drops()), (0, 1));
}

#[test]
fn try_ensure_future_hands_a_boxed_future_back() {
    let boxed: Pin<Box<dyn Future<Output = u8> + Send>> = Box::pin(ready(7));
    let boxed: Pin<Box<dyn Future<Output = u8> + Send>> =
        try_ensure_future(boxed).unwrap_err().into_awaitable();
    assert_eq!(now(boxed), 7);
}

#[test]
fn try_ensure_future_passes_running_tasks_through() {
    let runtime = current_thread();
    let handle = runtime.spawn(async { 7 });
    let id = handle.id();
    Handle::try_current().unwrap_err();

    let task: Task<u8> = try_ensure_future(handle).unwrap();
    assert_eq!(task.id(), id);
    let task = try_ensure_future(task).unwrap();
    assert_eq!(task.id(), id);
    assert_eq!(runtime.block_on(task.into_future()).unwrap(), 7);
}

#[test]
fn the_error_says_what_is_missing() {
    let refused = try_ensure_future(pending::<()>()).unwrap_err();
    assert!(
        refused.to_string().contains("no tokio runtime"),
        "{refused}"
    );
    assert!(
        format!("{refused:?}").starts_with("NoRuntimeError"),
        "{refused:?}"
    );
    let error: Box<dyn Error> = Box::new(refused);
    assert!(error.source().is_none());
}
