//! Does the toolkit behave as documented?
//!
//! One module a question. Functions with `#[accepts_awaitable]` in here are what a framework author would write, and the
//! tests are their callers. Time passes only where tokio's clock is paused; everything else is ordered by channels.

mod auto_traits;
mod awaiting;
mod cancel;
mod collections;
mod cpython;
mod forms;
mod framework;
mod gather;
mod identity;
mod inference;
mod local;
mod maps;
mod no_runtime;
mod on;
mod open;
#[path = "../support/panics.rs"]
mod panics;
mod races;
mod run;
mod scheduling;
mod shield;
mod support;
mod task;
mod wait_for;
