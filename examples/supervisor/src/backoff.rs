use std::time::Duration;

/// How long to wait before a service is started again, and how often to try.
#[derive(Clone, Copy, Debug)]
pub struct Backoff {
    /// The delay before the first restart. It doubles with each further restart.
    pub first: Duration,
    /// The longest delay.
    pub max: Duration,
    /// A service that ran for at least this time was healthy: its next delay is the first one again.
    pub reset_after: Duration,
    /// How many restarts in a row are tried before the service is given up; `None` means no limit.
    pub max_restarts: Option<u32>,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            max: Duration::from_secs(30),
            reset_after: Duration::from_secs(10),
            max_restarts: None,
        }
    }
}

/// The delays of one service.
pub(crate) struct Delays {
    backoff: Backoff,
    /// Restarts since the service was last healthy.
    restarts: u32,
}

impl Delays {
    pub(crate) fn new(backoff: Backoff) -> Self {
        let restarts = 0;
        Self { backoff, restarts }
    }

    /// Returns the delay after a run of this length, or `None` after too many restarts.
    pub(crate) fn next(&mut self, run: Duration) -> Option<Duration> {
        let backoff = self.backoff;
        if run >= backoff.reset_after {
            self.restarts = 0;
        }
        if backoff.max_restarts.is_some_and(|max| self.restarts >= max) {
            return None;
        }
        let factor = 2_u32.saturating_pow(self.restarts);
        self.restarts = self.restarts.saturating_add(1);
        Some(backoff.first.saturating_mul(factor).min(backoff.max))
    }
}
