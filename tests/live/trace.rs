//! The trace of a scenario: events with their times.

use std::cell::RefCell;
use std::fmt::Write;

use ensure_future::{Failure, TaskGroupError, WaitForError};
use tokio::runtime::Handle;
use tokio::task::JoinError;
use tokio::time::Instant;

thread_local! {
    static TRACE: RefCell<Trace> = RefCell::default();
}

#[derive(Default)]
struct Trace {
    beginning: Option<Instant>,
    now: u64,
    events: Vec<(u64, String)>,
}

pub(crate) fn begin() {
    TRACE.with_borrow_mut(|trace| trace.beginning = Some(Instant::now()));
}

pub(crate) fn trace(event: impl Into<String>) {
    TRACE.with_borrow_mut(|trace| {
        // A runtime that shuts down has no clock any more, so the time stays the same.
        if let (Some(beginning), Ok(_)) = (trace.beginning, Handle::try_current()) {
            trace.now = beginning.elapsed().as_secs();
        }
        trace.events.push((trace.now, event.into()));
    });
}

/// All events, one per line. Events of the same kind and time are sorted, since asyncio leaves their order to its sets.
pub(crate) fn end() -> String {
    let Trace { mut events, .. } = TRACE.take();
    for group in events.chunk_by_mut(|one, other| kind(one) == kind(other)) {
        group.sort();
    }
    let mut text = String::new();
    for (seconds, event) in events {
        writeln!(text, "{seconds:>3} {event}").unwrap();
    }
    text
}

fn kind((seconds, event): &(u64, String)) -> (u64, &str) {
    (
        *seconds,
        event.split_once(' ').map_or(event, |(_, what)| what),
    )
}

/// The outcome of an awaitable, in words.
pub(crate) trait Show {
    fn show(&self) -> String;
}

impl Show for u8 {
    fn show(&self) -> String {
        self.to_string()
    }
}

impl Show for &str {
    fn show(&self) -> String {
        (*self).to_owned()
    }
}

/// The return value of a child, or its failure.
impl<T: Show> Show for Result<T, &str> {
    fn show(&self) -> String {
        match self {
            Ok(value) => value.show(),
            Err(error) => format!("failed with {error}"),
        }
    }
}

/// The outcome of awaiting a child's task.
impl<T: Show> Show for Result<T, JoinError> {
    fn show(&self) -> String {
        match self {
            Ok(value) => value.show(),
            Err(error) if error.is_cancelled() => "cancelled".to_owned(),
            Err(error) => error.to_string(),
        }
    }
}

impl<T: Show> Show for Result<T, WaitForError> {
    fn show(&self) -> String {
        match self {
            Ok(value) => value.show(),
            Err(WaitForError::TimedOut) => "timed out".to_owned(),
            Err(error) => error.to_string(),
        }
    }
}

impl Show for TaskGroupError<&str> {
    fn show(&self) -> String {
        let failures = self.failures.iter().map(|failed| match &failed.failure {
            Failure::Returned(error) => Err::<u8, _>(*error).show(),
            Failure::Ended(error) => error.to_string(),
        });
        failures.collect::<Vec<_>>().join(", ")
    }
}
