//! Remote jobs, where a task or a future is accepted: with an engine in this process.

mod cancel;
mod engine;
mod left_running;
mod passed;
