//! A monitor of workers with the attribute: it stores a terminator, which must not start before the workers have ended.

use std::pin::Pin;

use ensure_future::accepts_awaitable;
use tokio::task::JoinSet;

type Stored = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs workers, and then its terminator.
#[derive(Default)]
pub struct Monitor {
    workers: Vec<Stored>,
    terminator: Option<Stored>,
}

#[accepts_awaitable]
impl Monitor {
    /// Adds a worker, which starts with the monitor.
    pub fn register(
        mut self,
        #[awaitable] worker: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        self.workers.push(Box::pin(worker));
        self
    }

    /// Sets the future that runs at the end.
    pub fn with_terminator(
        mut self,
        #[awaitable] terminator: impl Future<Output = ()> + Send + 'static,
    ) -> Self {
        self.terminator = Some(Box::pin(terminator));
        self
    }

    /// Runs until all workers have ended.
    pub async fn run(self) {
        self.run_with_signal(std::future::pending()).await;
    }

    /// Runs until all workers have ended, or until the signal, which stops the workers.
    pub async fn run_with_signal(self, #[awaitable] signal: impl Future<Output = ()>) {
        let mut workers = JoinSet::new();
        for worker in self.workers {
            workers.spawn(worker);
        }
        tokio::select! {
            () = signal => {}
            () = async { while workers.join_next().await.is_some() {} } => {}
        }
        workers.shutdown().await;
        if let Some(terminator) = self.terminator {
            terminator.await;
        }
    }
}
