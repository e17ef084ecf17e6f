//! The future that callers of an `async fn` get.

use std::future::{Future, pending};
use std::mem;
use std::pin::pin;
use std::task::{Context, Waker};

use ensure_future::{Task, accepts_awaitable, create_task, run};

use support::panic_of;

#[accepts_awaitable]
async fn outcome(task: Task<u8>, large: [u8; 256]) -> usize {
    let value = task.await.unwrap();
    large.len() + usize::from(value)
}

async fn by_hand(task: Task<u8>, large: [u8; 256]) -> usize {
    let value = task.await.unwrap();
    large.len() + usize::from(value)
}

fn nobody() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

#[test]
fn it_is_hardly_larger_than_that_of_the_body() {
    run(async {
        let body = mem::size_of_val(&by_hand(create_task(async { 1 }), [0; 256]));
        let future = mem::size_of_val(&outcome(create_task(async { 1 }), [0; 256]));
        assert!(future <= body + mem::size_of::<usize>(), "{future}, {body}");
    });
}

#[test]
fn polled_again_after_a_missing_runtime_it_says_that_it_panicked() {
    let mut future = pin!(outcome(pending(), [0; 256]));
    let mut message = || panic_of(|| future.as_mut().poll(&mut nobody())).message;
    assert!(message().contains("runtime"));
    assert_eq!(message(), "`async fn` resumed after panicking");
}

#[test]
fn polled_again_after_its_end_it_says_so() {
    run(async {
        let mut future = pin!(outcome(async { 1 }, [0; 256]));
        assert_eq!(future.as_mut().await, 257);
        let again = panic_of(|| future.as_mut().poll(&mut nobody()));
        assert_eq!(again.message, "`async fn` resumed after completion");
    });
}

#[test]
fn it_goes_wherever_its_arguments_may_go() {
    fn goes_anywhere<F: Future + Send + Sync + 'static>(future: F) -> F {
        future
    }
    run(async {
        let future = goes_anywhere(outcome(create_task(async { 1 }), [0; 256]));
        assert_eq!(tokio::spawn(future).await.unwrap(), 257);
    });
}
