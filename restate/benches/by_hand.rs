//! What the adapter costs, beside the SDK used by hand.
//!
//! ```text
//! cargo bench -p ensure-future-restate
//! ```
//!
//! Both sides use the same server and the same worker, in turns, in one run. Each line shows both medians, and the
//! median of the ratios of each turn. The program fails if passing a job as an awaitable costs more than 5 %.

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

/// The number of jobs that run at the same time.
const MANY: u64 = 1000;

#[tokio::main]
async fn main() -> ExitCode {
    let server = Server::start();
    let ingress = format!("http://127.0.0.1:{}", server.ingress);
    let sdk = ReqwestClient::connect(ingress.parse().unwrap()).unwrap();
    let (sdk, adapter) = (JobsIngressClient::from_client(sdk), server.jobs());

    let one = Turns(400).compare(
        "one job",
        async || by_hand_one(sdk.double(4).send().await).await,
        async || awaitable_one(adapter.double(4).send().await).await,
    );
    let one = one.await;
    let many = Turns(30).compare(
        "1,000 jobs at once",
        async || by_hand_many(|number| sdk.double(number).send()).await,
        async || awaitable_many(|number| adapter.double(number).send()).await,
    );
    let many = many.await;

    println!(
        "\nThe same, with a handler that has `run_job`, beside a handler that can't hear of a cancellation:"
    );
    let one_in_run_job = Turns(400).compare(
        "one job",
        async || by_hand_one(sdk.double(4).send().await).await,
        async || awaitable_one(adapter.double_in_run_job(4).send().await).await,
    );
    one_in_run_job.await;
    let many_in_run_job = Turns(30).compare(
        "1,000 jobs at once",
        async || by_hand_many(|number| sdk.double(number).send()).await,
        async || awaitable_many(|number| adapter.double_in_run_job(number).send()).await,
    );
    many_in_run_job.await;

    if one.max(many) > LIMIT {
        eprintln!("more than {LIMIT}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
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
