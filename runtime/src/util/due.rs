//! A time limit that lets everything have its turn that is due at the same time.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::Sleep;

/// A timer, and at its end a turn for the tasks that were woken before.
///
/// Otherwise, the order in which two timers were set would decide whether a task is late that is due at the limit. On a
/// current-thread runtime, the turn is certain: see *queued in order* in
/// [`tokio_assumptions`](crate::util::tokio_assumptions). With several threads, it is likely.
pub(crate) struct Due {
    sleep: Pin<Box<Sleep>>,
    has_waited: bool,
    /// A task that was spawned when the time was over. When it has ended, the tasks before it have been polled.
    turn: Option<JoinHandle<()>>,
}

impl Due {
    pub(crate) fn new(sleep: Sleep) -> Self {
        Self {
            sleep: Box::pin(sleep),
            has_waited: false,
            turn: None,
        }
    }

    /// Ready when the time is over. Poll what is limited first. If there was no time at all, there is no turn either.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.turn.is_none() {
            let is_over = self.sleep.as_mut().poll(context).is_ready();
            if !is_over {
                self.has_waited = true;
                return Poll::Pending;
            }
            if !self.has_waited {
                return Poll::Ready(());
            }
            let runtime = Handle::try_current().ok();
            self.turn = runtime.map(|runtime| runtime.spawn(async {}));
        }
        if let Some(turn) = &mut self.turn {
            let _ended = ready!(Pin::new(turn).poll(context));
        }
        Poll::Ready(())
    }
}
