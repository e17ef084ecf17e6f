//! The state of a scope: its deadline, its body, and the regions that have to be finished.

use tokio::time::Instant;

use super::coordinator::Coordinator;
use crate::util::user_code::wake_all;

/// The state of a scope.
#[derive(Default)]
pub(super) struct ScopeState {
    /// When the scope is cancelled.
    pub(super) deadline: Option<Instant>,
    pub(super) is_timed_out: bool,
    /// Whether the body has returned or was dropped.
    pub(super) is_body_over: bool,
    /// Number of regions in the body that have to be finished.
    pub(super) held: usize,
}

impl<E> Coordinator<E> {
    pub(super) fn is_timed_out(&self) -> bool {
        self.state.lock().scope.is_timed_out
    }

    /// Cancels a scope whose time is over, unless it has failed, was cancelled or is over.
    pub(super) fn time_out(&self) {
        let is_late = {
            let mut state = self.state.lock();
            let is_over = state.scope.is_body_over && state.is_over();
            let is_late = state.takes_children() && !is_over;
            state.scope.is_timed_out |= is_late;
            is_late
        };
        if is_late {
            self.cancel();
        }
    }

    /// Notes that the body of the scope has returned or was dropped.
    pub(super) fn end_body(&self) {
        self.state.lock().scope.is_body_over = true;
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.state.lock().scope.deadline
    }

    /// Moves the deadline, and wakes the scope, which looks at it.
    pub(super) fn set_deadline(&self, deadline: Option<Instant>) {
        let wakers = {
            let mut state = self.state.lock();
            state.scope.deadline = deadline;
            [state.joiner.take(), state.body.take()]
        };
        wake_all(wakers.into_iter().flatten());
    }

    /// Begins a region of the body that has to be finished.
    pub(super) fn hold(&self) {
        self.state.lock().scope.held += 1;
    }

    /// Ends a region of the body that had to be finished.
    pub(super) fn release(&self) {
        let body = {
            let mut state = self.state.lock();
            state.scope.held -= 1;
            if state.scope.held == 0 && state.is_cancelled {
                state.body.take()
            } else {
                None
            }
        };
        wake_all(body);
    }
}
