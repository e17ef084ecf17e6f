//! Attributes of other crates, above and below this one.

use std::fmt;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use ensure_future::{Task, accepts_awaitable, create_task, run};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, instrument};

use support::panics_here;

mod async_traits {
    use super::*;

    #[async_trait]
    trait MethodByMethod {
        #[accepts_awaitable]
        async fn value(&self, task: Task<u8>) -> u8;

        #[accepts_awaitable]
        async fn provided<T: Send>(&self, task: Task<T>) -> Option<T>
        where
            Self: Sync,
        {
            task.await.ok()
        }
    }

    struct ByMethod;

    #[async_trait]
    impl MethodByMethod for ByMethod {
        #[accepts_awaitable]
        async fn value(&self, task: Task<u8>) -> u8 {
            task.await.unwrap()
        }
    }

    struct Above;

    #[accepts_awaitable]
    #[cfg_attr(test, async_trait)]
    impl MethodByMethod for Above {
        async fn value(&self, task: Task<u8>) -> u8 {
            task.await.unwrap()
        }
    }

    struct Below(u8);

    #[async_trait]
    #[accepts_awaitable]
    impl MethodByMethod for Below {
        async fn value(&self, task: Task<u8>) -> u8 {
            self.0 + task.await.unwrap()
        }
    }

    #[test]
    fn async_traits_implementations_are_rewritten_in_either_order() {
        run(async {
            assert_eq!(ByMethod.value(async { 1 }).await, 1);
            assert_eq!(Above.value(async { 1 }).await, 1);
            assert_eq!(Below(1).value(async { 1 }).await, 2);
            assert_eq!(Below(1).provided(async { 'a' }).await, Some('a'));
        });
    }

    #[accepts_awaitable(as = AboveExt)]
    #[async_trait]
    trait WholeAbove: Send + Sync {
        #[accepts_awaitable(as = first_value)]
        async fn first_value_of_task(&self, task: Task<u8>) -> u8;
    }

    #[async_trait]
    #[accepts_awaitable(as = BelowExt)]
    trait WholeBelow: Send + Sync {
        #[accepts_awaitable(as = other_value)]
        async fn other_value_of_task(&mut self, task: Task<u8>) -> u8;
    }

    #[async_trait]
    impl WholeAbove for Below {
        async fn first_value_of_task(&self, task: Task<u8>) -> u8 {
            self.0 + task.await.unwrap()
        }
    }

    #[async_trait]
    impl WholeBelow for Below {
        async fn other_value_of_task(&mut self, task: Task<u8>) -> u8 {
            self.0 + task.await.unwrap()
        }
    }

    #[test]
    fn an_async_trait_is_a_trait_object_whose_callers_pass_any_form() {
        run(async {
            let shared: Arc<dyn WholeAbove> = Arc::new(Below(1));
            let spawned = shared.clone();
            let task = create_task(async move { spawned.first_value(async { 1 }).await });
            assert_eq!(shared.first_value(task).await, 3);

            let mut boxed: Box<dyn WholeBelow> = Box::new(Below(1));
            assert_eq!(boxed.other_value(async { 1 }).await, 2);
        });
    }
}

mod spans {
    use super::*;

    /// Records the name and the fields of each new span.
    #[derive(Clone, Default)]
    struct Spans(Arc<Mutex<Vec<String>>>);

    impl Subscriber for Spans {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            let mut text = Text(span.metadata().name().to_owned());
            span.record(&mut text);
            self.0.lock().unwrap().push(text.0);
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            let mut text = Text(String::from("event"));
            event.record(&mut text);
            self.0.lock().unwrap().push(text.0);
        }
    }

    struct Text(String);

    impl Visit for Text {
        fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
            use fmt::Write;
            write!(self.0, " {field}={value:?}").unwrap();
        }
    }

    #[instrument(skip(task), fields(running = !task.is_finished()), ret)]
    #[accepts_awaitable]
    async fn above(task: Task<u8>, number: u8) -> u8 {
        task.await.unwrap() + number
    }

    #[accepts_awaitable]
    #[instrument(skip(task), fields(running = !task.is_finished()), ret)]
    async fn below(task: Task<u8>, number: u8) -> u8 {
        task.await.unwrap() + number
    }

    #[accepts_awaitable]
    #[tracing::instrument(skip_all, name = "renamed")]
    fn named(task: Task<u8>) -> bool {
        task.cancel()
    }

    #[accepts_awaitable]
    #[instrument]
    fn plain(number: u8, task: Task<u8>) -> bool {
        number == 1 && task.cancel()
    }

    struct Pool;

    #[accepts_awaitable]
    impl Pool {
        #[instrument(skip_all, fields(id = 7))]
        fn method(&self, task: Task<u8>) -> bool {
            let _ = self;
            task.cancel()
        }
    }

    impl Pool {
        #[cfg_attr(test, instrument(skip_all))]
        #[cfg_attr(test, accepts_awaitable)]
        fn conditionally(&self, task: Task<u8>) -> bool {
            let _ = self;
            task.cancel()
        }
    }

    #[accepts_awaitable]
    #[instrument(skip_all, parent = name.clone(), fields(id = 8))]
    fn below_a_span(name: Option<Id>, task: Task<u8>) -> bool {
        name.is_none() && task.cancel()
    }

    trait Start {
        #[accepts_awaitable]
        fn start(&self, number: u8, task: Task<u8>) -> bool;
    }

    /// The body stays in place here, so a span would show what callers passed.
    #[accepts_awaitable]
    impl Start for Pool {
        #[instrument(skip(self, task))]
        fn start(&self, number: u8, task: Task<u8>) -> bool {
            task.cancel()
        }
    }

    #[accepts_awaitable(as = StopExt)]
    trait Stop {
        #[accepts_awaitable(as = stop)]
        #[instrument(skip_all)]
        fn stop_task(&self, task: Task<u8>) -> bool {
            task.cancel()
        }
    }

    impl Stop for Pool {}

    #[test]
    fn a_span_has_the_functions_name_and_its_arguments() {
        let spans = Spans::default();
        let _guard = tracing::subscriber::set_default(spans.clone());
        run(async {
            let endless = || std::future::pending();
            assert_eq!(above(async { 1 }, 1).await, 2);
            assert_eq!(below(async { 1 }, 1).await, 2);
            assert!(named(endless()));
            assert!(Pool.method(endless()));
            assert!(Pool.conditionally(endless()));
            assert!(Pool.stop(endless()));
            assert!(below_a_span(None, endless()));
            assert!(Pool.start(1, endless()));
            assert!(plain(1, create_task(async { 1 })));
        });
        let spans = spans.0.lock().unwrap();
        assert_eq!(
            spans[..10],
            [
                "above number=1 running=true",
                "event return=2",
                "below number=1 running=true",
                "event return=2",
                "renamed",
                "method id=7",
                "conditionally",
                "stop_task",
                "below_a_span id=8",
                "start number=1",
            ]
        );
        assert!(
            spans[10].starts_with("plain number=1 task=Task {"),
            "{}",
            spans[10]
        );
    }
}

mod entry_points {
    use super::*;

    #[accepts_awaitable]
    #[tokio::main(flavor = "current_thread")]
    async fn below(task: Task<u8>) -> u8 {
        task.await.unwrap()
    }

    #[tokio::main(flavor = "current_thread")]
    #[accepts_awaitable]
    async fn above(task: Task<u8>) -> u8 {
        task.await.unwrap()
    }

    #[test]
    fn a_function_that_brings_its_runtime_spawns_there() {
        assert_eq!(below(async { 2 }), 2);
    }

    #[test]
    fn one_that_brings_it_too_late_takes_what_runs_already() {
        let elsewhere = tokio::runtime::Runtime::new().unwrap();
        assert_eq!(above(elsewhere.spawn(async { 2 })), 2);
        let message = panics_here(|| above(async { 2 }));
        assert!(message.contains("no tokio runtime"), "{message}");
    }
}

mod builders {
    use super::*;

    /// The builder is generated from the function that callers see.
    #[accepts_awaitable]
    #[bon::builder]
    async fn below(task: Task<u8>, #[builder(default = 10)] factor: u8) -> u8 {
        task.await.unwrap() * factor
    }

    #[cfg_attr(test, bon::builder)]
    #[accepts_awaitable]
    async fn above(task: Task<u8>, #[builder(default = 10)] factor: u8) -> u8 {
        task.await.unwrap() * factor
    }

    /// A helper attribute on a condition belongs to the other macro, too.
    #[accepts_awaitable]
    #[bon::builder]
    fn conditionally_below(task: Task<u8>, #[cfg_attr(all(), builder(default = 1))] n: u8) -> u8 {
        n + u8::from(task.cancel())
    }

    #[bon::builder]
    #[accepts_awaitable]
    fn conditionally_above(task: Task<u8>, #[cfg_attr(all(), builder(default = 1))] n: u8) -> u8 {
        n + u8::from(task.cancel())
    }

    #[test]
    fn a_helper_attribute_on_a_condition_stays_one() {
        run(async {
            let endless = || std::future::pending();
            assert_eq!(conditionally_below().task(endless()).call(), 2);
            assert_eq!(conditionally_below().task(endless()).n(2).call(), 3);
            assert_eq!(conditionally_above().task(create_task(endless())).call(), 2);
        });
    }

    #[test]
    fn a_builder_below_takes_every_form_and_one_above_a_task() {
        run(async {
            assert_eq!(below().task(async { 1 }).call().await, 10);
            assert_eq!(
                below()
                    .task(create_task(async { 1 }))
                    .factor(2)
                    .call()
                    .await,
                2
            );
            assert_eq!(above().task(create_task(async { 1 })).call().await, 10);
        });
    }
}
