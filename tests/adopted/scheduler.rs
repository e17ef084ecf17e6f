//! A scheduler that resembles tokio-cron-scheduler. It stores functions that make futures.

mod after;
mod before;

/// The tests of both versions.
macro_rules! behaves {
    ($version:ident) => {
        use std::sync::{Arc, Mutex};
        use std::time::Duration;

        use tokio::time::{Instant, sleep};

        use crate::scheduler::$version::Scheduler;

        const SECOND: Duration = Duration::from_secs(1);

        /// The names of the jobs that have started, with the seconds since the start of the test.
        #[derive(Clone)]
        struct Starts {
            zero: Instant,
            jobs: Arc<Mutex<Vec<(u64, &'static str)>>>,
        }

        impl Starts {
            fn new() -> Self {
                let zero = Instant::now();
                let jobs = Arc::default();
                Self { zero, jobs }
            }

            fn add(&self, job: &'static str) {
                let seconds = self.zero.elapsed().as_secs();
                self.jobs.lock().unwrap().push((seconds, job));
            }

            fn get(&self) -> Vec<(u64, &'static str)> {
                self.jobs.lock().unwrap().clone()
            }
        }

        #[tokio::test(start_paused = true)]
        async fn each_job_starts_once_in_its_period() {
            let starts = Starts::new();
            let mut scheduler = Scheduler::new();
            for (period, job) in [(2 * SECOND, "two"), (3 * SECOND, "three")] {
                let starts = starts.clone();
                scheduler.every(period, move || {
                    let starts = starts.clone();
                    async move { starts.add(job) }
                });
            }
            assert_eq!(scheduler.run_for(5 * SECOND).await, 3);
            assert_eq!(starts.get(), [(2, "two"), (3, "three"), (4, "two")]);
        }

        #[tokio::test(start_paused = true)]
        async fn a_long_run_does_not_delay_the_next() {
            let starts = Starts::new();
            let job = starts.clone();
            let mut scheduler = Scheduler::new();
            scheduler.every(SECOND, move || {
                job.add("long");
                sleep(10 * SECOND)
            });
            assert_eq!(scheduler.run_for(3 * SECOND).await, 3);
            assert_eq!(starts.get(), [(1, "long"), (2, "long"), (3, "long")]);
            assert_eq!(starts.zero.elapsed().as_secs(), 13);
        }

        #[tokio::test(start_paused = true)]
        async fn no_job_is_called_before_its_time() {
            let starts = Starts::new();
            let mut scheduler = Scheduler::new();
            let job = starts.clone();
            scheduler.every(2 * SECOND, move || {
                job.add("never");
                async {}
            });
            assert_eq!(scheduler.run_for(SECOND).await, 0);
            assert_eq!(starts.get(), []);
        }

        #[tokio::test(start_paused = true)]
        async fn a_job_may_be_an_async_function() {
            async fn job() {}
            let mut scheduler = Scheduler::new();
            scheduler.every(SECOND, job).every(SECOND, async || ());
            assert_eq!(scheduler.run_for(SECOND).await, 2);
        }
    };
}

mod with_tokio_alone {
    behaves!(before);
}

mod with_the_attribute {
    use ensure_future::create_task;

    behaves!(after);

    #[tokio::test(start_paused = true)]
    async fn a_job_may_return_a_task() {
        let starts = Starts::new();
        let mut scheduler = Scheduler::new();
        let job = starts.clone();
        scheduler.every(SECOND, move || {
            let job = job.clone();
            create_task(async move { job.add("task") })
        });
        assert_eq!(scheduler.run_for(2 * SECOND).await, 2);
        assert_eq!(starts.get(), [(1, "task"), (2, "task")]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_task_of_a_job_is_waited_for() {
        let starts = Starts::new();
        let mut scheduler = Scheduler::new();
        scheduler.every(SECOND, || tokio::spawn(sleep(10 * SECOND)));
        assert_eq!(scheduler.run_for(SECOND).await, 1);
        assert_eq!(starts.zero.elapsed().as_secs(), 11);
    }
}
