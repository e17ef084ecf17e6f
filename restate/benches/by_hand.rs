//! What the adapter costs, beside the SDK used by hand.
//!
//! ```text
//! cargo bench -p ensure-future-restate
//! ```
//!
//! Both sides use the same server and the same worker, in turns, in one run. Each line shows both medians, and the
//! median of the ratios of each turn. The program fails if passing a job as an awaitable costs more than 5 % in
//! each of three attempts.

#[path = "by_hand/compare.rs"]
mod compare;
#[expect(dead_code, reason = "the tests use the rest")]
#[path = "../tests/jobs/server.rs"]
mod server;
#[path = "by_hand/worker.rs"]
mod worker;

use std::fmt::Debug;
use std::process::ExitCode;

use ensure_future::{RemoteError, Task, accepts_awaitable, gather};
use ensure_future_restate::Executor;
use futures_util::future::{join_all, try_join_all};
use restate_sdk::ingress::{ClientError, ReqwestClient, SendResponse};
use tokio::task::JoinError;

use crate::compare::Turns;
use crate::server::Server;
use crate::worker::JobsIngressClient;

/// The highest ratio of a job that is passed as an awaitable.
const LIMIT: f64 = 1.05;
const ATTEMPTS: usize = 3;

/// The number of jobs that run at the same time.
const MANY: u64 = 1000;

#[tokio::main]
async fn main() -> ExitCode {
    let server = Server::start(&[]);
    let ingress = format!("http://127.0.0.1:{}", server.ingress);
    let sdk = ReqwestClient::connect(ingress.parse().unwrap()).unwrap();
    let sides = Sides {
        by_hand: JobsIngressClient::from_client(sdk),
        awaitable: server.jobs(),
    };
    let one_is_within = within_limit(async || sides.one().await).await;
    let many_are_within = within_limit(async || sides.many().await).await;
    println!(
        "The same with `run_job` in the handler, beside a handler that can't hear of a cancellation:"
    );
    sides.one_in_run_job().await;
    sides.many_in_run_job().await;

    if one_is_within && many_are_within {
        ExitCode::SUCCESS
    } else {
        eprintln!("in each of {ATTEMPTS} attempts, a ratio was above {LIMIT}");
        ExitCode::FAILURE
    }
}

/// Returns whether the ratio is within the limit in one of the attempts. Other work on the machine may disturb one.
async fn within_limit(ratio: impl AsyncFn() -> f64) -> bool {
    for _ in 0..ATTEMPTS {
        if ratio().await <= LIMIT {
            return true;
        }
    }
    false
}

struct Sides {
    by_hand: JobsIngressClient<reqwest::Client>,
    awaitable: JobsIngressClient<Executor>,
}

impl Sides {
    async fn one(&self) -> f64 {
        let by_hand = async || by_hand_one(self.by_hand.double(4).send().await).await;
        let awaitable = async || awaitable_one(self.awaitable.double(4).send().await).await;
        Turns(400).compare("one job", by_hand, awaitable).await
    }

    async fn many(&self) -> f64 {
        let by_hand = async || by_hand_many(|number| self.by_hand.double(number).send()).await;
        let awaitable =
            async || awaitable_many(|number| self.awaitable.double(number).send()).await;
        Turns(30)
            .compare("1,000 jobs at once", by_hand, awaitable)
            .await
    }

    async fn one_in_run_job(&self) {
        let by_hand = async || by_hand_one(self.by_hand.double(4).send().await).await;
        let awaitable =
            async || awaitable_one(self.awaitable.double_in_run_job(4).send().await).await;
        Turns(400).compare("one job", by_hand, awaitable).await;
    }

    async fn many_in_run_job(&self) {
        let by_hand = async || by_hand_many(|number| self.by_hand.double(number).send()).await;
        let awaitable =
            async || awaitable_many(|number| self.awaitable.double_in_run_job(number).send()).await;
        Turns(30)
            .compare("1,000 jobs at once", by_hand, awaitable)
            .await;
    }
}

type Sent<E> = Result<SendResponse<E, u64>, ClientError>;

async fn by_hand_one(sent: Sent<reqwest::Client>) {
    assert_eq!(attach(sent.unwrap()).await, 8);
}

async fn awaitable_one(sent: Sent<Executor>) {
    assert_eq!(wait(sent.unwrap()).await.unwrap().unwrap(), 8);
}

async fn by_hand_many<F>(send: impl Fn(u64) -> F)
where
    F: Future<Output = Sent<reqwest::Client>>,
{
    let jobs = try_join_all((0..MANY).map(send)).await.unwrap();
    let values = join_all(jobs.into_iter().map(attach)).await;
    assert!(values.into_iter().eq(doubled()));
}

async fn awaitable_many<F>(send: impl Fn(u64) -> F)
where
    F: Future<Output = Sent<Executor>>,
{
    let jobs = try_join_all((0..MANY).map(send)).await.unwrap();
    let outcomes = gather(jobs).await;
    let values = outcomes.into_iter().map(value);
    assert!(values.eq(doubled()));
}

async fn attach(job: SendResponse<reqwest::Client, u64>) -> u64 {
    job.invocation_handle().attach().await.unwrap().into_body()
}

/// A framework's function.
#[accepts_awaitable]
async fn wait<T>(job: Task<Result<T, RemoteError>>) -> Result<Result<T, RemoteError>, JoinError> {
    job.await
}

fn value<E: Debug>(outcome: Result<Result<u64, RemoteError>, E>) -> u64 {
    outcome.unwrap().unwrap()
}

fn doubled() -> impl Iterator<Item = u64> {
    (0..MANY).map(|number| number * 2)
}
