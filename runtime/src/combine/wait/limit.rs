//! The time limit of `wait`.

use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, sleep, sleep_until};

use crate::util::due::Due;

/// A limit, whose timer begins when the future is first polled.
pub(super) enum Limit {
    None,
    Set(Duration),
    At(Instant),
    Running(Due),
}

impl Limit {
    pub(super) fn begin(&mut self) {
        let timer = match *self {
            Self::Set(limit) => sleep(limit),
            Self::At(deadline) => sleep_until(deadline),
            Self::None | Self::Running(_) => return,
        };
        *self = Self::Running(Due::new(timer));
    }

    pub(super) fn is_reached(&mut self, context: &mut Context<'_>) -> bool {
        match self {
            Self::Running(due) => due.poll(context).is_ready(),
            _ => false,
        }
    }
}
