//! A retry that resembles backon's and tokio-retry's. Its attempts may borrow.

mod after;
mod before;

/// The tests of both versions.
macro_rules! behaves {
    ($version:ident) => {
        use std::cell::{Cell, RefCell};
        use std::io;
        use std::rc::Rc;
        use std::time::Duration;

        use tokio::task::JoinError;
        use tokio::time::{Instant, advance};

        use crate::retry::$version::retry;
        use support::{let_others_run, lifeline};

        const DELAY: Duration = Duration::from_secs(1);

        #[tokio::test(start_paused = true)]
        async fn an_attempt_that_fails_is_repeated_after_the_delay() {
            let start = Instant::now();
            let times = RefCell::new(Vec::new()); // borrowed by each attempt
            let result = retry(vec![DELAY, 2 * DELAY, DELAY], || async {
                times.borrow_mut().push(start.elapsed().as_secs());
                if times.borrow().len() < 3 {
                    return Err("not yet");
                }
                Ok("done")
            });
            assert_eq!(result.await, Ok("done"));
            assert_eq!(times.into_inner(), [0, 1, 3]);
        }

        #[tokio::test(start_paused = true)]
        async fn the_last_error_is_returned() {
            let mut errors = 0; // borrowed by the closure, which changes it
            let result: Result<(), _> = retry(vec![DELAY; 2], || {
                errors += 1;
                std::future::ready(Err(errors))
            })
            .await;
            assert_eq!(result, Err(3));
            assert_eq!(errors, 3);
        }

        #[tokio::test(start_paused = true)]
        async fn an_attempt_may_own_an_rc() {
            let attempts = Rc::new(Cell::new(0));
            let result = retry(vec![DELAY], || {
                let attempts = attempts.clone();
                async move {
                    tokio::task::yield_now().await;
                    attempts.set(attempts.get() + 1);
                    Err::<(), _>(io::ErrorKind::Other)
                }
            });
            assert_eq!(result.await, Err(io::ErrorKind::Other));
            assert_eq!(attempts.get(), 2);
        }

        #[tokio::test(start_paused = true)]
        async fn a_retry_of_what_is_send_can_be_spawned() {
            let retrying = tokio::spawn(retry(vec![DELAY], || async { Ok::<_, ()>(42) }));
            assert_eq!(retrying.await.expect("it ends"), Ok(42));
        }

        #[tokio::test]
        async fn an_attempt_may_be_a_join_handle_that_fails_only_with_its_task() {
            let handle = || tokio::spawn(async { 42_u8 });
            let result = retry(Vec::new(), handle).await;
            assert_eq!(result.expect("the task ends"), 42);
        }

        #[tokio::test]
        async fn the_result_inside_a_join_handle_is_kept() {
            let handle = || tokio::spawn(async { Err::<u8, _>("the value") });
            let result = retry(Vec::new(), handle).await;
            assert_eq!(result.expect("the task ends"), Err("the value"));
        }

        #[tokio::test]
        async fn an_io_result_inside_a_join_handle_is_kept_if_the_caller_names_it() {
            let handle = || tokio::spawn(async { Err::<u8, _>(io::Error::other("the value")) });
            let result: Result<io::Result<u8>, JoinError> = retry(Vec::new(), handle).await;
            assert!(result.expect("the task ends").is_err());
        }

        #[tokio::test(start_paused = true)]
        async fn dropping_the_retry_drops_the_attempt() {
            let (attempt, mut watch) = lifeline();
            let mut attempt = Some(attempt);
            let retrying = tokio::spawn(retry(vec![DELAY], move || {
                let attempt = attempt.take().expect("there is one attempt");
                attempt.endless::<Result<(), ()>>()
            }));
            watch.started().await;
            retrying.abort();
            watch.dropped().await;
        }

        #[tokio::test(start_paused = true)]
        async fn no_attempt_starts_before_the_delay_is_over() {
            let attempts = Cell::new(0);
            let retrying = retry(vec![DELAY], || async {
                attempts.set(attempts.get() + 1);
                Err::<(), _>("failed")
            });
            let test = async {
                let_others_run().await;
                assert_eq!(attempts.get(), 1);
                advance(DELAY).await;
            };
            assert_eq!(tokio::join!(retrying, test).0, Err("failed"));
            assert_eq!(attempts.get(), 2);
        }
    };
}

mod with_tokio_alone {
    use std::future::{Ready, ready};

    use crate::retry::before::Retry;

    behaves!(before);

    type Attempt = fn() -> Ready<Result<u8, ()>>;

    #[tokio::test]
    async fn its_type_names_the_closure_and_the_future() {
        let attempt: Attempt = || ready(Ok(42));
        let retrying: Retry<Attempt, Ready<Result<u8, ()>>> = retry(Vec::new(), attempt);
        assert_eq!(retrying.await, Ok(42));
    }

    #[tokio::test]
    async fn an_io_result_inside_a_join_handle_is_kept_without_its_name() {
        let handle = || tokio::spawn(async { Err::<u8, _>(io::Error::other("the value")) });
        let result = retry(Vec::new(), handle).await;
        assert!(result.expect("the task ends").is_err());
    }
}

mod with_the_attribute {
    use ensure_future::create_task;

    behaves!(after);

    #[tokio::test(start_paused = true)]
    async fn an_attempt_may_be_a_task() {
        let mut attempts = 0;
        let result: io::Result<u8> = retry(vec![DELAY; 2], || {
            attempts += 1;
            let attempt = attempts;
            create_task(async move {
                match attempt {
                    1 => Err(io::Error::other("not yet")),
                    _ => Ok(attempt),
                }
            })
        })
        .await;
        assert_eq!(result.expect("the second attempt succeeds"), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn an_attempt_whose_task_panics_has_failed() {
        let mut attempts = 0;
        let result: io::Result<u8> = retry(vec![DELAY; 2], || {
            attempts += 1;
            let attempt = attempts;
            tokio::spawn(async move {
                assert!(attempt > 1, "the attempt's own panic");
                Ok(attempt)
            })
        })
        .await;
        assert_eq!(result.expect("the second attempt succeeds"), 2);
    }
}
