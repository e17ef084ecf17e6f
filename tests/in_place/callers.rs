//! Callers that were written before the author added the attribute to a function with an `impl Future`. They still
//! compile, and get the same results.
//!
//! Each test exists twice: it calls functions without the attribute, and functions with it.

use std::fmt::{Display, Write};
use std::future::{self, pending, ready};
use std::io;
use std::ops::ControlFlow;
use std::pin::{Pin, pin};
use std::task::Poll;

use ensure_future::create_task;
use tokio::select;
use tokio::sync::oneshot;
use tokio::task::{spawn_local, yield_now};

use crate::{Failure, Plain, Second};
use support::on_current_thread;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
type LocalBoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
type Unit = ();

/// Declares the functions, with the attribute or without it.
macro_rules! functions {
    ($module:ident, $(#[$accepts:meta])? $(, #[$awaitable:meta])?) => {
        mod $module {
            use super::*;

            $(#[$accepts])?
            pub(super) async fn whatever($(#[$awaitable])? future: impl Future) {
                future.await;
            }

            $(#[$accepts])?
            pub(super) async fn shown($(#[$awaitable])? future: impl Future<Output = impl Display>) -> String {
                future.await.to_string()
            }

            $(#[$accepts])?
            pub(super) async fn output_of<F: Future>($(#[$awaitable])? future: F) -> F::Output {
                future.await
            }

            $(#[$accepts])?
            pub(super) async fn value<T>($(#[$awaitable])? future: impl Future<Output = T>) -> T {
                future.await
            }

            $(#[$accepts])?
            pub(super) async fn converted<F: IntoFuture>($(#[$awaitable])? future: F) -> F::Output {
                future.await
            }

            $(#[$accepts])?
            pub(super) async fn converted_value<T>($(#[$awaitable])? future: impl IntoFuture<Output = T>) -> T {
                future.await
            }

            $(#[$accepts])?
            pub(super) async fn fallible(
                $(#[$awaitable])? future: impl Future<Output = Result<u8, Failure>>,
            ) -> Result<u8, Failure> {
                future.await
            }

            $(#[$accepts])?
            pub(super) async fn any_result<T, E>(
                $(#[$awaitable])? future: impl Future<Output = Result<T, E>>,
            ) -> Result<T, E> {
                future.await
            }

            $(#[$accepts])?
            pub(super) async fn read(
                $(#[$awaitable])? future: impl Future<Output = io::Result<u8>>,
            ) -> io::Result<u8> {
                future.await
            }

            $(#[$accepts])?
            pub(super) async fn ended($(#[$awaitable])? future: impl Future<Output = ()>) {
                future.await;
            }

            $(#[$accepts])?
            pub(super) async fn ended_by_alias($(#[$awaitable])? future: impl Future<Output = Unit>) {
                future.await;
            }
        }
    };
}

/// Runs each test with the functions without the attribute, and with those that have it.
macro_rules! callers {
    ($(async fn $test:ident() $body:block)*) => {
        functions! { functions_by_hand, }
        functions! { functions_in_place, #[ensure_future::accepts_awaitable], #[awaitable] }

        mod by_hand {
            use super::functions_by_hand::*;
            use super::*;

            callers! { @tests $($test $body)* }
        }

        mod in_place {
            use super::functions_in_place::*;
            use super::*;

            callers! { @tests $($test $body)* }
        }
    };
    (@tests $($test:ident $body:block)*) => {
        $(
            #[test]
            fn $test() {
                on_current_thread(async { $body });
            }
        )*
    };
}

async fn one() -> u8 {
    yield_now().await;
    1
}

async fn one_or_failure() -> Result<u8, Failure> {
    yield_now().await;
    Ok(1)
}

async fn nothing() {
    yield_now().await;
}

fn parsed(text: &str) -> Result<u8, std::num::ParseIntError> {
    text.parse()
}

/// An error that `?` converts from another error.
#[derive(Debug)]
struct Wrapped;

impl From<std::num::ParseIntError> for Wrapped {
    fn from(_: std::num::ParseIntError) -> Self {
        Self
    }
}

callers! {
    async fn an_async_block() {
        whatever(async { 1 }).await;
        assert_eq!(shown(async { 1 }).await, "1");
        assert_eq!(output_of(async { 1 }).await, 1);
        assert_eq!(value(async { 1 }).await, 1);
        assert_eq!(converted(async { 1 }).await, 1);
        assert_eq!(converted_value(async { 1 }).await, 1);
        assert_eq!(fallible(async { Ok(1) }).await, Ok(1));
        assert_eq!(any_result(async { Ok::<_, Plain>("") }).await, Ok(""));
        assert_eq!(read(async { Ok(1) }).await.unwrap(), 1);
        ended(async {}).await;
        ended_by_alias(async {}).await;
    }

    async fn a_call_of_an_async_fn() {
        whatever(one()).await;
        assert_eq!(shown(one()).await, "1");
        assert_eq!(output_of(one()).await, 1);
        assert_eq!(value(one()).await, 1);
        assert_eq!(converted(one()).await, 1);
        assert_eq!(converted_value(one()).await, 1);
        assert_eq!(fallible(one_or_failure()).await, Ok(1));
        assert_eq!(any_result(one_or_failure()).await, Ok(1));
        ended(nothing()).await;
        ended_by_alias(nothing()).await;
    }

    async fn a_call_of_an_async_closure() {
        let number = async |number: u8| number;
        let result = async |number: u8| Ok(number);
        let quiet = async || {};
        assert_eq!(value(number(1)).await, 1);
        assert_eq!(fallible(result(1)).await, Ok(1));
        ended(quiet()).await;
    }

    async fn a_boxed_future() {
        whatever(Box::pin(one())).await;
        assert_eq!(shown(Box::pin(one())).await, "1");
        assert_eq!(output_of(Box::pin(one())).await, 1);
        assert_eq!(value(Box::pin(async { 1 })).await, 1);
        assert_eq!(converted(Box::pin(one())).await, 1);
        assert_eq!(fallible(Box::pin(async { Ok(1) })).await, Ok(1));
        assert_eq!(any_result(Box::pin(one_or_failure())).await, Ok(1));
        assert_eq!(read(Box::pin(async { Ok(1) })).await.unwrap(), 1);
        ended(Box::pin(nothing())).await;
        ended_by_alias(Box::pin(async {})).await;
    }

    async fn a_box_of_a_future_that_is_unpin() {
        assert_eq!(value(Box::new(Second::new(1))).await, 1);
        assert_eq!(fallible(Box::new(Second::new(Ok(1)))).await, Ok(1));
        ended(Box::new(Second::new(()))).await;
    }

    async fn a_boxed_trait_object() {
        let number = async || Box::pin(one()) as BoxFuture<'_, u8>;
        let result = async || Box::pin(one_or_failure()) as BoxFuture<'_, Result<u8, Failure>>;
        let unit = async || Box::pin(nothing()) as BoxFuture<'_, ()>;
        whatever(number().await).await;
        assert_eq!(shown(number().await).await, "1");
        assert_eq!(output_of(number().await).await, 1);
        assert_eq!(value(number().await).await, 1);
        assert_eq!(converted(number().await).await, 1);
        assert_eq!(fallible(result().await).await, Ok(1));
        assert_eq!(any_result(result().await).await, Ok(1));
        ended(unit().await).await;
        ended_by_alias(unit().await).await;
    }

    async fn a_boxed_trait_object_that_borrows_and_is_not_send() {
        let local = std::rc::Rc::new(1);
        let number: LocalBoxFuture<'_, u8> = Box::pin(async { *local });
        let result: LocalBoxFuture<'_, Result<u8, Failure>> = Box::pin(async { Ok(*local) });
        let unit: LocalBoxFuture<'_, ()> = Box::pin(async { drop(local.clone()) });
        assert_eq!(value(number).await, 1);
        assert_eq!(fallible(result).await, Ok(1));
        ended(unit).await;
    }

    async fn a_mutable_reference() {
        whatever(&mut Box::pin(one())).await;
        assert_eq!(shown(&mut Second::new(1)).await, "1");
        assert_eq!(output_of(&mut Second::new(1)).await, 1);
        assert_eq!(value(&mut Box::pin(one())).await, 1);
        assert_eq!(converted(&mut Box::pin(one())).await, 1);
        assert_eq!(fallible(&mut Box::pin(async { Ok(1) })).await, Ok(1));
        assert_eq!(any_result(&mut Box::pin(one_or_failure())).await, Ok(1));
        let mut unit = Second::new(());
        ended(&mut unit).await;
        ended_by_alias(&mut Box::pin(async {})).await;
        assert!(unit.polled);
    }

    async fn a_mutable_reference_to_a_trait_object() {
        let number: &mut (dyn Future<Output = u8> + Unpin) = &mut Second::new(1);
        assert_eq!(value(number).await, 1);
        let result: &mut (dyn Future<Output = Result<u8, Failure>> + Unpin) = &mut Second::new(Ok(1));
        assert_eq!(fallible(result).await, Ok(1));
        let unit: &mut (dyn Future<Output = ()> + Unpin) = &mut Second::new(());
        ended(unit).await;
    }

    async fn a_pinned_reference() {
        whatever(pin!(one())).await;
        assert_eq!(shown(pin!(one())).await, "1");
        assert_eq!(output_of(pin!(one())).await, 1);
        assert_eq!(value(pin!(async { 1 })).await, 1);
        assert_eq!(converted(pin!(one())).await, 1);
        assert_eq!(fallible(pin!(async { Ok(1) })).await, Ok(1));
        assert_eq!(any_result(pin!(one_or_failure())).await, Ok(1));
        let mut unit = pin!(nothing());
        ended(unit.as_mut()).await;
        ended_by_alias(pin!(async {})).await;
    }

    async fn a_mutable_reference_to_a_pinned_reference() {
        assert_eq!(value(&mut pin!(one())).await, 1);
        assert_eq!(fallible(&mut pin!(one_or_failure())).await, Ok(1));
        ended(&mut pin!(nothing())).await;
    }

    async fn a_future_written_by_hand() {
        whatever(Second::new(1)).await;
        assert_eq!(shown(Second::new(1)).await, "1");
        assert_eq!(output_of(Second::new(1)).await, 1);
        assert_eq!(value(Second::new(1)).await, 1);
        assert_eq!(converted(Second::new(1)).await, 1);
        assert_eq!(fallible(Second::new(Ok(1))).await, Ok(1));
        assert_eq!(any_result(Second::new(Ok::<_, Plain>(1))).await, Ok(1));
        ended(Second::new(())).await;
        ended_by_alias(Second::new(())).await;
    }

    async fn a_future_of_the_standard_library() {
        assert_eq!(value(ready(1)).await, 1);
        assert_eq!(fallible(ready(Ok(1))).await, Ok(1));
        assert_eq!(fallible(ready("1".parse().map_err(|_| Failure::Own("no number")))).await, Ok(1));
        ended(ready(())).await;
        assert_eq!(value(future::poll_fn(|_| Poll::Ready(1))).await, 1);
        assert_eq!(fallible(future::poll_fn(|_| Poll::Ready(Ok(1)))).await, Ok(1));
        ended(future::poll_fn(|_| Poll::Ready(()))).await;
    }

    async fn a_future_without_an_output_of_its_own() {
        select! {
            biased;
            _ = fallible(pending()) => unreachable!(),
            () = ended(pending()) => unreachable!(),
            _ = read(async { pending().await }) => unreachable!(),
            () = ended(async { loop { yield_now().await } }) => unreachable!(),
            () = ready(()) => {}
        }
    }

    async fn a_coroutine_that_only_panics() {
        drop(value(async { panic!() }));
        drop(fallible(async { panic!() }));
        drop(ended(async { panic!() }));
    }

    async fn a_coroutine_whose_error_is_made_by_a_question_mark() {
        async fn wrapped(number: impl Future<Output = Result<u8, Wrapped>>) -> u8 {
            number.await.unwrap()
        }
        assert_eq!(wrapped(any_result(async { Ok(parsed("1")?) })).await, 1);
        let read = read(async { parsed("1").map_err(io::Error::other)?; Ok(1) });
        assert_eq!(read.await.unwrap(), 1);
    }

    async fn a_receiver() {
        let (sender, receiver) = oneshot::channel();
        sender.send(1_u8).unwrap();
        assert_eq!(any_result(receiver).await, Ok(1));
        let (sender, receiver) = oneshot::channel();
        sender.send(1_u8).unwrap();
        assert_eq!(value(receiver).await, Ok(1));
        let (sender, mut receiver) = oneshot::channel();
        sender.send("").unwrap();
        assert_eq!(any_result(&mut receiver).await, Ok(""));
    }

    async fn an_argument_of_a_generic_caller() {
        async fn number<F: Future<Output = u8>>(future: F) -> u8 {
            value(future).await
        }
        async fn result<F>(future: F) -> F::Output
        where
            F: Future<Output = Result<u8, Failure>>,
        {
            fallible(future).await
        }
        async fn free<T, E>(future: impl Future<Output = Result<T, E>>) -> Result<T, E> {
            any_result(future).await
        }
        async fn unit<F: Future<Output = ()>>(future: F) {
            ended(future).await;
        }
        async fn by_reference<F: Future<Output = ()> + Unpin>(future: &mut F) {
            ended(future).await;
        }
        async fn pinned<F: Future<Output = ()>>(future: Pin<&mut F>) {
            ended(future).await;
        }
        assert_eq!(number(one()).await, 1);
        assert_eq!(result(one_or_failure()).await, Ok(1));
        assert_eq!(free(one_or_failure()).await, Ok(1));
        unit(nothing()).await;
        by_reference(&mut Second::new(())).await;
        pinned(pin!(nothing())).await;
    }

    async fn an_argument_of_a_method_of_a_generic_trait() {
        trait Job {
            type Error;
            fn run(&self) -> impl Future<Output = Result<u8, Self::Error>>;
            fn close(&self) -> impl Future<Output = ()>;
        }
        impl Job for u8 {
            type Error = Plain;
            async fn run(&self) -> Result<u8, Plain> {
                Ok(*self)
            }
            async fn close(&self) {}
        }
        async fn run<J: Job>(job: &J) -> Result<u8, J::Error> {
            ended(job.close()).await;
            any_result(job.run()).await
        }
        assert_eq!(run(&1).await, Ok(1));
    }

    async fn one_call_inside_another() {
        assert_eq!(value(value(value(one()))).await, 1);
        assert_eq!(fallible(any_result(fallible(async { Ok(1) }))).await, Ok(1));
        ended(ended(ended(async {}))).await;
    }

    async fn a_coroutine_that_calls_the_function_again() {
        fn count_down(from: u8) -> LocalBoxFuture<'static, ()> {
            Box::pin(async move {
                if from > 0 {
                    ended(count_down(from - 1)).await;
                }
            })
        }
        async fn sum(to: u8) -> Result<u8, Failure> {
            if to == 0 {
                return Ok(0);
            }
            Ok(Box::pin(fallible(sum(to - 1))).await? + to)
        }
        count_down(3).await;
        assert_eq!(sum(3).await, Ok(6));
    }

    async fn a_future_that_one_of_two_branches_makes() {
        for first in [true, false] {
            let future: BoxFuture<'_, Result<u8, Failure>> = if first {
                Box::pin(async { Ok(1) })
            } else {
                Box::pin(async { Err(Failure::Own("second")) })
            };
            assert_eq!(fallible(future).await.is_ok(), first);
        }
    }

    async fn a_coroutine_that_borrows() {
        let mut text = String::from("text");
        let part = value(async { &text[1..] }).await;
        assert_eq!(part, "ext");
        assert_eq!(any_result(async { Ok::<_, &str>(&text[1..]) }).await, Ok("ext"));
        assert_eq!(fallible(async { Ok(u8::try_from(text.len()).unwrap()) }).await, Ok(4));
        ended(async { write!(text, "!").unwrap() }).await;
        assert_eq!(text, "text!");
    }

    async fn a_call_in_a_task_that_is_sent_to_other_threads() {
        let task = tokio::spawn(async {
            let (text, number) = (String::from("1"), 1);
            let parsed = async |text: &str| {
                yield_now().await;
                parsed(text)
            };
            ended(async { assert_eq!(parsed(&text).await, Ok(number)) }).await;
            ended(Box::pin(async { assert_eq!(parsed(&text).await, Ok(number)) })).await;
            let boxed: BoxFuture<'_, ()> = Box::pin(async { assert_eq!(parsed(&text).await, Ok(number)) });
            ended(boxed).await;
            assert_eq!(any_result(parsed(&text)).await, Ok(number));
            assert_eq!(any_result(pin!(parsed(&text))).await, Ok(number));
            assert_eq!(value(parsed(&text)).await, Ok(number));
            fallible(async { parsed(&text).await.map_err(|_| Failure::Own("")) }).await
        });
        assert_eq!(task.await.unwrap(), Ok(1));
    }

    async fn a_call_whose_future_is_boxed() {
        let text = String::from("text");
        let send: BoxFuture<'_, Result<u8, Failure>> = Box::pin(fallible(async {
            yield_now().await;
            Ok(u8::try_from(text.len()).unwrap())
        }));
        assert_eq!(send.await, Ok(4));
        let local: LocalBoxFuture<'_, ()> = Box::pin(ended(async { drop(std::rc::Rc::new(&text)) }));
        local.await;
    }

    async fn a_function_that_is_passed_as_a_value() {
        async fn apply<F: Future, O>(function: impl FnOnce(F) -> O, future: F) -> O::Output
        where
            O: Future,
        {
            function(future).await
        }
        assert_eq!(apply(value, one()).await, 1);
        assert_eq!(apply(output_of, one()).await, 1);
        assert_eq!(apply(fallible, one_or_failure()).await, Ok(1));
        apply(ended, nothing()).await;
    }

    async fn the_join_handle_of_tokio_where_the_output_is_open() {
        whatever(tokio::spawn(one())).await;
        assert_eq!(output_of(tokio::spawn(one())).await.unwrap(), 1);
        assert_eq!(value(tokio::spawn(one())).await.unwrap(), 1);
        assert_eq!(value(async { tokio::spawn(one()).await.unwrap() }).await, 1);
        assert_eq!(converted(tokio::spawn(one())).await.unwrap(), 1);
        assert_eq!(converted_value(tokio::spawn(one())).await.unwrap(), 1);
        assert_eq!(value(&mut tokio::spawn(one())).await.unwrap(), 1);
        tokio::task::LocalSet::new().run_until(async {
            assert_eq!(value(spawn_local(one())).await.unwrap(), 1);
        }).await;
    }

    async fn the_join_handle_of_tokio_for_a_result() {
        assert_eq!(any_result(tokio::spawn(one())).await.unwrap(), 1);
    }

    async fn an_output_with_generic_arguments() {
        let flow = value(async { ControlFlow::<(), _>::Continue(vec![1]) }).await;
        assert_eq!(flow, ControlFlow::Continue(vec![1]));
        assert_eq!(any_result(async { Err::<Option<u8>, _>(Some(1)) }).await, Err(Some(1)));
    }
}

#[test]
fn the_functions_in_place_also_take_tasks() {
    use functions_in_place::{converted, ended, ended_by_alias, fallible, output_of, read, value};

    on_current_thread(async {
        assert_eq!(output_of(create_task(one())).await.unwrap(), 1);
        assert_eq!(value(create_task(one())).await.unwrap(), 1);
        assert_eq!(converted(create_task(one())).await.unwrap(), 1);
        assert_eq!(fallible(create_task(one_or_failure())).await, Ok(1));
        assert_eq!(read(create_task(async { Ok(1) })).await.unwrap(), 1);
        ended(create_task(nothing())).await;
        ended_by_alias(create_task(nothing())).await;
    });
}
