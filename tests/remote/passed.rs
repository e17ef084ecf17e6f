//! A remote job is accepted wherever a task is, and its outcome arrives.

use std::error::Error;

use ensure_future::{
    LocalTask, RemoteError, RemoteErrorKind, SharedTask, Task, accepts_awaitable, create_task,
    ensure_future, gather, run,
};
use tokio::runtime::{Handle, Runtime};
use tokio::task::{JoinError, JoinHandle};

use crate::engine::{End, Engine};
use support::{let_others_run, on_current_thread};

type Outcome = Result<u32, RemoteError>;

/// An error of an application.
#[derive(Debug)]
enum Failure {
    Remote(RemoteError),
    Local(JoinError),
}

impl From<RemoteError> for Failure {
    fn from(error: RemoteError) -> Self {
        Self::Remote(error)
    }
}

impl From<JoinError> for Failure {
    fn from(error: JoinError) -> Self {
        Self::Local(error)
    }
}

#[accepts_awaitable]
async fn doubled(job: Task<Outcome>) -> u32 {
    job.await.unwrap().unwrap() * 2
}

#[accepts_awaitable]
async fn doubled_in_place(
    #[awaitable] job: impl Future<Output = Result<u32, Failure>>,
) -> Result<u32, Failure> {
    Ok(job.await? * 2)
}

#[test]
fn four_kinds_of_arguments_fit_one_call() {
    on_current_thread(async {
        let engine = Engine::default();
        let job = engine.start();
        engine.end(job, End::Value(4));

        assert_eq!(doubled(async { Ok(1) }).await, 2);
        assert_eq!(doubled(create_task(async { Ok(2) })).await, 4);
        assert_eq!(doubled(tokio::spawn(async { Ok(3) })).await, 6);
        assert_eq!(doubled(engine.attach(job)).await, 8);
    });
}

#[test]
fn jobs_are_gathered_in_their_order() {
    on_current_thread(async {
        let engine = Engine::default();
        let jobs = [engine.start(), engine.start(), engine.start()];
        let outcomes = create_task(gather(jobs.map(|job| engine.attach(job))).into_future());
        for (job, value) in jobs.into_iter().zip([1, 2, 3]).rev() {
            let_others_run().await;
            engine.end(job, End::Value(value));
        }
        let outcomes = outcomes.await.unwrap();
        let values: Vec<_> = outcomes
            .into_iter()
            .map(|outcome| outcome.unwrap().unwrap())
            .collect();
        assert_eq!(values, [1, 2, 3]);
    });
}

#[test]
fn the_failure_of_a_job_is_its_value() {
    on_current_thread(async {
        let engine = Engine::default();
        let job = engine.start();
        engine.end(job, End::Failed("no space left"));
        let error = ensure_future(engine.attach(job))
            .await
            .unwrap()
            .unwrap_err();
        assert_eq!(error.kind(), RemoteErrorKind::Failed);
        assert_eq!(error.id(), "0");
        assert_eq!(error.to_string(), "the remote job 0 failed");
        assert_eq!(error.source().unwrap().to_string(), "no space left");
    });
}

#[test]
fn a_job_is_awaited_in_place_with_the_errors_of_an_application() {
    on_current_thread(async {
        let engine = Engine::default();
        let (first, second) = (engine.start(), engine.start());
        engine.end(first, End::Value(4));
        engine.end(second, End::Cancelled);

        assert_eq!(doubled_in_place(async { Ok(1) }).await.unwrap(), 2);
        assert_eq!(
            doubled_in_place(create_task(async { Ok(2) }))
                .await
                .unwrap(),
            4
        );
        assert_eq!(doubled_in_place(engine.attach(first)).await.unwrap(), 8);
        let error = doubled_in_place(engine.attach(second)).await.unwrap_err();
        assert!(
            matches!(error, Failure::Remote(error) if error.kind() == RemoteErrorKind::Cancelled)
        );

        let panicking = create_task(async { panic!("a panic") });
        let error = doubled_in_place(panicking).await.unwrap_err();
        assert!(matches!(error, Failure::Local(error) if error.is_panic()));
    });
}

#[test]
fn a_job_is_awaited_by_itself() {
    on_current_thread(async {
        let engine = Engine::default();
        let job = engine.start();
        engine.end(job, End::Value(4));
        assert_eq!(engine.attach(job).await.unwrap(), 4);
    });
}

#[test]
fn a_job_is_joined_in_place() {
    #[accepts_awaitable]
    async fn value(
        #[awaitable(join)] job: impl Future<Output = Result<Outcome, JoinError>>,
    ) -> u32 {
        job.await.unwrap().unwrap()
    }

    on_current_thread(async {
        let engine = Engine::default();
        let job = engine.start();
        engine.end(job, End::Value(4));
        assert_eq!(value(engine.attach(job)).await, 4);
    });
}

#[test]
fn a_job_becomes_each_kind_of_task() {
    #[accepts_awaitable]
    async fn values(
        handle: JoinHandle<Outcome>,
        local: LocalTask<Outcome>,
        shared: SharedTask<Outcome>,
    ) -> [u32; 3] {
        let [handle, local] = [handle.await, local.await].map(|outcome| outcome.unwrap().unwrap());
        [handle, local, shared.await.unwrap().unwrap()]
    }

    run(async {
        let engine = Engine::default();
        let job = engine.start();
        engine.end(job, End::Value(4));
        let values = values(engine.attach(job), engine.attach(job), engine.attach(job));
        assert_eq!(values.await, [4, 4, 4]);
    });
}

#[test]
fn a_job_is_waited_for_on_the_runtime_of_the_author() {
    struct Background(Runtime);

    #[accepts_awaitable(on = self.0)]
    impl Background {
        fn value(&self, job: Task<Outcome>) -> u32 {
            let id = job.abort_handle();
            let value = self.0.block_on(job.into_future()).unwrap().unwrap();
            assert!(id.is_finished());
            value
        }
    }

    let engine = Engine::default();
    let job = engine.start();
    engine.end(job, End::Value(4));
    assert!(Handle::try_current().is_err());
    let background = Background(Runtime::new().unwrap());
    assert_eq!(background.value(engine.attach(job)), 4);
}

#[test]
#[should_panic(expected = "there is no tokio runtime here")]
fn without_a_runtime_it_panics() {
    let engine = Engine::default();
    drop(ensure_future(engine.attach(engine.start())));
}
