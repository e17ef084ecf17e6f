//! `to_thread`: CPython's cases.

use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use ensure_future::{Task, gather, to_thread};

use support::{on_both_flavours, text};

tokio::task_local! {
    static CONTEXT: &'static str;
}

/// A function that counts its calls.
fn counting() -> (Arc<AtomicUsize>, impl Fn() + Clone + Send + 'static) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let function = move || {
        counted.fetch_add(1, Ordering::SeqCst);
    };
    (count, function)
}

/// CPython's `test_threads::test_to_thread`.
#[test]
fn the_value_is_that_of_the_function_on_another_thread() {
    on_both_flavours(async || {
        let here = thread::current().id();
        let sum = to_thread(|| ([40, 2].iter().sum::<u8>(), thread::current().id()));
        let (sum, there) = sum.await.unwrap();
        assert_eq!(sum, 42);
        assert_ne!(there, here);
    });
}

/// CPython's `test_threads::test_to_thread_exception`.
#[test]
fn the_failure_is_that_of_the_function() {
    on_both_flavours(async || {
        let failed = to_thread(|| Err::<u8, _>("test")).await;
        assert_eq!(failed.unwrap(), Err("test"));

        let panicking: Task<()> = to_thread(|| panic!("test"));
        let panic = panicking.await.unwrap_err().into_panic();
        assert_eq!(text(&*panic), "test");
    });
}

/// CPython's `test_threads::test_to_thread_once`.
#[test]
fn the_function_is_called_once() {
    on_both_flavours(async || {
        let (count, function) = counting();
        to_thread(function).await.unwrap();
        assert_eq!(count.load(Ordering::SeqCst), 1);
    });
}

/// CPython's `test_threads::test_to_thread_concurrent`.
#[test]
fn many_are_gathered_and_each_is_called_once() {
    on_both_flavours(async || {
        let (count, function) = counting();
        let calls = iter::repeat_with(|| to_thread(function.clone())).take(10);
        for call in gather(calls).await {
            call.unwrap();
        }
        assert_eq!(count.load(Ordering::SeqCst), 10);
    });
}

/// CPython's `test_threads::test_to_thread_args_kwargs`.
///
/// A closure captures the arguments.
#[test]
fn the_arguments_are_those_of_a_closure() {
    fn called_with(word: &str, something: bool) -> (String, bool) {
        (word.to_owned(), something)
    }

    on_both_flavours(async || {
        let word = String::from("test");
        let call = to_thread(move || called_with(&word, true));
        assert_eq!(call.await.unwrap(), ("test".to_owned(), true));
    });
}

/// CPython's `test_threads::test_to_thread_contextvars`.
///
/// A thread inherits no task locals. The closure captures their values, and can set them around the function.
#[test]
fn the_context_is_what_the_closure_passes_on() {
    fn context() -> Option<&'static str> {
        CONTEXT.try_with(|context| *context).ok()
    }

    on_both_flavours(async || {
        let with_context = CONTEXT.scope("parrot", async {
            assert_eq!(to_thread(context).await.unwrap(), None);
            let parrot = CONTEXT.get();
            let passed_on = to_thread(move || CONTEXT.sync_scope(parrot, context));
            assert_eq!(passed_on.await.unwrap(), Some("parrot"));
        });
        with_context.await;
    });
}
