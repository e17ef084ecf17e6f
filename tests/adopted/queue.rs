//! A queue of jobs that resembles an actor library's. Its own executor names, traces and limits the jobs.

mod after;
mod before;

/// The tests of both versions.
macro_rules! behaves {
    ($version:ident) => {
        use std::pin::Pin;

        use tokio::runtime::{Handle, Id, Runtime};
        use tokio::sync::oneshot;
        use tokio::task::JoinError;

        use crate::queue::$version::{Executor, Queue};
        use support::spans;
        use support::{
            current_thread, let_others_run, lifeline, lifelines, multi_thread, poll_once,
        };

        /// An executor on the current runtime.
        fn executor(limit: usize) -> Executor {
            executor_on(&Handle::current(), limit)
        }

        fn executor_on(runtime: &Handle, limit: usize) -> Executor {
            spans::record();
            Executor::new(runtime.clone(), limit)
        }

        /// A coroutine that gives the id of its runtime.
        async fn runtime_of_task() -> Id {
            Handle::current().id()
        }

        #[tokio::test]
        async fn the_outcomes_are_in_the_order_of_the_jobs() {
            let mut queue = Queue::new(executor(2));
            let (told, tell) = oneshot::channel();
            queue.submit("listens", async { tell.await.expect("the other tells") });
            queue.submit("tells", async {
                told.send(1).expect("the first listens");
                2
            });
            let outcomes = queue.drain().await.into_iter().map(Result::unwrap);
            assert_eq!(outcomes.collect::<Vec<_>>(), [1, 2]);
        }

        #[tokio::test]
        async fn a_panic_is_the_outcome_of_its_own_job() {
            let mut queue = Queue::new(executor(1));
            queue.submit("panics", async { panic!("the job's own panic") });
            queue.submit("returns", async { 2 });
            let outcomes = queue.drain().await;
            assert!(outcomes[0].as_ref().is_err_and(JoinError::is_panic));
            assert!(matches!(outcomes[1], Ok(2)));
        }

        #[tokio::test]
        async fn jobs_are_listed_and_cancelled_by_id() {
            let mut queue = Queue::<u8>::new(executor(3));
            let (running, mut watch) = lifeline();
            let first = queue.submit("same", running.endless());
            let second = queue.submit("same", async { 2 });
            assert_eq!(queue.jobs(), [(first, "same"), (second, "same")]);

            watch.started().await;
            assert!(queue.cancel(first));
            watch.dropped().await;
            let elsewhere = tokio::spawn(async {});
            assert!(!queue.cancel(elsewhere.id()));
            let outcomes = queue.drain().await;
            assert!(outcomes[0].as_ref().is_err_and(JoinError::is_cancelled));
            assert!(matches!(outcomes[1], Ok(2)));
        }

        #[tokio::test]
        async fn no_more_jobs_run_than_there_are_permits() {
            let executor = executor(2);
            let mut queue = Queue::<()>::new(executor.clone());
            let (lines, mut watches) = lifelines(2);
            let ids: Vec<_> = lines
                .into_iter()
                .map(|line| queue.submit("endless", line.endless()))
                .collect();
            let (told, mut tell) = oneshot::channel();
            queue.submit("waits", async { told.send(()).expect("the test listens") });
            let_others_run().await;
            assert!(tell.try_recv().is_err());
            assert_eq!(executor.running(), 2);

            for (id, watch) in ids.into_iter().zip(&mut watches) {
                watch.started().await;
                queue.cancel(id);
            }
            tell.await.expect("it runs");
            queue.drain().await;
            assert_eq!(executor.running(), 0);
        }

        #[tokio::test]
        async fn a_job_that_waits_for_its_permit_can_be_cancelled() {
            let executor = executor(0);
            let mut queue = Queue::new(executor.clone());
            let id = queue.submit("waits", async { unreachable!("there is no permit") });
            let_others_run().await;
            assert!(queue.cancel(id));
            let outcomes: Vec<Result<(), _>> = queue.drain().await;
            assert!(outcomes[0].as_ref().is_err_and(JoinError::is_cancelled));
        }

        #[tokio::test]
        async fn a_job_runs_in_a_span_with_its_name() {
            let executor = executor(1);
            let mut queue = Queue::new(executor.clone());
            for name in ["first", "second"] {
                let executor = executor.clone();
                queue.submit(name, async move { (spans::current(), executor.running()) });
            }
            for (outcome, name) in queue.drain().await.into_iter().zip(["first", "second"]) {
                let span = format!("job name={name:?}");
                assert_eq!(outcome.expect("it returns"), (Some(span), 1));
            }
            assert_eq!(spans::current(), None);
        }

        #[test]
        fn jobs_run_on_the_executors_runtime_and_not_on_the_callers() {
            fn submit(runtime: &Runtime) -> Queue<Id> {
                let mut queue = Queue::new(executor_on(runtime.handle(), 1));
                queue.submit("job", runtime_of_task());
                queue
            }

            let (own, other) = (multi_thread(), current_thread());
            let without = own.block_on(submit(&own).drain());
            let elsewhere = other.block_on(async { submit(&own).drain().await });
            for outcome in without.into_iter().chain(elsewhere) {
                assert_eq!(outcome.expect("it returns"), own.handle().id());
            }
        }

        #[tokio::test]
        async fn dropping_the_drain_lets_the_jobs_run_on() {
            let mut queue = Queue::new(executor(1));
            let (told, tell) = oneshot::channel::<()>();
            let (ended, ends) = oneshot::channel();
            queue.submit("listens", async {
                tell.await.expect("the test tells");
                ended.send(()).expect("the test listens");
            });
            let mut drain = Box::pin(queue.drain());
            assert!(poll_once(&mut drain).is_pending());
            drop(drain);
            told.send(()).expect("the job listens");
            ends.await.expect("the job has ended");
        }

        #[tokio::test]
        async fn callers_may_be_generic() {
            fn submit_once<F>(executor: Executor, job: F) -> Queue<F::Output>
            where
                F: Future<Output: Send + 'static> + Send + 'static,
            {
                let mut queue = Queue::new(executor);
                queue.submit("once", job);
                queue
            }

            let boxed: Pin<Box<dyn Future<Output = u8> + Send>> = Box::pin(async { 1 });
            for mut outcomes in [
                submit_once(executor(1), boxed).drain().await,
                submit_once(executor(1), async { 1 }).drain().await,
            ] {
                assert_eq!(outcomes.remove(0).expect("it returns"), 1);
            }
        }

        #[tokio::test]
        async fn a_job_may_await_a_handle() {
            let mut queue = Queue::<Result<u8, JoinError>>::new(executor(1));
            queue.submit("handle", tokio::spawn(async { 1 }));
            let outcome = queue.drain().await.remove(0);
            assert_eq!(outcome.expect("it returns").expect("it returns"), 1);
        }
    };
}

mod with_tokio_alone {
    behaves!(before);

    #[tokio::test]
    async fn the_result_of_a_handle_is_inferred() {
        let mut queue = Queue::new(executor(1));
        queue.submit("handle", tokio::spawn(async { 1 }));
        let outcome = queue.drain().await.remove(0);
        assert_eq!(outcome.expect("it returns").expect("it returns"), 1);
    }
}

mod with_the_attribute {
    use ensure_future::{
        Awaitable, Task, create_named_task, create_task, create_task_on, graceful, task_name,
    };

    behaves!(after);

    #[tokio::test]
    async fn a_job_may_be_a_task_or_a_handle() {
        let mut queue = Queue::<u8>::new(executor(1));
        queue.submit("coroutine", async { 1 });
        queue.submit("task", create_task(async { 2 }));
        queue.submit("handle", tokio::spawn(async { 3 }));
        let outcomes = queue.drain().await.into_iter().map(Result::unwrap);
        assert_eq!(outcomes.collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn a_running_task_needs_no_permit_and_keeps_its_id_name_and_span() {
        let executor = executor(0);
        let mut queue = Queue::new(executor.clone());
        let (told, tell) = oneshot::channel();
        let task = create_named_task("own", async {
            tell.await.expect("the test tells");
            spans::current()
        });
        let id = task.id();
        assert_eq!(queue.submit("listed", task), id);
        assert_eq!(queue.jobs(), [(id, "listed")]);
        assert_eq!(task_name(id).as_deref(), Some("own"));
        assert_eq!(executor.running(), 0);
        told.send(()).expect("the task listens");
        assert!(matches!(queue.drain().await[..], [Ok(None)]));
    }

    #[test]
    fn a_running_task_stays_on_its_own_runtime() {
        let (own, other) = (multi_thread(), current_thread());
        let mut queue = Queue::new(executor_on(own.handle(), 1));
        queue.submit("task", create_task_on(&other, runtime_of_task()));
        let outcome = other.block_on(queue.drain()).remove(0);
        assert_eq!(outcome.expect("it returns"), other.handle().id());
    }

    #[tokio::test]
    async fn a_running_task_is_cancelled_by_its_id() {
        let (line, mut watch) = lifeline();
        let mut queue = Queue::<()>::new(executor(1));
        let id = queue.submit("task", create_task(line.endless()));
        watch.started().await;
        assert!(queue.cancel(id));
        watch.dropped().await;
    }

    #[tokio::test]
    async fn a_graceful_job_is_asked_to_end() {
        let mut queue = Queue::new(executor(1));
        let job = graceful(async |request| {
            request.requested().await;
            spans::current()
        });
        let id = queue.submit("graceful", job);
        let_others_run().await;
        assert!(queue.cancel(id));
        let outcome = queue.drain().await.remove(0).expect("it returns");
        assert_eq!(outcome.as_deref(), Some("job name=\"graceful\""));
    }

    /// Another crate's awaitable, which spawns by itself.
    struct Foreign;

    impl Awaitable<Task<Id>, Foreign> for Foreign {
        fn ensure(self) -> Task<Id> {
            create_task(runtime_of_task())
        }
    }

    #[test]
    fn what_spawns_by_itself_does_so_on_the_executors_runtime_without_a_permit() {
        let runtime = multi_thread();
        let mut queue = Queue::new(executor_on(runtime.handle(), 0));
        queue.submit("foreign", Foreign);
        let outcome = runtime.block_on(queue.drain()).remove(0);
        assert_eq!(outcome.expect("it returns"), runtime.handle().id());
    }
}
