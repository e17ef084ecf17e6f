use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use ensure_future::{Task, accepts_awaitable, create_task, graceful};
use tokio::select;

use crate::backoff::Delays;
use crate::service::{Report, Service};
use crate::{Backoff, Event, Exit, GaveUp};

/// Services that are started again whenever they end, and are stopped in order.
///
/// If it is dropped, all services are cancelled at once.
pub struct Supervisor {
    backoff: Backoff,
    report: Report,
    /// The task of each service, which ends when the service is stopped or given up. It returns the reason.
    running: Vec<(Arc<str>, Task<String>)>,
}

#[accepts_awaitable]
impl Supervisor {
    /// Makes a supervisor without services. It calls `report` with the name of a service and what happens to it.
    pub fn new(backoff: Backoff, report: impl Fn(&str, Event) + Send + Sync + 'static) -> Self {
        Self {
            backoff,
            report: Arc::new(report),
            running: Vec::new(),
        }
    }

    /// Starts a service, and starts it again whenever it has ended. Each start is a call of `start`.
    ///
    /// To stop a service, its task is cancelled. If the service has to clean up first, make it
    /// [graceful](ensure_future::graceful()).
    pub fn start(
        &mut self,
        name: impl Into<Arc<str>>,
        start: impl FnMut() -> Task<Exit> + Send + 'static,
    ) {
        let name = name.into();
        let service = Service {
            name: name.clone(),
            start,
            delays: Delays::new(self.backoff),
            report: self.report.clone(),
        };
        let task = create_task(graceful(|cancel| service.keep_running(cancel)));
        self.running.push((name, task));
    }

    /// Waits for `stop`, and then stops all services in sequence, in the reverse order of their starts.
    ///
    /// # Errors
    ///
    /// [`GaveUp`], if a service is given up before `stop`. Then the others are stopped in the same way.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, all services are cancelled at once.
    pub async fn run_until(
        mut self,
        #[awaitable] stop: impl Future<Output = ()>,
    ) -> Result<(), GaveUp> {
        let ended = select! {
            () = stop => Ok(()),
            gave_up = self.gave_up() => Err(gave_up),
        };
        while let Some((_, service)) = self.running.pop() {
            let _reported = service.cancel_and_wait().await;
        }
        ended
    }

    /// Waits until a service is given up, which ends its task.
    async fn gave_up(&mut self) -> GaveUp {
        let (index, outcome) = poll_fn(|context| {
            for (index, (_, service)) in self.running.iter_mut().enumerate() {
                if let Poll::Ready(outcome) = Pin::new(&mut service.into_future()).poll(context) {
                    return Poll::Ready((index, outcome));
                }
            }
            Poll::Pending
        })
        .await;
        let (name, _) = self.running.remove(index);
        let reason = outcome.unwrap_or_else(|panic| panic.to_string());
        GaveUp { name, reason }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        for (_, service) in &self.running {
            service.cancel(); // a dropped task would run on
        }
    }
}
