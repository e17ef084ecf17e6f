//! A queue with the attribute. Its own executor gives each job a span and a permit.

use std::pin::Pin;
use std::sync::Arc;

use ensure_future::{Spawn, Task, accepts_awaitable};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::{Id, JoinError, JoinHandle};
use tracing::{Instrument, info_span};

/// Runs jobs on a runtime, up to a limit at a time.
#[derive(Clone)]
pub struct Executor {
    runtime: Handle,
    limit: usize,
    permits: Arc<Semaphore>,
}

impl Executor {
    pub fn new(runtime: Handle, limit: usize) -> Self {
        let permits = Arc::new(Semaphore::new(limit));
        Self {
            runtime,
            limit,
            permits,
        }
    }

    /// Spawns a job, which waits for its permit inside a span with its name.
    pub fn spawn<F>(&self, name: &str, job: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let permits = self.permits.clone();
        let limited = async move {
            let _permit = permits.acquire_owned().await;
            job.await
        };
        self.runtime
            .spawn(limited.instrument(info_span!("job", name)))
    }

    /// Returns a spawner that gives jobs this name.
    fn named<'a>(&'a self, name: &'a str) -> Named<'a> {
        let executor = self;
        Named { executor, name }
    }

    /// The number of jobs that have a permit.
    pub fn running(&self) -> usize {
        self.limit - self.permits.available_permits()
    }
}

/// Spawns through an executor, under a name.
struct Named<'a> {
    executor: &'a Executor,
    name: &'a str,
}

impl Spawn for Named<'_> {
    fn spawn<F>(&self, job: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.executor.spawn(self.name, job).into()
    }

    fn spawn_boxed(&self, job: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
        self.spawn(job)
    }

    fn in_context(&self, function: &mut dyn FnMut()) {
        self.executor.runtime.in_context(function);
    }
}

/// Jobs, which run on an executor until their outcomes are drained.
pub struct Queue<T> {
    executor: Executor,
    jobs: Vec<Job<T>>,
}

struct Job<T> {
    name: String,
    task: Task<T>,
}

impl<T: Send + 'static> Queue<T> {
    pub fn new(executor: Executor) -> Self {
        let jobs = Vec::new();
        Self { executor, jobs }
    }

    /// Starts a job, and returns its id.
    #[accepts_awaitable(on = self.executor.named(name))]
    pub fn submit(&mut self, name: &str, task: Task<T>) -> Id {
        let id = task.id();
        let name = name.to_owned();
        self.jobs.push(Job { name, task });
        id
    }

    /// Waits for all jobs. The outcomes are in the order in which the jobs were submitted.
    pub async fn drain(self) -> Vec<Result<T, JoinError>> {
        let mut outcomes = Vec::new();
        for mut job in self.jobs {
            outcomes.push((&mut job.task).await);
        }
        outcomes
    }
}

impl<T> Queue<T> {
    /// The ids and names of all jobs.
    pub fn jobs(&self) -> Vec<(Id, &str)> {
        let jobs = self.jobs.iter();
        jobs.map(|job| (job.task.id(), &*job.name)).collect()
    }

    /// Cancels a job, and returns whether it is in the queue.
    pub fn cancel(&self, id: Id) -> bool {
        let job = self.jobs.iter().find(|job| job.task.id() == id);
        job.map(|job| job.task.cancel()).is_some()
    }
}
