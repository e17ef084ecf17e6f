//! A small framework that keeps services running: the reusable part of the example.
//!
//! A service is a function that starts something and returns its task. The [`Supervisor`] calls the function again
//! whenever the task has ended. It knows nothing of processes: `src/bin/supervisor/` is the program that does.

mod backoff;
mod event;
mod service;
mod supervisor;

pub use crate::backoff::Backoff;
pub use crate::event::{Event, Exit, GaveUp};
pub use crate::supervisor::Supervisor;
