//! A job whose attempts a test sees, and whose value the test decides.

use std::process;
use std::time::Duration;

use ensure_future_restate::{Executor, Restate, run_job};
use restate_sdk::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

pub(crate) struct Asking;

#[restate_sdk::service]
impl Asking {
    /// Connects to the test at this port, tells it the process of the attempt, and returns what the test says.
    #[handler]
    async fn ask(&self, context: Context<'_>, port: u16) -> HandlerResult<u64> {
        let work = async move {
            let mut test = TcpStream::connect(("127.0.0.1", port)).await?;
            test.write_u32(process::id()).await?;
            test.read_u64().await
        };
        run_job(context, work).await
    }
}

pub(crate) fn asking(restate: &Restate) -> AskingIngressClient<Executor> {
    AskingIngressClient::from_client(restate.client())
}

/// The attempts of a job.
pub(crate) struct Attempts(TcpListener);

impl Attempts {
    pub(crate) async fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    /// The input of the job.
    pub(crate) fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    /// Waits until the next attempt has begun.
    pub(crate) async fn next(&self) -> Attempt {
        let begun = timeout(Duration::from_secs(60), self.0.accept()).await;
        let (mut job, _) = begun.expect("the job begins").unwrap();
        let process = job.read_u32().await.unwrap();
        Attempt { process, job }
    }

    /// Checks that there was no other attempt.
    pub(crate) async fn end(self) {
        let begun = timeout(Duration::ZERO, self.0.accept()).await;
        assert!(begun.is_err(), "the job has run once more");
    }
}

/// A running attempt. If this is dropped, the attempt fails.
pub(crate) struct Attempt {
    /// The process that runs it.
    pub(crate) process: u32,
    job: TcpStream,
}

impl Attempt {
    /// Ends the attempt, and so the job, with this value.
    pub(crate) async fn finish(mut self, value: u64) {
        self.job.write_u64(value).await.unwrap();
    }

    /// Waits until the work is dropped.
    pub(crate) async fn dropped(mut self) {
        let end = timeout(Duration::from_secs(60), self.job.read_u8()).await;
        assert!(end.expect("it is dropped").is_err());
    }
}
