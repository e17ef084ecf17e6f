//! The claim to an awaitable: its owner records what became of the awaitable.

use std::borrow::Borrow;
use std::sync::Arc;

use tokio::task::JoinError;

use super::{Body, Mark, Returned, Token};
use crate::failure::check;
use crate::job::Outcome;
use crate::round::Round;

/// The side of an entry that waits for the outcome. When it is dropped, it records that the owner was dropped.
#[must_use = "settle it with the outcome"]
pub(crate) struct Claim {
    round: Arc<Round>,
    entry: usize,
    is_settled: bool,
    /// Whether a cancellation may lose the value, as for a promise.
    may_lose_value: bool,
}

impl Claim {
    pub(crate) fn new(body: &Body) -> Self {
        Self {
            round: body.round.clone(),
            entry: body.entry,
            is_settled: false,
            may_lose_value: false,
        }
    }

    pub(crate) fn may_lose_value(mut self) -> Self {
        self.may_lose_value = true;
        self
    }

    pub(crate) fn is_of(&self, token: &Token) -> bool {
        token.entry == self.entry
    }

    /// Settles the claim with the result of awaiting the task.
    pub(crate) fn settle(self, ended: Result<Outcome, impl Borrow<JoinError>>) {
        match ended {
            Ok(outcome) => self.settle_returned(outcome),
            Err(error) => self.settle_ended(error.borrow()),
        }
    }

    pub(crate) fn settle_returned(self, outcome: Outcome) {
        match outcome {
            Ok(value) => self.settle_value(value),
            Err(error) => self.settle_error(error),
        }
    }

    pub(crate) fn settle_value(mut self, value: Token) {
        self.check_token(&value);
        self.end(Mark::Value);
        drop(value); // last: its destructor may panic
    }

    pub(crate) fn settle_error(mut self, error: Returned) {
        self.check_token(&error.0);
        self.end(Mark::Error);
        drop(error); // last: its destructor may panic
    }

    /// Settles the claim with a panic or a cancellation. (The panic hook reports panics that were not injected.)
    pub(crate) fn settle_ended(mut self, error: &JoinError) {
        if error.is_cancelled() {
            self.check_cancelled();
        }
        self.check_dropped();
        self.end(Mark::Error);
    }

    /// Settles the claim with a cancellation. The task has ended.
    pub(crate) fn settle_cancelled(mut self) {
        self.check_cancelled();
        self.check_dropped();
        self.end(Mark::Error);
    }

    /// Settles the claim of a task whose outcome is lost because of another task. The task has ended.
    pub(crate) fn settle_lost(mut self) {
        self.check_dropped();
        self.end(Mark::Error);
    }

    pub(crate) fn detach(mut self) {
        self.end(Mark::Detached);
    }

    /// Checks that the coroutine was dropped, since its task has ended.
    pub(crate) fn check_dropped(&self) {
        check(self.round.ledger.has(self.entry, Mark::BodyDropped), || {
            format!("entry {} has ended, and its coroutine is alive", self.entry)
        });
    }

    fn check_cancelled(&self) {
        let is_lost = self.round.ledger.has(self.entry, Mark::TokenMade);
        check(self.may_lose_value || !is_lost, || {
            format!("entry {} has returned, and is a cancelled one", self.entry)
        });
    }

    fn check_token(&self, token: &Token) {
        self.check_dropped();
        check(self.is_of(token), || {
            format!("entry {} gave {token:?}", self.entry)
        });
    }

    fn end(&mut self, end: Mark) {
        self.is_settled = true;
        self.round.ledger.mark(self.entry, end);
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if !self.is_settled {
            self.end(Mark::Abandoned);
        }
    }
}
