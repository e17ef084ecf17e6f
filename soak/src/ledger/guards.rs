//! Guards that a coroutine owns and returns: their destructors report to the ledger.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Family, Mark};
use crate::faults::Fault;
use crate::round::Round;

/// A part of a coroutine, dropped with the coroutine.
pub(crate) struct Body {
    pub(super) round: Arc<Round>,
    pub(super) entry: usize,
    family: Option<Arc<Family>>,
    /// Whether its destructor panics, if the coroutine has not returned.
    pub(crate) panics: bool,
    pub(crate) has_returned: bool,
}

impl Body {
    pub(crate) fn new(round: Arc<Round>, family: Option<Arc<Family>>) -> Self {
        if let Some(family) = &family {
            family.enter();
        }
        Self {
            entry: round.ledger.add(),
            round,
            family,
            panics: false,
            has_returned: false,
        }
    }

    /// Creates the output of the coroutine.
    pub(crate) fn token(&mut self, panics_in_drop: bool, panics_in_clone: bool) -> Token {
        self.has_returned = true;
        self.round.ledger.mark(self.entry, Mark::TokenMade);
        Token {
            round: self.round.clone(),
            entry: self.entry,
            is_clone: false,
            panics_in_drop,
            panics_in_clone,
        }
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        self.round.ledger.mark(self.entry, Mark::BodyDropped);
        if let Some(family) = &self.family {
            family.leave();
        }
        if self.panics && !self.has_returned {
            Fault::FutureDrop.panic_in_drop();
        }
    }
}

/// A value, with the number of its entry.
pub(crate) struct Token {
    round: Arc<Round>,
    pub(crate) entry: usize,
    is_clone: bool,
    panics_in_drop: bool,
    panics_in_clone: bool,
}

impl Clone for Token {
    fn clone(&self) -> Self {
        if self.panics_in_clone {
            Fault::Clone.panic();
        }
        self.round.ledger.clones.fetch_add(1, Ordering::Relaxed);
        Self {
            round: self.round.clone(),
            is_clone: true,
            ..*self
        }
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        if self.is_clone {
            self.round.ledger.clones.fetch_sub(1, Ordering::AcqRel);
        } else {
            self.round.ledger.mark(self.entry, Mark::TokenDropped);
        }
        if self.panics_in_drop {
            Fault::ValueDrop.panic_in_drop();
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the value of entry {}", self.entry)
    }
}

/// The error that a coroutine returns.
#[derive(Clone, Debug)]
pub(crate) struct Returned(pub(crate) Token);
