//! Remote jobs that are passed as a task or a future, with an engine in this process.

mod cancel;
mod end_of_run;
mod engine;
mod left_running;
mod passed;
