//! An axum application with background jobs. `README.md` says how to use it.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use ensure_future::accepts_awaitable;
use tokio::net::TcpListener;
use tracing::info;

pub use crate::jobs::{
    CancelError, Changes, ClosedError, JobError, JobId, JobInfo, Jobs, Outcome, PreparedJob,
    Progress, Status,
};

mod api;
mod jobs;
mod work;

/// The settings of the jobs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long a step takes in jobs that wait.
    pub tick: Duration,
    /// Where reports are written.
    pub folder: PathBuf,
}

/// Serves until `shutdown` ends. Then all jobs are cancelled, and the server closes when they have ended.
///
/// `shutdown` is only awaited, so any future is accepted, and a task too.
///
/// # Errors
///
/// An error of the listener.
#[accepts_awaitable]
pub async fn serve(
    listener: TcpListener,
    jobs: Jobs,
    settings: Settings,
    #[awaitable] shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let router = api::router(jobs.clone(), settings);
    let jobs_end = async move {
        shutdown.await;
        info!("shutting down");
        jobs.shutdown().await; // clients are still served, and see how the jobs end
    };
    axum::serve(listener, router)
        .with_graceful_shutdown(jobs_end)
        .await?;
    info!("closed");
    Ok(())
}
