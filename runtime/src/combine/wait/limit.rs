//! The time limit of `wait`.

use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep, sleep_until};

/// A limit, whose timer begins when the future is first polled.
pub(super) enum Limit {
    None,
    Set(Duration),
    At(Instant),
    Running(Pin<Box<Sleep>>),
}

impl Limit {
    pub(super) fn begin(&mut self) {
        let timer = match *self {
            Self::Set(limit) => sleep(limit),
            Self::At(deadline) => sleep_until(deadline),
            Self::None | Self::Running(_) => return,
        };
        *self = Self::Running(Box::pin(timer));
    }

    pub(super) fn is_reached(&mut self, context: &mut Context<'_>) -> bool {
        match self {
            Self::Running(sleep) => sleep.as_mut().poll(context).is_ready(),
            _ => false,
        }
    }
}
