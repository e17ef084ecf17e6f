//! Types that the compiler infers for callers. The tests only have to compile.

use std::future::{Pending, Ready, ready};
use std::time::Duration;

use ensure_future::{
    LocalTask, SharedTask, Task, accepts_awaitable, create_task, ensure_future, try_ensure_future,
};
use tokio::task::{JoinHandle, yield_now};

use support::on_both_flavours;

#[accepts_awaitable]
async fn value<T: Send>(task: Task<T>) -> T {
    task.await.unwrap()
}

#[accepts_awaitable]
async fn number(task: Task<u8>) -> u8 {
    task.await.unwrap()
}

#[accepts_awaitable]
async fn number_of_handle(handle: JoinHandle<u8>) -> u8 {
    handle.await.unwrap()
}

/// `true` if the task panics in its first poll. Otherwise, it is cancelled.
#[accepts_awaitable]
async fn panics(task: Task<()>) -> bool {
    yield_now().await;
    task.cancel();
    task.await.unwrap_err().is_panic()
}

#[test]
fn where_the_type_is_known_every_form_is_accepted() {
    on_both_flavours(async || {
        assert_eq!(number(async { 7 }).await, 7);
        assert_eq!(number(create_task(async { 7 })).await, 7);
        assert_eq!(number(tokio::spawn(async { 7 })).await, 7);
        assert_eq!(number_of_handle(async { 7 }).await, 7);
        assert_eq!(number_of_handle(create_task(async { 7 })).await, 7);
        assert_eq!(number_of_handle(tokio::spawn(async { 7 })).await, 7);
    });
}

#[test]
fn a_generic_type_is_found_from_a_coroutine() {
    on_both_flavours(async || {
        let text = value(async { String::from("text") }).await;
        assert_eq!(text.len(), 4);
        let length = value(async { "text".len() }).await;
        assert_eq!(length.pow(2), 16);
        value(async {}).await;
        value(ready(())).await;
    });
}

#[test]
fn a_generic_type_is_found_from_a_task() {
    on_both_flavours(async || {
        let text = value(create_task(async { String::from("text") })).await;
        assert_eq!(text.len(), 4);
        let text = ensure_future(ensure_future(async { "text" }))
            .await
            .unwrap();
        assert_eq!(text.len(), 4);
        let text = try_ensure_future(create_task(async { "text" })).unwrap();
        assert_eq!(text.await.unwrap().len(), 4);
    });
}

#[test]
fn a_generic_type_is_said_for_a_join_handle() {
    on_both_flavours(async || {
        let text = value(Task::from(tokio::spawn(async { "text" }))).await;
        assert_eq!(text.len(), 4);
        // The form is a generic parameter, too.
        let text = value::<&str, _>(tokio::spawn(async { "text" })).await;
        assert_eq!(text.len(), 4);
        let task: Task<&str> = ensure_future(tokio::spawn(async { "text" }));
        assert_eq!(task.await.unwrap().len(), 4);
        let text: &str = value(tokio::spawn(async { "text" })).await;
        assert_eq!(text.len(), 4);
    });
}

#[test]
fn a_join_handle_can_be_a_coroutine_where_its_outcome_is_asked_for() {
    on_both_flavours(async || {
        let outcome: Result<u8, tokio::task::JoinError> = value(tokio::spawn(async { 7 })).await;
        assert_eq!(outcome.unwrap(), 7);
    });
}

#[test]
fn a_block_that_never_returns_is_a_coroutine_of_whatever_is_due() {
    on_both_flavours(async || {
        let endless = panics(async {
            loop {
                yield_now().await;
            }
        });
        assert!(!endless.await);
        let endless: Task<u8> = ensure_future(async {
            loop {
                tokio::time::sleep(Duration::MAX).await;
            }
        });
        assert!(endless.cancel_and_wait().await.is_err());
    });
}

#[test]
fn a_block_that_panics_is_a_coroutine_of_whatever_is_due() {
    on_both_flavours(async || {
        let task: Task<u8> = ensure_future(async { panic!("as it should") });
        assert!(task.await.unwrap_err().is_panic());
        let task: Task<()> = ensure_future(async { panic!("as it should") });
        assert!(task.await.unwrap_err().is_panic());
        let optional: Task<Option<String>> = ensure_future(async { unreachable!() });
        assert!(optional.await.unwrap_err().is_panic());
    });
}

#[test]
fn the_parameter_alone_says_what_is_parsed() {
    #[accepts_awaitable]
    async fn sum(numbers: Vec<Task<u8>>, start: Option<Task<i64>>) -> i64 {
        let mut sum = match start {
            Some(start) => start.await.unwrap(),
            None => 0,
        };
        for number in numbers {
            sum += i64::from(number.await.unwrap());
        }
        sum
    }

    on_both_flavours(async || {
        assert_eq!(number(async { "7".parse().unwrap() }).await, 7);
        assert_eq!(number_of_handle(async { "7".parse().unwrap() }).await, 7);
        assert_eq!(number(async { "7".parse().unwrap_or_default() }).await, 7);
        assert_eq!(
            number(async { "7".bytes().map(|b| b - b'0').sum() }).await,
            7
        );
        let numbers = ["1", "2"].map(|text| async { text.parse().unwrap() });
        let start = async { "-1000".parse().unwrap() };
        assert_eq!(sum(numbers, Some(start)).await, -997);
    });
}

#[test]
fn the_result_of_a_closure_is_as_good_as_any() {
    #[accepts_awaitable]
    async fn first_and<T: Send>(task: Task<T>, others: Vec<Task<T>>) -> Vec<T> {
        let mut values = vec![task.await.unwrap()];
        for other in others {
            values.push(other.await.unwrap());
        }
        values
    }

    on_both_flavours(async || {
        let double = |number: u8| async move { number * 2 };
        assert_eq!(number(double(4)).await, 8);
        let add = async |a: u8, b: u8| a + b;
        assert_eq!(value(add(3, 4)).await, 7);
        let squares = (2..4).map(|number| async move { number * number });
        assert_eq!(first_and(async { 1 }, squares).await, [1, 4, 9]);
        let spawned = || create_task(async { "text" });
        assert_eq!(value(spawned()).await.len(), 4);
    });
}

#[test]
fn a_caller_that_is_generic_itself_passes_on_what_it_has() {
    async fn of_coroutine<F>(coroutine: F) -> F::Output
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        value(coroutine).await
    }

    async fn of_task<T: Send + 'static>(task: Task<T>) -> T {
        value(task).await
    }

    async fn of_handle<T: Send + 'static>(handle: JoinHandle<T>) -> T {
        value::<T, _>(handle).await
    }

    on_both_flavours(async || {
        assert_eq!(of_coroutine(async { 7 }).await, 7);
        assert_eq!(of_task(create_task(async { 7 })).await, 7);
        assert_eq!(of_handle(tokio::spawn(async { 7 })).await, 7);
    });
}

#[test]
fn an_awaitable_that_is_absent_only_needs_a_type_of_its_own() {
    #[accepts_awaitable]
    fn is_there<T>(task: Option<Task<T>>) -> bool {
        task.is_some()
    }

    assert!(!is_there(None::<Ready<u8>>));
    assert!(!is_there(None::<Pending<u8>>));
    assert!(!is_there(None::<Task<u8>>));
    assert!(!is_there::<u8, _>(None::<JoinHandle<u8>>));
}

#[test]
fn no_task_fits_every_optional_parameter() {
    #[accepts_awaitable]
    fn are_there(
        task: Option<Task<u8>>,
        local: Option<LocalTask<u8>>,
        shared: Option<SharedTask<u8>>,
    ) -> bool {
        task.is_some() || local.is_some() || shared.is_some()
    }

    assert!(!are_there(Task::NONE, Task::NONE, Task::NONE));
}
