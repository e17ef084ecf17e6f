//! Free functions, with every qualifier and kind of result.

use std::fmt::Display;

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};
use tokio::task::{JoinError, JoinHandle};

#[accepts_awaitable]
fn id_of(task: Task<u8>) -> tokio::task::Id {
    task.id()
}

#[accepts_awaitable]
async fn outcome(task: Task<u8>) -> Result<u8, JoinError> {
    task.await
}

#[accepts_awaitable]
pub(crate) extern "Rust" fn cancelled(task: Task<u8>) -> bool {
    task.cancel()
}

#[accepts_awaitable]
async fn early_return_and_question_mark(task: Task<u8>, skip: bool) -> Result<u8, JoinError> {
    if skip {
        return Ok(0);
    }
    let value = task.await?;
    Ok(value + 1)
}

#[accepts_awaitable]
fn later(task: Task<u8>) -> impl Future<Output = u8> {
    let id = task.id();
    async move {
        assert_ne!(tokio::task::try_id(), Some(id));
        task.await.unwrap()
    }
}

#[accepts_awaitable]
fn boxed(task: Task<u8>) -> std::pin::Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(async move { task.await.unwrap() })
}

#[accepts_awaitable]
async fn shown<T: Display>(task: Task<T>, prefix: impl Into<String>) -> String {
    let mut text = prefix.into();
    text.push_str(&task.await.unwrap().to_string());
    text
}

#[accepts_awaitable]
async fn both_shown<T, U>(tasks: (Task<T>, Task<Vec<U>>)) -> String
where
    T: Display,
    U: Display,
{
    let first = tasks.0.await.unwrap();
    let second = tasks.1.await.unwrap();
    format!("{first} {}", second[0])
}

#[accepts_awaitable]
async fn plain_tokio(handle: JoinHandle<u8>) -> u8 {
    handle.await.unwrap()
}

#[accepts_awaitable]
async fn local(task: LocalTask<u8>) -> u8 {
    task.await.unwrap()
}

#[accepts_awaitable]
async fn two(first: Task<u8>, factor: u8, second: Task<u8>) -> u8 {
    (first.await.unwrap() + second.await.unwrap()) * factor
}

#[test]
fn a_free_function_takes_every_form() {
    run(async {
        let task = create_task(async { 1 });
        let id = task.id();
        assert_eq!(id_of(task), id);
        let handle = tokio::spawn(async { 1 });
        let id = handle.id();
        assert_eq!(id_of(handle), id);
        id_of(async { 1 });

        assert_eq!(outcome(async { 1 }).await.unwrap(), 1);
        assert!(cancelled(async { 1 }));
        assert_eq!(plain_tokio(async { 2 }).await, 2);
        assert_eq!(local(async { 3 }).await, 3);
        assert_eq!(two(async { 1 }, 10, create_task(async { 2 })).await, 30);
    });
}

#[test]
fn the_future_of_an_async_function_goes_wherever_its_arguments_may_go() {
    fn goes_anywhere<F: Future + Send + Sync + 'static>(future: F) -> F {
        future
    }
    run(async {
        let future = goes_anywhere(outcome(create_task(async { 1 })));
        assert_eq!(tokio::spawn(future).await.unwrap().unwrap(), 1);
    });
}

#[test]
fn return_and_question_mark_are_the_bodys_own() {
    run(async {
        assert_eq!(
            early_return_and_question_mark(async { 1 }, true)
                .await
                .unwrap(),
            0
        );
        assert_eq!(
            early_return_and_question_mark(async { 1 }, false)
                .await
                .unwrap(),
            2
        );
        let panics = early_return_and_question_mark(async { panic!("on purpose") }, false);
        assert!(panics.await.unwrap_err().is_panic());
    });
}

#[test]
fn impl_trait_stands_in_argument_and_return_position() {
    run(async {
        assert_eq!(later(async { 1 }).await, 1);
        assert_eq!(boxed(async { 1 }).await, 1);
        assert_eq!(shown(async { 1.5 }, "is ").await, "is 1.5");
        assert_eq!(
            both_shown((async { 'a' }, create_task(async { vec!["b"] }))).await,
            "a b"
        );
    });
}
