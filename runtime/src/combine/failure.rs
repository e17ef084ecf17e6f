use std::error::Error;
use std::fmt;

use tokio::task::JoinError;

/// Why a child gave no value.
///
/// # In asyncio
///
/// The exception of a task.
#[derive(Debug)]
pub enum Failure<E> {
    /// It returned this error.
    Returned(E),
    /// It panicked or was cancelled.
    Ended(JoinError),
}

impl<E> Failure<E> {
    /// Returns the value of a child, or its failure.
    pub(crate) fn of<T>(outcome: Result<Result<T, E>, JoinError>) -> Result<T, Self> {
        match outcome {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(Self::Returned(error)),
            Err(error) => Err(Self::Ended(error)),
        }
    }
}

impl<E> fmt::Display for Failure<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Returned(_) => "it returned an error",
            Self::Ended(error) if error.is_panic() => "it panicked",
            Self::Ended(_) => "it was cancelled",
        })
    }
}

impl<E: Error + 'static> Error for Failure<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Returned(error) => Some(error),
            Self::Ended(error) => Some(error),
        }
    }
}
