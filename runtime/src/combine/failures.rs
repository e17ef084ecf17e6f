//! The error that `into_boxed` returns: all failures, with all of their causes.

use std::error::Error;
use std::{fmt, iter};

use crate::Failure;

/// An error that is displayed with its causes.
pub(crate) struct Chain(pub(crate) Box<dyn Error + Send + Sync>);

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0.to_string();
        for cause in iter::successors(self.0.source(), |&cause| cause.source()) {
            let cause = cause.to_string();
            // Some errors display their cause themselves.
            if !shown.ends_with(&cause) {
                shown = format!("{shown}: {cause}");
            }
        }
        f.write_str(&shown)
    }
}

/// All failures of a function that waits for tasks, as one error.
#[derive(Debug)]
pub(crate) struct Failures {
    message: String,
    failures: Vec<Failure<Chain>>,
}

impl Failures {
    /// Boxes failures, with a message that lists them.
    pub(crate) fn boxed(
        message: String,
        failures: Vec<Failure<Chain>>,
    ) -> Box<dyn Error + Send + Sync> {
        Box::new(Self { message, failures })
    }
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Failures {
    /// The cause of the first failure.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(match self.failures.first()? {
            Failure::Returned(Chain(error)) => &**error,
            Failure::Ended(error) => error,
        })
    }
}
