//! How long a failed request is retried.

use std::ops::ControlFlow;
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// The limit for the retries of a request, and the pause before the next retry.
pub(crate) struct Patience {
    begin: Instant,
    give_up: Duration,
    pause: Duration,
}

impl Patience {
    const SHORTEST: Duration = Duration::from_millis(50);
    const LONGEST: Duration = Duration::from_secs(2);

    /// Starts with the first request.
    pub(crate) fn new(give_up: Duration) -> Self {
        let (begin, pause) = (Instant::now(), Self::SHORTEST);
        Self {
            begin,
            give_up,
            pause,
        }
    }

    /// Pauses before the next retry, or breaks if the limit is reached.
    pub(crate) async fn wait(&mut self) -> ControlFlow<()> {
        let left = self.give_up.saturating_sub(self.begin.elapsed());
        if left.is_zero() {
            return ControlFlow::Break(());
        }
        sleep(self.pause.min(left)).await; // the last retry is at the limit
        self.pause = (self.pause * 2).min(Self::LONGEST);
        ControlFlow::Continue(())
    }

    /// Returns for how long the request was retried, if it was.
    pub(crate) fn retried_for(&self) -> Option<Duration> {
        (self.pause > Self::SHORTEST).then_some(self.give_up)
    }
}
