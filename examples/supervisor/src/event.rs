use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How a service has ended, with a reason for people to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The service should be started again. A panic and a cancelled task count as this, too.
    Restart(String),
    /// No restart would help, so the supervisor stops.
    GiveUp(String),
}

impl Exit {
    pub(crate) fn into_reason(self) -> String {
        match self {
            Self::Restart(reason) | Self::GiveUp(reason) => reason,
        }
    }
}

/// What a supervisor reports about a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The service has ended, and will be started again after the delay.
    Restarting {
        /// Why it has ended.
        reason: String,
        /// The time until its next start.
        delay: Duration,
    },
    /// The service has ended, and will not be started again.
    Stopped {
        /// Why it has ended.
        reason: String,
    },
}

/// A service can't be kept running: the error of [`Supervisor::run_until`](crate::Supervisor::run_until).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GaveUp {
    /// The name of the service.
    pub name: Arc<str>,
    /// Why the last run of the service ended.
    pub reason: String,
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gave up on {}: {}", self.name, self.reason)
    }
}

impl Error for GaveUp {}
