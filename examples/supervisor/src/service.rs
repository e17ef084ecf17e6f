use std::sync::Arc;

use ensure_future::{CancelRequest, Task};
use tokio::select;
use tokio::task::JoinError;
use tokio::time::{Instant, timeout};

use crate::backoff::Delays;
use crate::{Event, Exit};

/// The callback for each event, with the name of the service.
pub(crate) type Report = Arc<dyn Fn(&str, Event) + Send + Sync>;

/// A service that is started again whenever it ends.
pub(crate) struct Service<F> {
    pub(crate) name: Arc<str>,
    pub(crate) start: F,
    pub(crate) delays: Delays,
    pub(crate) report: Report,
}

impl<F: FnMut() -> Task<Exit>> Service<F> {
    /// Runs the service until it is given up or `cancel` is requested, and returns why the last run ended.
    pub(crate) async fn keep_running(mut self, cancel: CancelRequest) -> String {
        let reason = self.last_exit(&cancel).await.into_reason();
        let stopped = Event::Stopped {
            reason: reason.clone(),
        };
        (self.report)(&self.name, stopped);
        reason
    }

    async fn last_exit(&mut self, cancel: &CancelRequest) -> Exit {
        loop {
            let started = Instant::now();
            let mut task = (self.start)();
            let outcome = select! {
                outcome = &mut task => outcome,
                () = cancel.requested() => return exit(task.cancel_and_wait().await),
            };
            let reason = match exit(outcome) {
                Exit::Restart(reason) => reason,
                last @ Exit::GiveUp(_) => return last,
            };
            let Some(delay) = self.delays.next(started.elapsed()) else {
                return Exit::GiveUp(reason);
            };
            let restarting = Event::Restarting {
                reason: reason.clone(),
                delay,
            };
            (self.report)(&self.name, restarting);
            if timeout(delay, cancel.requested()).await.is_ok() {
                return Exit::Restart(reason);
            }
        }
    }
}

/// Returns how a service has ended. A service that panicked or was cancelled is started again.
fn exit(outcome: Result<Exit, JoinError>) -> Exit {
    outcome.unwrap_or_else(|error| Exit::Restart(error.to_string()))
}
