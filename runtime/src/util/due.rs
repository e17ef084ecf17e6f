//! A time limit that first lets all tasks be polled that are due at the same instant.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio::time::Sleep;

/// A timer that, when it ends, first lets the tasks be polled that were woken before.
///
/// Otherwise, a task that is due exactly at the limit would be late or not, depending on the order in which two timers
/// were set. On a current-thread runtime, it is certain that the tasks are polled: see *queued in order* in
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

    /// Ready when the time is over. Poll the limited future first. If there was no time at all, no tasks are polled in
    /// between.
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
