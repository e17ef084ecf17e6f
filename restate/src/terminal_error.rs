//! The terminal error with which a job ends that returns no value.

use std::any::Any;
use std::error::Error;
use std::iter::successors;

use bytes::Bytes;
use restate_sdk::errors::TerminalError;
use tokio::task::JoinError;

use crate::JobFailure;
use crate::errors::CANCELLED;

/// The largest value or error of a job, in bytes. By default, the server takes messages of up to 32 MiB from a worker.
/// After a larger one, it runs the handler again and again.
pub(crate) const LARGEST: usize = 31 << 20;

/// The characters of a larger message that are kept.
const EXCERPT: usize = 1000;

pub(crate) fn too_large(value: &Bytes) -> TerminalError {
    let size = value.len();
    let message = format!(
        "the value has {size} bytes, and the limit is {LARGEST}: store it elsewhere, and return its location"
    );
    new(413, message)
}

/// The terminal error has the messages of the error and its sources, and the code of the first [`JobFailure`] of these.
pub(crate) fn of(error: &(dyn Error + 'static)) -> TerminalError {
    let (mut code, mut message) = (None, String::new());
    for error in successors(Some(error), |&error| error.source()) {
        let shown = error.to_string();
        let is_shown = message.ends_with(&shown); // some errors display their source themselves
        let failure = error.downcast_ref::<JobFailure>();
        if let Some(failure) = failure {
            code.get_or_insert(failure.code);
        }
        let part = failure.map_or(shown, |failure| failure.message.clone());
        if message.is_empty() {
            message = part;
        } else if !is_shown {
            message = format!("{message}: {part}");
        }
    }
    let code = code.filter(|code| (400..600).contains(code));
    new(code.unwrap_or(500), message)
}

/// The terminal error of a task that has panicked, or was cancelled.
pub(crate) fn of_task(error: JoinError, is_job_cancelled: bool) -> TerminalError {
    match error.try_into_panic() {
        Ok(panic) => new(500, format!("the handler panicked: {}", text(&*panic))),
        Err(_) if is_job_cancelled => new(409, CANCELLED.to_owned()),
        Err(_) => new(500, "the worker cancelled the handler's task".to_owned()),
    }
}

/// Returns the message of a panic.
fn text(panic: &(dyn Any + Send)) -> &str {
    if let Some(text) = panic.downcast_ref::<&str>() {
        text
    } else if let Some(text) = panic.downcast_ref::<String>() {
        text
    } else {
        "its payload is no text"
    }
}

fn new(code: u16, mut message: String) -> TerminalError {
    if message.len() > LARGEST {
        message = message.chars().take(EXCERPT).collect();
        message += " [...]";
    }
    TerminalError::new_with_code(code, message)
}
