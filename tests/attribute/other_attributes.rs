//! The orders of other crates' attributes and ours, as in the table of the guide's page "Traits and `dyn`".
//!
//! Orders that don't compile are in `tests/ui/author/`. More about `async_trait` is in `async_traits`, and about `bon`,
//! `tokio::main` and `tracing::instrument` in `companions`.

use std::future::pending;
use std::pin::Pin;

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};

use support::panics_here;

mod recursion {
    use async_recursion::async_recursion;

    use super::*;

    #[async_recursion]
    #[accepts_awaitable]
    async fn above<T: Send + 'static>(task: Task<T>, depth: u8) -> Option<T> {
        if depth == 0 {
            task.await.ok()
        } else {
            above(async { task.await.unwrap() }, depth - 1).await
        }
    }

    #[accepts_awaitable]
    #[async_recursion]
    async fn below<T: Send + 'static>(task: Task<T>, depth: u8) -> Option<T> {
        if depth == 0 {
            task.await.ok()
        } else {
            below(async { task.await.unwrap() }, depth - 1).await
        }
    }

    #[accepts_awaitable]
    #[async_recursion(?Send)]
    async fn locally(task: LocalTask<u8>, depth: &u8) -> u8 {
        let value = task.await.unwrap();
        if *depth == 0 {
            value
        } else {
            locally(async move { value + 1 }, &(depth - 1)).await
        }
    }

    struct Pool(u8);

    #[accepts_awaitable]
    impl Pool {
        #[async_recursion]
        async fn in_an_impl(&self, task: Task<u8>, depth: u8) -> u8 {
            let value = task.await.unwrap();
            if depth == 0 {
                value
            } else {
                let added = self.0;
                self.in_an_impl(async move { value + added }, depth - 1)
                    .await
            }
        }
    }

    impl Pool {
        #[async_recursion]
        #[accepts_awaitable]
        async fn by_itself(&self, task: Task<u8>, depth: u8) -> u8 {
            match depth {
                0 => task.await.unwrap() + self.0,
                // A coroutine would have another type in each call, and the body would be compiled again for each type.
                _ => self.by_itself(task, depth - 1).await,
            }
        }
    }

    #[accepts_awaitable(as = CountExt)]
    trait Count: Sync {
        #[accepts_awaitable(as = count)]
        #[async_recursion]
        async fn count_from(&self, task: Task<u8>, depth: u8) -> u8 {
            let value = task.await.unwrap();
            if depth == 0 {
                value
            } else {
                self.count(async move { value + 1 }, depth - 1).await
            }
        }
    }

    impl Count for Pool {}

    #[test]
    fn a_function_calls_itself_in_either_order() {
        run(async {
            assert_eq!(above(async { 'a' }, 2).await, Some('a'));
            assert_eq!(below(async { 'a' }, 2).await, Some('a'));
            assert_eq!(locally(async { 1 }, &2).await, 3);

            // The futures of these methods are `Send`.
            let values = [
                create_task(above(async { 1 }, 2)),
                create_task(below(async { 1 }, 2)),
            ];
            for value in values {
                assert_eq!(value.await.unwrap(), Some(1));
            }
        });
    }

    #[test]
    fn a_method_calls_itself() {
        run(async {
            assert_eq!(Pool(2).in_an_impl(async { 1 }, 2).await, 5);
            assert_eq!(Pool(2).by_itself(async { 1 }, 2).await, 3);
            assert_eq!(Pool(2).count(async { 1 }, 2).await, 3);
        });
    }

    #[test]
    fn above_it_coerces_when_called_and_below_when_polled() {
        let message = panics_here(|| above(async {}, 0));
        assert!(message.contains("no tokio runtime"), "{message}");
        drop(below(async {}, 0));
        drop(Pool(1).in_an_impl(async { 1 }, 0));
    }
}

mod async_traits {
    use async_trait::async_trait;

    use super::*;

    #[async_trait]
    #[accepts_awaitable(as = AboveExt)]
    trait Above: Sync {
        #[accepts_awaitable(as = first)]
        async fn first_of(&self, _task: Task<u8>) {}
    }

    #[accepts_awaitable(as = BelowExt)]
    #[async_trait]
    trait Below: Sync {
        #[accepts_awaitable(as = second)]
        async fn second_of(&self, _task: Task<u8>) {}
    }

    #[async_trait]
    trait MethodByMethod: Sync {
        #[accepts_awaitable]
        async fn value(&self, task: Task<u8>) -> u8;
    }

    struct Pool<const IS_ABOVE: bool>;

    impl<const IS_ABOVE: bool> Above for Pool<IS_ABOVE> {}
    impl<const IS_ABOVE: bool> Below for Pool<IS_ABOVE> {}

    #[async_trait]
    #[accepts_awaitable]
    impl MethodByMethod for Pool<true> {
        async fn value(&self, task: Task<u8>) -> u8 {
            task.await.unwrap()
        }
    }

    #[accepts_awaitable]
    #[async_trait]
    impl MethodByMethod for Pool<false> {
        async fn value(&self, task: Task<u8>) -> u8 {
            task.await.unwrap()
        }
    }

    #[test]
    fn its_methods_coerce_when_called_except_below_on_a_trait() {
        let pool = Pool::<true>;
        let messages = [
            panics_here(|| drop(pool.first(async { 1 }))),
            panics_here(|| drop(pool.value(async { 1 }))),
            panics_here(|| drop(Pool::<false>.value(async { 1 }))),
        ];
        for message in messages {
            assert!(message.contains("no tokio runtime"), "{message}");
        }
        drop(pool.second(async { 1 }));
    }
}

mod handlers {
    use axum::body::{Body, to_bytes};
    use axum::debug_handler;
    use axum::handler::Handler;
    use axum::http::{Method, Request, StatusCode};

    use super::*;

    #[accepts_awaitable]
    async fn first(tasks: (Task<u8>, Task<u8>)) -> u8 {
        tasks.1.cancel();
        tasks.0.await.unwrap()
    }

    #[debug_handler]
    async fn handler(method: Method) -> String {
        let value = first((async { 1 }, pending())).await;
        format!("{method} {value}")
    }

    struct Pool;

    #[accepts_awaitable]
    impl Pool {
        async fn value(task: Task<u8>) -> u8 {
            task.await.unwrap()
        }

        #[debug_handler]
        async fn handler() -> String {
            Pool::value(async { 2 }).await.to_string()
        }
    }

    async fn text<T>(handler: impl Handler<T, ()>) -> String {
        let response = handler.call(Request::new(Body::empty()), ()).await;
        assert_eq!(response.status(), StatusCode::OK);
        let body = to_bytes(response.into_body(), 100).await.unwrap();
        String::from_utf8(body.into()).unwrap()
    }

    #[test]
    fn a_handler_calls_functions_that_accept_awaitables() {
        run(async {
            assert_eq!(text(handler).await, "GET 1");
            assert_eq!(text(Pool::handler).await, "2");
        });
    }
}

mod builders {
    use super::*;

    struct Above;

    #[bon::bon]
    #[accepts_awaitable]
    impl Above {
        #[builder]
        fn cancel(&self, task: Task<u8>, #[builder(default = 1)] number: u8) -> u8 {
            let Self = self;
            number + u8::from(task.cancel())
        }
    }

    struct Below;

    #[accepts_awaitable]
    #[bon::bon]
    impl Below {
        #[builder]
        fn cancel(&self, task: Task<u8>, #[builder(default = 1)] number: u8) -> u8 {
            let Self = self;
            number + u8::from(task.cancel())
        }
    }

    #[test]
    fn a_methods_builder_below_takes_every_form_and_one_above_a_task() {
        run(async {
            assert_eq!(Above.cancel().task(create_task(pending())).call(), 2);
            assert_eq!(Below.cancel().task(pending()).number(2).call(), 3);
        });
    }
}

mod mocks {
    use async_trait::async_trait;
    use mockall::{automock, mock};

    use super::*;

    #[accepts_awaitable(as = PlainExt)]
    #[automock]
    trait Plain {
        #[accepts_awaitable(as = cancel)]
        fn cancel_task(&self, task: Task<u8>) -> bool;

        #[accepts_awaitable(as = value)]
        async fn value_of<T: Send + 'static>(&self, task: Task<T>) -> Option<T>;
    }

    #[accepts_awaitable(as = DynamicExt)]
    #[automock]
    #[async_trait]
    trait Dynamic: Sync {
        #[accepts_awaitable(as = cancel)]
        async fn cancel_task(&self, task: Task<u8>) -> bool;
    }

    #[test]
    fn a_mock_of_a_whole_trait_expects_tasks_and_takes_every_form() {
        run(async {
            let mut plain = MockPlain::new();
            plain.expect_cancel_task().returning(|task| task.cancel());
            plain
                .expect_value_of::<u8>()
                .returning(|task| task.cancel().then_some(1));
            assert!(plain.cancel(pending()));
            assert_eq!(plain.value(pending::<u8>()).await, Some(1));

            let mut dynamic = MockDynamic::new();
            dynamic.expect_cancel_task().returning(|task| task.cancel());
            let dynamic: Box<dyn Dynamic> = Box::new(dynamic);
            assert!(dynamic.cancel(pending()).await);
        });
    }

    trait MethodByMethod {
        #[accepts_awaitable]
        fn cancel(&self, task: Task<u8>) -> bool;
    }

    mock! {
        Pool {
            fn cancel_task(&self, task: Task<u8>) -> bool;
        }
    }

    #[accepts_awaitable]
    impl MethodByMethod for MockPool {
        fn cancel(&self, task: Task<u8>) -> bool {
            self.cancel_task(task)
        }
    }

    #[test]
    fn other_traits_are_implemented_for_a_mock_of_plain_methods() {
        run(async {
            let mut pool = MockPool::new();
            pool.expect_cancel_task().returning(|task| task.cancel());
            assert!(pool.cancel(pending()));
        });
    }
}

mod variants {
    use super::*;

    #[accepts_awaitable(as = NamedExt)]
    #[trait_variant::make(Named: Send)]
    trait LocalNamed {
        #[accepts_awaitable(as = first)]
        async fn first_of(&self, task: Task<u8>) -> u8;
    }

    #[accepts_awaitable(as = BelowExt)]
    #[trait_variant::make(Send)]
    trait Below {
        #[accepts_awaitable(as = second)]
        async fn second_of(&self, task: Task<u8>) -> u8;
    }

    #[trait_variant::make(Send)]
    #[accepts_awaitable(as = AboveExt)]
    trait Above {
        #[accepts_awaitable(as = third)]
        async fn third_of(&self, task: Task<u8>) -> u8;
    }

    #[derive(Clone)]
    struct Pool;

    impl Named for Pool {
        async fn first_of(&self, task: Task<u8>) -> u8 {
            task.await.unwrap() + 1
        }
    }

    impl Below for Pool {
        async fn second_of(&self, task: Task<u8>) -> u8 {
            task.await.unwrap() + 2
        }
    }

    impl Above for Pool {
        async fn third_of(&self, task: Task<u8>) -> u8 {
            task.await.unwrap() + 3
        }
    }

    /// A user of the traits, who can spawn the futures only if they are `Send`.
    fn spawned<P>(pool: &P) -> [Task<u8>; 3]
    where
        P: Named + Below + Above + Clone + Send + Sync + 'static,
    {
        let [first, second, third] = [0; 3].map(|_| pool.clone());
        [
            create_task(async move { first.first(async { 1 }).await }),
            create_task(async move { second.second(async { 1 }).await }),
            create_task(async move { third.third(async { 1 }).await }),
        ]
    }

    /// A type that is not `Send`, so it needs the local variant.
    struct Local(std::rc::Rc<u8>);

    impl LocalNamed for Local {
        async fn first_of(&self, task: Task<u8>) -> u8 {
            task.await.unwrap() + *self.0
        }
    }

    #[test]
    fn callers_of_a_variant_pass_every_form_and_its_futures_are_send() {
        run(async {
            for (task, value) in spawned(&Pool).into_iter().zip(2..) {
                assert_eq!(task.await.unwrap(), value);
            }
            let local = Local(std::rc::Rc::new(4));
            assert_eq!(local.first(async { 1 }).await, 5);
        });
    }
}

mod objects {
    use dynosaur::dynosaur;

    use super::*;

    #[accepts_awaitable(as = BelowExt)]
    #[dynosaur(DynBelow = dyn(box) Below)]
    trait Below {
        #[accepts_awaitable(as = first)]
        async fn first_of(&self, task: Task<u8>) -> u8;
    }

    #[dynosaur(DynAbove = dyn(box) Above)]
    #[accepts_awaitable(as = AboveExt)]
    trait Above {
        #[accepts_awaitable(as = second)]
        async fn second_of(&self, task: Task<u8>) -> u8;
    }

    /// The lifetime of a future in place needs a name.
    #[accepts_awaitable(as = InPlaceExt, boxed)]
    #[dynosaur(DynInPlace = dyn(box) InPlace)]
    trait InPlace {
        #[accepts_awaitable(as = third)]
        async fn third_of<'a>(&'a self, #[awaitable] signal: impl Future<Output = ()> + 'a) -> u8;
    }

    struct Pool(u8);

    impl Below for Pool {
        async fn first_of(&self, task: Task<u8>) -> u8 {
            task.await.unwrap() + self.0
        }
    }

    impl Above for Pool {
        async fn second_of(&self, task: Task<u8>) -> u8 {
            task.await.unwrap() + self.0
        }
    }

    impl InPlace for Pool {
        async fn third_of<'a>(&'a self, signal: Pin<Box<dyn Future<Output = ()> + 'a>>) -> u8 {
            signal.await;
            self.0
        }
    }

    #[test]
    fn callers_of_an_object_pass_every_form_in_either_order() {
        run(async {
            let below = DynBelow::new_box(Pool(1));
            assert_eq!(below.first(async { 1 }).await, 2);
            assert_eq!(below.first(create_task(async { 2 })).await, 3);
            let above = DynAbove::new_box(Pool(1));
            assert_eq!(above.second(async { 1 }).await, 2);
            assert_eq!(above.second(tokio::spawn(async { 2 })).await, 3);
            let in_place = DynInPlace::new_box(Pool(1));
            let text = String::from("text");
            assert_eq!(in_place.third(async { assert_eq!(text, "text") }).await, 1);
            assert_eq!(in_place.third(create_task(async {})).await, 1);
        });
    }
}
