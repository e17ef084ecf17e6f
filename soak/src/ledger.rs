//! The ledger: an entry for each awaitable that is passed, which records what became of it.

mod claim;
mod claims;
mod family;
mod guards;

use std::fmt::{self, Display};
use std::iter;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

pub(crate) use self::claim::Claim;
pub(crate) use self::claims::Claims;
pub(crate) use self::family::Family;
pub(crate) use self::guards::{Body, Returned, Token};
use crate::counts::Counts;
use crate::failure::fail;

/// An event in the life of an awaitable. Each mark is set once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The coroutine, or the function for a thread, was dropped.
    BodyDropped,
    /// The coroutine has created its output ..
    TokenMade,
    /// .. which was dropped.
    TokenDropped,
    /// The task ended with a value, which its awaiter has received.
    Value,
    /// The task ended with an error: a returned error, a panic, or a cancellation.
    Error,
    /// The task was detached from its owner.
    Detached,
    /// The owner was dropped, or has panicked.
    Abandoned,
}

const MARKS: [Mark; 7] = [
    Mark::BodyDropped,
    Mark::TokenMade,
    Mark::TokenDropped,
    Mark::Value,
    Mark::Error,
    Mark::Detached,
    Mark::Abandoned,
];

/// The possible ends of an entry, with their names in the report. Each entry has exactly one end.
const ENDS: [(Mark, &str); 4] = [
    (Mark::Value, "value"),
    (Mark::Error, "error"),
    (Mark::Detached, "detached, then ended or dropped"),
    (Mark::Abandoned, "owner dropped, then ended or dropped"),
];

/// How often each mark was set, in all rounds. The watchdog reads it as progress.
static MARKED: Counts<{ MARKS.len() }> = Counts::new();

/// The number of entries in one allocation.
const SEGMENT: usize = 1 << 16;

/// The ledger of a round.
pub(crate) struct Ledger {
    /// The marks of each entry as bits. Entries are never removed, so no lock is needed.
    segments: Box<[OnceLock<Box<[AtomicU16]>>]>,
    entries: AtomicUsize,
    /// The number of clones of values that have not been dropped.
    clones: AtomicUsize,
}

impl Ledger {
    pub(crate) fn new() -> Self {
        Self {
            segments: iter::repeat_with(OnceLock::new).take(1 << 12).collect(),
            entries: AtomicUsize::new(0),
            clones: AtomicUsize::new(0),
        }
    }

    fn add(&self) -> usize {
        let entry = self.entries.fetch_add(1, Ordering::Relaxed);
        self.segments[entry / SEGMENT].get_or_init(|| {
            iter::repeat_with(AtomicU16::default)
                .take(SEGMENT)
                .collect()
        });
        entry
    }

    fn bits(&self, entry: usize) -> &AtomicU16 {
        let segment = self.segments[entry / SEGMENT].get();
        &segment.expect("it has entries")[entry % SEGMENT]
    }

    fn mark(&self, entry: usize, mark: Mark) {
        MARKED.add(mark as usize);
        let bits = self.bits(entry).fetch_or(mark.bit(), Ordering::AcqRel);
        if bits & mark.bit() != 0 {
            fail(format_args!("entry {entry} is marked {mark:?} twice"));
        }
    }

    fn has(&self, entry: usize, mark: Mark) -> bool {
        self.bits(entry).load(Ordering::Acquire) & mark.bit() != 0
    }

    /// Returns the entries that are not accounted for.
    pub(crate) fn open(&self) -> Open {
        let mut open = Open::default();
        for entry in 0..self.entries.load(Ordering::Acquire) {
            let Some(segment) = self.segments[entry / SEGMENT].get() else {
                continue; // the entry is being added
            };
            open.look_at(segment[entry % SEGMENT].load(Ordering::Acquire));
        }
        open.clones = self.clones.load(Ordering::Acquire);
        open
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.load(Ordering::Relaxed)
    }
}

impl Mark {
    fn bit(self) -> u16 {
        1 << self as u16
    }

    fn is_in(self, bits: u16) -> bool {
        bits & self.bit() != 0
    }
}

/// The numbers of entries that are not accounted for, by the missing mark.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Open {
    bodies: usize,
    tokens: usize,
    without_end: usize,
    with_several_ends: usize,
    clones: usize,
}

impl Open {
    fn look_at(&mut self, bits: u16) {
        let ends = ENDS.iter().filter(|(end, _)| end.is_in(bits)).count();
        self.bodies += usize::from(!Mark::BodyDropped.is_in(bits));
        self.tokens += usize::from(Mark::TokenMade.is_in(bits) != Mark::TokenDropped.is_in(bits));
        self.without_end += usize::from(ends == 0);
        self.with_several_ends += usize::from(ends > 1);
    }

    pub(crate) fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

impl Display for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "entries by what is open: coroutine not dropped {}, value or error not dropped {}, no end {}, several ends {}; \
             clones not dropped {}",
            self.bodies, self.tokens, self.without_end, self.with_several_ends, self.clones
        )
    }
}

/// Returns the number of marks that have been set so far.
pub(crate) fn progress() -> u64 {
    MARKED.total()
}

/// Returns the name of each end, and how many entries had it.
pub(crate) fn ends() -> impl Iterator<Item = (&'static str, u64)> {
    ENDS.iter()
        .map(|&(end, name)| (name, MARKED.get(end as usize)))
}

/// Returns the numbers of coroutines and of outputs that were dropped. Each was dropped exactly once.
pub(crate) fn dropped() -> [(&'static str, u64); 2] {
    [
        ("coroutines", MARKED.get(Mark::BodyDropped as usize)),
        ("values and errors", MARKED.get(Mark::TokenDropped as usize)),
    ]
}
