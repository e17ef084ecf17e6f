//! The application, served on its own port.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use ensure_future::{Task, create_task};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time::timeout;
use web::{Jobs, Settings, serve};

pub(crate) struct Server {
    url: String,
    folder: TempDir,
    stop: oneshot::Sender<()>,
    task: Task<io::Result<()>>,
}

impl Server {
    pub(crate) async fn start(jobs: Jobs, tick: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings {
            tick,
            folder: folder.path().to_owned(),
        };
        let (stop, stopped) = oneshot::channel();
        let shutdown = async { stopped.await.unwrap_or_default() };
        let task = create_task(serve(listener, jobs, settings, shutdown));
        Self {
            url,
            folder,
            stop,
            task,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The path of a file that a job writes.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Shuts down, and waits until the server has closed.
    pub(crate) async fn stop(self) {
        self.stop.send(()).unwrap();
        within(self.task).await.unwrap().unwrap();
    }
}

/// Waits with a limit.
pub(crate) async fn within<T>(future: impl IntoFuture<Output = T>) -> T {
    let limit = Duration::from_secs(60);
    timeout(limit, future).await.expect("it ends in time")
}
