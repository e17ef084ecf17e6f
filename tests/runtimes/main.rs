//! Runtimes and threads: `run`, `Runner`, `to_thread`, `run_coroutine_threadsafe`, spawners, the option `on`, and calls
//! without a runtime.

mod no_runtime;
mod on;
mod on_local;
mod run;
mod run_coroutine_threadsafe;
mod runner;
mod runner_graceful;
mod shutdown;
mod spans;
mod spawn_context;
mod spawn_features;
mod spawn_later;
mod spawn_objects;
mod spawn_through;
mod spawners;
mod test_util;
mod to_thread;
mod user_code;
