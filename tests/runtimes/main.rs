//! Runtimes and threads: `run`, `Runner`, `to_thread`, `run_coroutine_threadsafe`, the option `on`, and no runtime at all.

mod no_runtime;
mod on;
mod on_local;
mod run;
mod run_coroutine_threadsafe;
mod runner;
mod runner_graceful;
mod to_thread;
mod user_code;
