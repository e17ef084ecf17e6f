//! The test harness: runtimes, coroutines that report what happens to them, and tests that many functions share.
//!
//! Each test target uses a part of it.

#![allow(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::return_self_not_must_use,
    reason = "its users are the tests beside it"
)]

pub mod alive;
pub mod cases;
pub mod child;
pub mod forms;
mod history;
pub mod keep;
pub mod leaves;
mod lifeline;
mod panics;
pub mod passed_on;
pub mod phases;
mod runtimes;
pub mod spans;
pub mod user_code;
pub mod wakers;

pub use history::{History, Watched};
pub use lifeline::{Lifeline, Watch, all_dropped, all_started, lifeline, lifelines};
pub use panics::{Panic, panic_of, panics_here, text};
pub use runtimes::{
    alive_tasks, all_idle, current_thread, let_others_run, multi_thread, now, on_both_flavours,
    on_current_thread, on_multi_thread, on_paused_clock, or_hang, poll_once,
};
