//! The same tests for both versions.

use std::convert::identity;
use std::future::pending;
use std::io::{self, ErrorKind};
use std::time::Duration;

use ensure_future::create_task;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, yield_now};
use tokio::time::timeout;

/// A coroutine that never ends, and a receiver that reports its drop.
fn endless() -> (
    impl Future<Output = io::Result<u8>> + Send,
    oneshot::Receiver<()>,
) {
    let (alive, dropped) = oneshot::channel();
    let coroutine = async move {
        let _alive = alive;
        pending().await
    };
    (coroutine, dropped)
}

/// Fails unless the coroutine is dropped. On the paused clock, waiting takes no time.
async fn assert_dropped(dropped: oneshot::Receiver<()>) {
    let outcome = timeout(Duration::from_secs(1), dropped).await;
    assert!(outcome.expect("it runs on").is_err());
}

async fn value() -> io::Result<u8> {
    yield_now().await;
    Ok(1)
}

async fn failure() -> io::Result<u8> {
    yield_now().await;
    Err(ErrorKind::HostUnreachable.into())
}

async fn panic() -> io::Result<u8> {
    yield_now().await;
    panic!("the load's own panic")
}

fn converted_task(
    coroutine: impl Future<Output = io::Result<u8>> + Send + 'static,
) -> JoinHandle<io::Result<u8>> {
    create_task(coroutine).into()
}

/// The tests for a version, with a function that converts a coroutine to a form.
macro_rules! tests {
    ($version:ident, $form:expr) => {
        use crate::*;
        use before_and_after::$version::Loads;

        #[tokio::test(start_paused = true)]
        async fn a_value_is_loaded_and_taken_once() {
            let mut loads = Loads::new();
            loads.load("a", $form(value()));
            assert_eq!(loads.take("a").await.unwrap(), 1);
            assert_eq!(
                loads.take("a").await.unwrap_err().kind(),
                ErrorKind::NotFound
            );
        }

        #[tokio::test(start_paused = true)]
        async fn an_error_is_that_of_the_load() {
            let mut loads = Loads::new();
            loads.load("a", $form(failure()));
            let error = loads.take("a").await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::HostUnreachable);
        }

        #[tokio::test(start_paused = true)]
        async fn a_panic_is_an_error() {
            let mut loads = Loads::new();
            loads.load("a", $form(panic()));
            let error = loads.take("a").await.unwrap_err();
            assert!(error.to_string().contains("panicked"), "{error}");
        }

        #[tokio::test(start_paused = true)]
        async fn several_values_are_loaded() {
            let mut loads = Loads::new();
            let names = ["a", "b"].map(|name| (name.to_owned(), $form(value())));
            loads.load_all(names.into());
            assert_eq!(loads.take("a").await.unwrap(), 1);
            assert_eq!(loads.take("b").await.unwrap(), 1);
        }

        #[tokio::test(start_paused = true)]
        async fn a_failure_or_a_panic_is_followed_by_the_other_load() {
            let mut loads = Loads::new();
            loads.load_or("value", $form(value()), || $form(failure()));
            loads.load_or("failure", $form(failure()), || $form(value()));
            loads.load_or("panic", $form(panic()), || $form(value()));
            loads.load_or("both", $form(failure()), || $form(panic()));
            for name in ["value", "failure", "panic"] {
                assert_eq!(loads.take(name).await.unwrap(), 1, "{name}");
            }
            let error = loads.take("both").await.unwrap_err();
            assert!(error.to_string().contains("panicked"), "{error}");
        }

        #[tokio::test(start_paused = true)]
        async fn a_second_load_of_the_name_cancels_the_first() {
            let (coroutine, dropped) = endless();
            let mut loads = Loads::new();
            loads.load("a", $form(coroutine));
            loads.load("a", $form(value()));
            assert_dropped(dropped).await;
            assert_eq!(loads.take("a").await.unwrap(), 1);
        }

        #[tokio::test(start_paused = true)]
        async fn dropping_it_cancels_all_loads_whether_they_have_begun_or_not() {
            for has_begun in [false, true] {
                let (first, first_dropped) = endless();
                let (second, second_dropped) = endless();
                let mut loads = Loads::new();
                loads.load("a", $form(first));
                loads.load_or("b", $form(second), || $form(value()));
                if has_begun {
                    yield_now().await;
                }
                drop(loads);
                assert_dropped(first_dropped).await;
                assert_dropped(second_dropped).await;
            }
        }

        #[tokio::test(start_paused = true)]
        async fn dropping_a_take_cancels_its_load() {
            let (coroutine, dropped) = endless();
            let mut loads = Loads::new();
            loads.load("a", $form(coroutine));
            let taken = timeout(Duration::from_secs(1), loads.take("a")).await;
            assert!(taken.is_err());
            assert_dropped(dropped).await;
        }
    };
}

mod by_hand_a_coroutine {
    tests!(by_hand, identity);
}

mod by_hand_a_handle {
    tests!(by_hand, tokio::spawn);
}

/// The version by hand does not accept a `Task`, but a `Task` converts.
mod by_hand_a_task {
    tests!(by_hand, converted_task);
}

mod with_attribute_a_coroutine {
    tests!(with_attribute, identity);
}

mod with_attribute_a_handle {
    tests!(with_attribute, tokio::spawn);
}

mod with_attribute_a_task {
    tests!(with_attribute, create_task);
}
