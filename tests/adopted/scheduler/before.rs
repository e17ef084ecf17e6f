//! A scheduler with tokio alone: it stores functions that make futures.

use std::pin::Pin;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

type Run = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Starts jobs periodically.
pub struct Scheduler {
    entries: Vec<Entry>,
}

struct Entry {
    period: Duration,
    next: Instant,
    make: Box<dyn FnMut() -> Run + Send>,
}

impl Scheduler {
    pub fn new() -> Self {
        let entries = Vec::new();
        Self { entries }
    }

    /// Adds a job, which is called once in each period.
    pub fn every<F, A>(&mut self, period: Duration, mut job: F) -> &mut Self
    where
        F: FnMut() -> A + Send + 'static,
        A: Future<Output = ()> + Send + 'static,
    {
        self.entries.push(Entry {
            period,
            next: Instant::now() + period,
            make: Box::new(move || Box::pin(job())),
        });
        self
    }

    /// Starts jobs until the time is over, then waits for the started runs, and returns their number.
    pub async fn run_for(mut self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut runs = JoinSet::new();
        while let Some(entry) = self.entries.iter_mut().min_by_key(|entry| entry.next) {
            if entry.next > end {
                break;
            }
            sleep_until(entry.next).await;
            runs.spawn((entry.make)());
            entry.next += entry.period;
        }
        runs.join_all().await.len()
    }
}
