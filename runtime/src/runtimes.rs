//! Functions that start a runtime, or connect a thread with one.

mod run;
mod run_coroutine_threadsafe;
mod runner;
mod to_thread;

pub use self::run::run;
pub use self::run_coroutine_threadsafe::{ThreadsafeTask, run_coroutine_threadsafe};
pub use self::runner::Runner;
pub use self::to_thread::to_thread;
