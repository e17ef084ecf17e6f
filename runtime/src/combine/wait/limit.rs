//! The time limit of `wait`.

use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Sleep, sleep};

/// A limit that begins when the future is first polled.
pub(super) enum Limit {
    None,
    Set(Duration),
    Running(Pin<Box<Sleep>>),
}

impl Limit {
    pub(super) fn begin(&mut self) {
        if let Self::Set(limit) = *self {
            *self = Self::Running(Box::pin(sleep(limit)));
        }
    }

    pub(super) fn is_reached(&mut self, context: &mut Context<'_>) -> bool {
        match self {
            Self::Running(sleep) => sleep.as_mut().poll(context).is_ready(),
            _ => false,
        }
    }
}
