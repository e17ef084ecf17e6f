//! A small framework that keeps services running: the reusable part of the example.
//!
//! A service is a function that starts something and returns its task. The [`Supervisor`] calls the function again
//! whenever the task has ended. It does not depend on processes: the program in `src/bin/supervisor/` does.

mod backoff;
mod event;
mod service;
mod supervisor;

pub use crate::backoff::Backoff;
pub use crate::event::{Event, Exit, GaveUp};
pub use crate::supervisor::Supervisor;
