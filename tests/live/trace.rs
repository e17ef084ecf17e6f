//! The trace that a scenario leaves: events, and when they happen.

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
        // A runtime that shuts down has no clock any more, and time stands still.
        if let (Some(beginning), Ok(_)) = (trace.beginning, Handle::try_current()) {
            trace.now = beginning.elapsed().as_secs();
        }
        trace.events.push((trace.now, event.into()));
    });
}

/// All that has happened, a line each. Who is first among those to whom the same happens at the same time, asyncio
/// leaves to its sets.
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

/// What became of an awaitable, in words.
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

/// What a child returns, or how it failed.
impl<T: Show> Show for Result<T, &str> {
    fn show(&self) -> String {
        match self {
            Ok(value) => value.show(),
            Err(error) => format!("failed with {error}"),
        }
    }
}

/// What awaiting its task gives.
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
