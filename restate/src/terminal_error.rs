//! The terminal errors of jobs that return no value.

use std::any::Any;
use std::error::Error;
use std::iter::successors;

use bytes::Bytes;
use restate_sdk::errors::TerminalError;
use tokio::task::JoinError;

use crate::JobFailure;
use crate::errors::CANCELLED;

/// The largest value or error of a job, in bytes. By default, the server takes messages of up to 32 MiB from a worker.
/// After a larger one, it runs the handler again.
pub(crate) const LARGEST: usize = 31 << 20;

/// How many characters of a too large message are kept.
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
    let code = with_sources(error).find_map(|error| Some(error.downcast_ref::<JobFailure>()?.code));
    let is_error = |code: &u16| (400..600).contains(code);
    new(code.filter(is_error).unwrap_or(500), message(error))
}

fn message(error: &(dyn Error + 'static)) -> String {
    let mut message = without_source(error);
    for source in with_sources(error).skip(1) {
        // Some errors display their source themselves.
        if !message.ends_with(&source.to_string()) {
            message = format!("{message}: {}", without_source(source));
        }
    }
    message
}

fn without_source(error: &(dyn Error + 'static)) -> String {
    match error.downcast_ref::<JobFailure>() {
        Some(failure) => failure.message.clone(), // without the code
        None => error.to_string(),
    }
}

fn with_sources<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(error), |&error| error.source())
}

/// The terminal error of a task that has panicked, or was cancelled.
pub(crate) fn of_task(error: JoinError, is_job_cancelled: bool) -> TerminalError {
    match error.try_into_panic() {
        Ok(panic) => new(
            500,
            format!("the handler panicked: {}", panic_message(&*panic)),
        ),
        Err(_) if is_job_cancelled => new(409, CANCELLED.to_owned()),
        Err(_) => new(500, "the worker cancelled the handler's task".to_owned()),
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
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
