//! The author's bounds apply to the future that the body gets: `Send`, `'static`, `'a`, `Unpin`, or none.

use std::any::Any;
use std::cell::Cell;
use std::fmt::Debug;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use ensure_future::{InPlace, InPlaceJoin, Task, accepts_awaitable, create_task};
use tokio::task::{JoinError, yield_now};

use crate::{Failure, Plain, Second};
use support::{now, on_current_thread, on_multi_thread};

#[accepts_awaitable]
async fn sum(
    #[awaitable] any: impl Future<Output = impl Into<u8>>,
    #[awaitable] result: impl Future<Output = Result<u8, Failure>>,
    #[awaitable] unit: impl Future<Output = ()>,
    #[awaitable(join)] joined: impl Future<Output = Result<u8, JoinError>>,
) -> u8 {
    let any = any.await.into();
    unit.await;
    any + result.await.unwrap() + joined.await.unwrap()
}

#[test]
fn coroutines_may_borrow_and_need_not_be_send() {
    let number = Rc::new(Cell::new(1));
    let call = sum(
        async { number.get() },
        async { Ok(number.get()) },
        async { number.set(2) },
        async { number.get() },
    );
    assert_eq!(now(call), 1 + 2 + 2);
}

#[test]
fn no_runtime_is_needed() {
    let mut call = pin!(sum(
        Second::new(1),
        Second::new(Ok(2)),
        Second::new(()),
        Second::new(3)
    ));
    let mut polls = 1;
    let output = loop {
        match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(output) => break output,
            Poll::Pending => polls += 1,
        }
    };
    assert_eq!((output, polls), (6, 5));
}

/// Without a conversion, nothing allocates.
#[test]
fn a_coroutine_is_handed_on_as_it_is() {
    fn same<F, O>(coroutine: F) -> F
    where
        F: InPlace<O, ensure_future::form::Coroutine, Future = F>,
    {
        coroutine.in_place()
    }
    assert_eq!(now(same(async { 1 })), 1);
    assert_eq!(now(same(async { Err::<u8, _>(Plain) })), Err(Plain));
    now(same(async {}));
}

#[test]
fn what_stands_for_a_coroutine_or_a_task_is_as_large_as_that() {
    on_current_thread(async {
        let coroutine = async {
            yield_now().await;
            1
        };
        let size = size_of_val(&coroutine);
        assert_eq!(size_of_val(&InPlaceJoin::in_place(coroutine)), size);

        let task = async || create_task(async { Ok::<_, Failure>(1) });
        let size = size_of_val(&task().await.into_future());
        assert_eq!(size_of_val(&InPlace::in_place(task().await)), size);

        let handle = async || tokio::spawn(async {});
        let size = size_of_val(&handle().await);
        assert_eq!(
            size_of_val(&<_ as InPlace<(), _>>::in_place(handle().await)),
            size
        );
    });
}

#[test]
fn a_future_that_has_to_be_send_may_be_spawned() {
    #[accepts_awaitable]
    fn spawned<T: Send + 'static>(
        #[awaitable] any: impl Future<Output = T> + Send + 'static,
        #[awaitable] result: impl Future<Output = Result<T, Failure>> + Send + 'static,
        #[awaitable] unit: impl Future<Output = ()> + Send + 'static,
        #[awaitable(join)] joined: impl Future<Output = Result<T, JoinError>> + Send + 'static,
    ) -> Task<(T, T, T)> {
        create_task(async {
            unit.await;
            (any.await, result.await.unwrap(), joined.await.unwrap())
        })
    }

    on_multi_thread(async {
        let outputs = spawned(async { 1 }, async { Ok(2) }, async {}, async { 3 });
        assert_eq!(outputs.await.unwrap(), (1, 2, 3));
        let outputs = spawned(
            async { 1 },
            create_task(async { Ok(2) }),
            tokio::spawn(async {}),
            create_task(async { 3 }),
        );
        assert_eq!(outputs.await.unwrap(), (1, 2, 3));
        let (any, _, _) = spawned(
            create_task(async { 1 }),
            tokio::spawn(async { Ok(create_task(async { 2 }).await) }),
            create_task(async {}),
            create_task(async { create_task(async { 3 }).await }),
        )
        .await
        .unwrap();
        assert_eq!(any.unwrap(), 1);
    });
}

#[test]
fn a_call_is_send_where_its_futures_are() {
    fn is_send<F: Future + Send>(future: F) -> F {
        future
    }
    on_current_thread(async {
        let text = String::from("text");
        let length = async || u8::try_from(text.len()).unwrap();
        let call = is_send(sum(
            length(),
            async { Ok(length().await) },
            async { assert_eq!(length().await, 4) },
            length(),
        ));
        assert_eq!(call.await, 12);
        let call = is_send(sum(
            async { 4 },
            create_task(async { Ok(4) }),
            create_task(async {}),
            create_task(async { 4 }),
        ));
        assert_eq!(call.await, 12);
    });
}

#[test]
fn a_future_that_has_a_lifetime_may_be_boxed_with_it() {
    #[accepts_awaitable]
    fn boxed<'a, T: 'a, F>(
        #[awaitable] any: F,
        #[awaitable] result: impl Future<Output = Result<T, Failure>> + 'a,
        #[awaitable] unit: impl Future<Output = ()> + Send + 'a,
        #[awaitable(join)] joined: impl Future<Output = Result<T, JoinError>> + 'a,
    ) -> Pin<Box<dyn Future<Output = (T, T, T)> + 'a>>
    where
        F: Future<Output = T> + 'a,
    {
        Box::pin(async {
            unit.await;
            (any.await, result.await.unwrap(), joined.await.unwrap())
        })
    }

    let text = String::from("text");
    let call = boxed(
        async { &text[1..] },
        async { Ok(&text[2..]) },
        async { assert_eq!(text, "text") },
        async { &text[3..] },
    );
    assert_eq!(now(call), ("ext", "xt", "t"));
}

#[test]
fn a_future_that_is_unpin_may_be_pinned_in_place() {
    #[accepts_awaitable]
    fn polled(
        #[awaitable] mut any: impl Future + Unpin,
        #[awaitable] mut result: impl Future<Output = Result<u8, Failure>> + Unpin,
        #[awaitable] mut unit: impl Future<Output = ()> + Unpin,
        #[awaitable(join)] mut joined: impl Future<Output = Result<u8, JoinError>> + Unpin,
    ) -> [bool; 4] {
        let mut context = Context::from_waker(Waker::noop());
        [
            Pin::new(&mut any).poll(&mut context).is_ready(),
            Pin::new(&mut result).poll(&mut context).is_ready(),
            Pin::new(&mut unit).poll(&mut context).is_ready(),
            Pin::new(&mut joined).poll(&mut context).is_ready(),
        ]
    }

    on_current_thread(async {
        let boxed = polled(
            Box::pin(async {}),
            Box::pin(async { Ok(1) }),
            Box::pin(async {}),
            Box::pin(async { 1 }),
        );
        assert_eq!(boxed, [true; 4]);
        let by_hand = polled(
            Second::new(()),
            Second::new(Ok(1)),
            Second::new(()),
            Second::new(1),
        );
        assert_eq!(by_hand, [false; 4]);
        let tasks = polled(
            create_task(async {}),
            create_task(async { Ok(1) }),
            create_task(async {}),
            create_task(async { 1 }),
        );
        assert_eq!(tasks, [false; 4]);
        let handles = polled(
            tokio::spawn(async {}),
            tokio::spawn(async { Ok(1) }),
            tokio::spawn(async {}),
            create_task(async { 1 }),
        );
        assert_eq!(handles, [false; 4]);
    });
}

#[test]
fn a_bound_of_the_authors_own_holds_for_the_future() {
    trait Named {
        fn name(&self) -> &'static str;
    }
    impl<F: Future> Named for F {
        fn name(&self) -> &'static str {
            "a future"
        }
    }

    #[accepts_awaitable]
    fn named<F>(
        #[awaitable] any: F,
        #[awaitable] result: impl Named + Future<Output = Result<u8, Failure>>,
        #[awaitable] unit: impl Named + Future<Output = ()>,
        #[awaitable] debug: impl Future + Debug,
    ) -> (&'static str, &'static str, &'static str, String)
    where
        F: Future,
        F: Named,
    {
        (any.name(), result.name(), unit.name(), format!("{debug:?}"))
    }

    on_current_thread(async {
        let task = create_task(async { Ok(1) });
        let (any, result, unit, debug) = named(async {}, task, async {}, Second::new(1));
        assert_eq!([any, result, unit], ["a future"; 3]);
        assert_eq!(debug, format!("{:?}", Second::new(1)));
    });
}

#[test]
fn a_future_that_is_any_type_may_be_asked_what_it_is() {
    #[accepts_awaitable]
    fn is_second(#[awaitable] unit: impl Future<Output = ()> + 'static) -> bool {
        (&unit as &dyn Any).is::<Second<()>>()
    }
    assert!(is_second(Second::new(())));
    assert!(!is_second(async {}));
}

#[test]
fn an_output_may_borrow() {
    #[accepts_awaitable]
    async fn longest<'a>(
        text: &'a str,
        #[awaitable] other: impl Future<Output = Result<&'a str, Failure>>,
    ) -> &'a str {
        other.await.map_or(text, |other| {
            if other.len() > text.len() {
                other
            } else {
                text
            }
        })
    }

    #[accepts_awaitable]
    async fn length(#[awaitable] text: impl Future<Output = Result<&str, Failure>>) -> usize {
        text.await.map_or(0, str::len)
    }

    on_current_thread(async {
        let text = String::from("longer");
        assert_eq!(longest("text", async { Ok(&*text) }).await, "longer");
        assert_eq!(
            longest("text", create_task(async { Ok("longer") })).await,
            "longer"
        );
        assert_eq!(length(async { Ok(&*text) }).await, 6);
        assert_eq!(length(create_task(async { Ok("text") })).await, 4);
    });
}

#[test]
fn a_bound_that_names_the_future_names_what_the_body_awaits() {
    trait Same<T> {
        fn same(self) -> T;
    }
    impl<F: Future> Same<F> for F {
        fn same(self) -> F {
            self
        }
    }

    #[accepts_awaitable]
    async fn both<F, G>(#[awaitable] any: F, #[awaitable] result: G) -> (F::Output, u8)
    where
        F: Future + Same<F>,
        G: Same<G> + Future<Output = Result<u8, Failure>>,
    {
        (any.same().await, result.same().await.unwrap())
    }

    on_current_thread(async {
        assert_eq!(both(async { 1 }, async { Ok(2) }).await, (1, 2));
        let tasks = both(create_task(async { 1 }), create_task(async { Ok(2) })).await;
        assert_eq!((tasks.0.unwrap(), tasks.1), (1, 2));
    });
}
