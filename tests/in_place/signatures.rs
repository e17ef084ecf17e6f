//! Signatures with a future that is awaited in place: generics, results, patterns, conditions and options.

use std::fmt::Debug;
use std::future::{pending, ready};
use std::pin::Pin;
use std::time::Duration;

use ensure_future::{Task, accepts_awaitable, create_task};
use tokio::join;
use tokio::runtime::Handle;
use tokio::task::{JoinError, yield_now};
use tokio::time::{Timeout, timeout};

use crate::{Failure, Second, on_paused_clock};
use support::{current_thread, now, on_current_thread};

#[test]
fn a_generic_future_with_bounds_in_a_where_clause() {
    #[accepts_awaitable]
    async fn shown<F, G, T>(#[awaitable] first: F, #[awaitable] second: G) -> String
    where
        F: Future,
        F::Output: Debug,
        G: Future<Output = Result<T, Failure>> + Send,
        T: Debug,
    {
        format!("{:?} {:?}", first.await, second.await)
    }

    on_current_thread(async {
        assert_eq!(shown(async { 1 }, async { Ok(2) }).await, "1 Ok(2)");
        let first = create_task(async { 1 });
        assert_eq!(
            shown(first, create_task(async { Ok(2) })).await,
            "Ok(1) Ok(2)"
        );
    });
}

#[test]
fn a_generic_future_in_the_bounds_of_other_types() {
    struct Held<F>(F);
    impl<F: Future> Debug for Held<F> {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("held")
        }
    }
    impl<F: Future> From<F> for Held<F> {
        fn from(future: F) -> Self {
            Self(future)
        }
    }

    #[accepts_awaitable]
    fn held<F: Future, H: From<F> + Debug>(#[awaitable] future: F, _like: fn() -> H) -> String {
        format!("{:?}", H::from(future))
    }

    #[accepts_awaitable]
    async fn shown<F: Future>(#[awaitable] future: F) -> String
    where
        Held<F>: Debug,
        <F as Future>::Output: Debug,
    {
        format!("{:?} {:?}", Held(async {}), future.await)
    }

    on_current_thread(async {
        let like = || Held(ready(1));
        assert_eq!(held(ready(1), like), "held");
        assert_eq!(shown(async { 1 }).await, "held 1");
        assert_eq!(shown(create_task(async { 1 })).await, "held Ok(1)");
    });
}

#[test]
fn a_generic_future_with_bounds_for_every_lifetime() {
    trait Polls<'a> {
        fn length(&self, text: &'a str) -> usize {
            text.len()
        }
    }
    impl<F: Future> Polls<'_> for F {}

    #[accepts_awaitable]
    fn length<F, G>(#[awaitable] first: F, #[awaitable] second: G) -> usize
    where
        for<'a> F: Polls<'a>,
        F: Future,
        G: Future<Output = Result<u8, Failure>>,
        for<'a> G: Polls<'a>,
    {
        first.length(&String::from("text")) + second.length(&String::from("t"))
    }

    on_current_thread(async {
        assert_eq!(length(async { 1 }, async { Ok(1) }), 5);
        assert_eq!(
            length(create_task(async { 1 }), create_task(async { Ok(1) })),
            5
        );
    });
}

#[test]
fn a_generic_future_in_the_result() {
    struct Pair<F, G>(F, G);

    #[accepts_awaitable]
    fn limited<F>(limit: Duration, #[awaitable] future: F) -> Timeout<F>
    where
        F: Future,
    {
        timeout(limit, future)
    }

    #[accepts_awaitable]
    fn pair<F: IntoFuture, G: Future>(#[awaitable] first: F, #[awaitable] second: G) -> Pair<F, G> {
        Pair(first, second)
    }

    #[accepts_awaitable]
    fn output<F: Future<Output: Default>>(#[awaitable] _future: F) -> (F::Output, Option<Vec<F>>) {
        (F::Output::default(), None)
    }

    on_paused_clock(async {
        let second = Duration::from_secs(1);
        assert_eq!(limited(second, async { 1 }).await.unwrap(), 1);
        assert_eq!(
            limited(second, create_task(async { 1 }))
                .await
                .unwrap()
                .unwrap(),
            1
        );
        assert!(limited(second, pending::<u8>()).await.is_err());

        let by_hand: Timeout<Second<u8>> = limited(second, Second::new(1));
        assert_eq!(by_hand.await.unwrap(), 1);

        let Pair(first, second) = pair(create_task(async { 1 }), create_task(async { 2 }));
        let (first, second) = join!(first, second);
        assert_eq!((first.unwrap(), second.unwrap()), (1, 2));

        let (default, none) = output(async { 1 });
        assert_eq!((default, none.map(|futures| futures.len())), (0, None));
    });
}

#[test]
fn a_result_that_captures() {
    #[accepts_awaitable]
    fn named<'a, F, T>(
        text: &'a str,
        #[awaitable] future: F,
    ) -> impl Future<Output = (&'a str, T)> + use<'a, F, T>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        async move { (text, future.await.unwrap()) }
    }

    #[accepts_awaitable]
    fn open<F>(
        text: &str,
        #[awaitable] future: F,
    ) -> impl Future<Output = (&str, F::Output)> + use<'_, F>
    where
        F: Future,
    {
        async move { (text, future.await) }
    }

    on_current_thread(async {
        assert_eq!(named("a", async { Ok(1) }).await, ("a", 1));
        assert_eq!(named("a", create_task(async { Ok(1) })).await, ("a", 1));
        assert_eq!(open("a", async { 1 }).await, ("a", 1));
        assert_eq!(open("a", create_task(async { 1 })).await.1.unwrap(), 1);
    });
}

#[test]
#[allow(clippy::toplevel_ref_arg)]
fn patterns() {
    #[accepts_awaitable]
    async fn polled_twice(
        #[awaitable] mut number: impl Future<Output = Result<u8, Failure>> + Unpin,
        #[awaitable] ref mut unit: impl Future<Output = ()> + Unpin,
        #[awaitable] _: impl Future,
        (first, second): (u8, u8),
    ) -> u8 {
        unit.await;
        (&mut number).await.unwrap() + first + second
    }

    struct Held;
    impl Held {
        #[accepts_awaitable]
        async fn twice(
            &self,
            #[awaitable] mut unit: impl Future<Output = ()> + Unpin,
            #[awaitable] _: impl Future,
        ) {
            (&mut unit).await;
        }
    }

    on_current_thread(async {
        assert_eq!(
            polled_twice(ready(Ok(1)), ready(()), async {}, (2, 3)).await,
            6
        );
        let task = create_task(async { Ok(1) });
        assert_eq!(
            polled_twice(task, create_task(async {}), async {}, (2, 3)).await,
            6
        );
        Held.twice(create_task(async {}), pending::<()>()).await;
    });
}

mod reexporting {
    pub(super) use ensure_future as toolkit;
}

#[test]
fn the_crate_under_another_path() {
    #[accepts_awaitable(crate = reexporting::toolkit)]
    async fn sum<T>(
        #[awaitable] any: impl Future<Output = T> + Unpin,
        #[awaitable] result: impl Future<Output = Result<u8, Failure>> + Unpin,
        #[awaitable] unit: impl Future<Output = ()>,
        #[awaitable(join)] joined: impl Future<Output = Result<u8, JoinError>> + Unpin,
    ) -> (T, u8) {
        unit.await;
        (any.await, result.await.unwrap() + joined.await.unwrap())
    }

    on_current_thread(async {
        let [first, second] = [1, 2].map(ready);
        let sums = sum(first, ready(Ok(2)), async {}, second);
        assert_eq!(sums.await, (1, 4));
        let sums = sum(
            ready(1),
            create_task(async { Ok(2) }),
            create_task(async {}),
            create_task(async { 2 }),
        );
        assert_eq!(sums.await, (1, 4));
    });
}

#[test]
fn the_same_output_twice() {
    #[accepts_awaitable]
    async fn both(
        #[awaitable] first: impl Future<Output = Result<u8, Failure>>,
        #[awaitable] second: impl Future<Output = Result<u8, Failure>>,
        #[awaitable] third: impl Future<Output = ()>,
        #[awaitable] fourth: impl Future<Output = ()>,
    ) -> u8 {
        join!(third, fourth);
        let (first, second) = join!(first, second);
        first.unwrap() + second.unwrap()
    }

    on_current_thread(async {
        let sum = both(
            async { Ok(1) },
            create_task(async { Ok(2) }),
            async {},
            create_task(async {}),
        );
        assert_eq!(sum.await, 3);
    });
}

#[test]
fn a_parameter_on_a_condition() {
    #[accepts_awaitable]
    async fn one(
        #[cfg(test)]
        #[awaitable]
        first: impl Future<Output = Result<u8, Failure>>,
        #[cfg(not(test))]
        #[awaitable]
        first: impl Future<Output = ()>,
    ) -> u8 {
        first.await.unwrap()
    }

    on_current_thread(async {
        assert_eq!(one(create_task(async { Ok(1) })).await, 1);
    });
}

#[test]
fn a_future_whose_path_is_written_out() {
    #[accepts_awaitable]
    async fn ended(
        #[awaitable] unit: impl ::std::future::Future<Output = ()> + ::std::marker::Unpin,
    ) {
        unit.await;
    }

    on_current_thread(async { ended(create_task(async {})).await });
}

#[test]
fn a_function_made_by_a_macro() {
    macro_rules! ended {
        ($name:ident, $output:ty, $($bound:tt)*) => {
            #[accepts_awaitable]
            async fn $name(#[awaitable] future: impl Future<Output = $output> $($bound)*) -> $output {
                future.await
            }
        };
    }
    ended!(unit, (), + Send);
    ended!(number, Result<u8, Failure>,);

    on_current_thread(async {
        unit(create_task(async {})).await;
        assert_eq!(number(create_task(async { Ok(1) })).await, Ok(1));
    });
}

#[test]
fn a_boxed_result() {
    #[accepts_awaitable]
    fn boxed<'a>(
        #[awaitable] unit: impl Future<Output = ()> + Send + 'a,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        Box::pin(unit)
    }

    let mut done = false;
    now(boxed(async { done = true }));
    assert!(done);
    on_current_thread(async { boxed(create_task(yield_now())).await });
}

#[test]
fn a_future_that_stays_as_it_is_beside_one_that_is_awaited_in_place() {
    #[accepts_awaitable]
    async fn both(
        #[awaitable(skip)] first: impl Future<Output = u8>,
        second: impl Future<Output = u8>,
        #[awaitable] third: impl Future<Output = Result<u8, Failure>>,
    ) -> u8 {
        first.await + second.await + third.await.unwrap()
    }

    on_current_thread(async {
        assert_eq!(
            both(async { 1 }, async { 2 }, create_task(async { Ok(3) })).await,
            6
        );
    });
}

#[test]
fn the_option_on_is_for_the_tasks_beside_it() {
    #[accepts_awaitable(boxed, on = handle)]
    fn started(
        handle: &Handle,
        task: Task<u8>,
        #[awaitable] mut result: impl Future<Output = Result<u8, Failure>> + Unpin + 'static,
        #[awaitable] unit: impl Future<Output = ()> + 'static,
    ) -> impl Future<Output = u8> {
        async move {
            unit.await;
            task.await.unwrap() + (&mut result).await.unwrap()
        }
    }

    let runtime = current_thread();
    let result = runtime.spawn(async { Ok(2) });
    let sum = started(runtime.handle(), async { 1 }, result, ready(()));
    assert_eq!(runtime.block_on(sum), 3);
}
