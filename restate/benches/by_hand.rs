//! What it costs to pass a job of Restate as an awaitable, beside the SDK used by hand.
//!
//! ```text
//! cargo bench -p ensure-future-restate
//! ```
//!
//! Both sides send the same jobs to the same server and the same worker, in turns, in one run. Each line shows the
//! medians and the median of the ratios of neighbouring turns.

#[path = "../tests/jobs/server.rs"]
mod server;
#[path = "by_hand/worker.rs"]
mod worker;

use std::time::{Duration, Instant};

use ensure_future::{RemoteError, Task, accepts_awaitable, gather};
use ensure_future_restate::Executor;
use restate_sdk::ingress::{ReqwestClient, SendResponse};
use tokio::task::JoinError;

use crate::server::Server;
use crate::worker::JobsIngressClient;

/// The number of jobs that are in flight at the same time.
const MANY: u64 = 1000;

#[tokio::main]
async fn main() {
    let server = Server::start();
    let sdk = ReqwestClient::connect(
        format!("http://127.0.0.1:{}", server.ingress)
            .parse()
            .unwrap(),
    );
    let clients = Clients {
        by_hand: JobsIngressClient::from_client(sdk.unwrap()),
        awaitable: server.jobs(),
    };
    clients
        .compare("one job", 400, 20, async |clients, side| {
            clients.one(side).await
        })
        .await;
    clients
        .compare("1,000 jobs at once", 16, 2, async |clients, side| {
            clients.many(side).await
        })
        .await;
}

#[derive(Clone, Copy, Debug)]
enum Side {
    ByHand,
    Awaitable,
}

struct Clients {
    by_hand: JobsIngressClient<reqwest::Client>,
    awaitable: JobsIngressClient<Executor>,
}

/// A framework's function.
#[accepts_awaitable]
async fn wait<T>(job: Task<Result<T, RemoteError>>) -> Result<Result<T, RemoteError>, JoinError> {
    job.await
}

impl Clients {
    /// Measures both sides in turns, and prints a line.
    async fn compare(
        &self,
        name: &str,
        turns: usize,
        warm_up: usize,
        work: impl AsyncFn(&Self, Side) -> Duration,
    ) {
        let (mut by_hand, mut awaitable, mut ratios) = (vec![], vec![], vec![]);
        for turn in 0..turns + warm_up {
            let order = if turn % 2 == 0 {
                [Side::ByHand, Side::Awaitable]
            } else {
                [Side::Awaitable, Side::ByHand]
            };
            let mut times = [Duration::ZERO; 2];
            for side in order {
                times[side as usize] = work(self, side).await;
            }
            if turn >= warm_up {
                let [hand, ours] = times.map(|time| time.as_secs_f64());
                by_hand.push(hand);
                awaitable.push(ours);
                ratios.push(ours / hand);
            }
        }
        let [hand, ours, ratio] = [by_hand, awaitable, ratios].map(median);
        println!(
            "{name}: by hand {:.2} ms, awaitable {:.2} ms, ratio {ratio:.3}",
            hand * 1e3,
            ours * 1e3
        );
    }

    async fn one(&self, side: Side) -> Duration {
        let begin = Instant::now();
        match side {
            Side::ByHand => {
                let job = self.by_hand.double(4).send().await.unwrap();
                assert_eq!(attach(job).await, 8);
            }
            Side::Awaitable => {
                let job = self.awaitable.double(4).send().await.unwrap();
                assert_eq!(wait(job).await.unwrap().unwrap(), 8);
            }
        }
        begin.elapsed()
    }

    async fn many(&self, side: Side) -> Duration {
        let begin = Instant::now();
        let sum: u64 = match side {
            Side::ByHand => {
                let jobs = send((0..MANY).map(|number| self.by_hand.double(number).send())).await;
                let values = futures_util::future::join_all(jobs.into_iter().map(attach)).await;
                values.into_iter().sum()
            }
            Side::Awaitable => {
                let jobs = send((0..MANY).map(|number| self.awaitable.double(number).send())).await;
                let outcomes = gather(jobs).await;
                outcomes
                    .into_iter()
                    .map(|outcome| outcome.unwrap().unwrap())
                    .sum()
            }
        };
        assert_eq!(sum, (MANY - 1) * MANY);
        begin.elapsed()
    }
}

async fn send<T, E: std::fmt::Debug>(
    requests: impl Iterator<Item = impl Future<Output = Result<T, E>>>,
) -> Vec<T> {
    futures_util::future::try_join_all(requests).await.unwrap()
}

async fn attach(job: SendResponse<reqwest::Client, u64>) -> u64 {
    job.invocation_handle().attach().await.unwrap().into_body()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
