//! Functions for your own tests: where a coroutine runs, and which tasks are left. They need the feature `test-util`.
//!
//! The feature enables tokio's `test-util`, so enable it only in your `dev-dependencies`:
//!
//! ```text
//! cargo add --dev ensure-future --features test-util
//! ```
//!
//! # Examples
//!
//! ```
//! use ensure_future::test_util::{self, Place};
//! use ensure_future::{Task, accepts_awaitable, create_named_task};
//!
//! /// Jobs that end with their owner.
//! #[derive(Default)]
//! struct Jobs {
//!     running: Vec<Task<()>>,
//! }
//!
//! #[accepts_awaitable]
//! impl Jobs {
//!     fn adopt(&mut self, job: Task<()>) {
//!         self.running.push(job);
//!     }
//! }
//!
//! impl Drop for Jobs {
//!     fn drop(&mut self) {
//!         for job in &self.running {
//!             job.cancel();
//!         }
//!     }
//! }
//!
//! test_util::run_paused(async {
//!     let mut jobs = Jobs::default();
//!
//!     // A coroutine becomes a task.
//!     let (job, observer) = test_util::observe(std::future::pending());
//!     jobs.adopt(job);
//!     test_util::all_idle().await;
//!     assert_eq!(observer.place(), Place::Spawned(jobs.running[0].id()));
//!
//!     // A task is passed through: no task is added.
//!     let task = create_named_task("heartbeat", std::future::pending());
//!     test_util::assert_tasks_left(2);
//!     jobs.adopt(task);
//!     test_util::assert_tasks_left(2);
//!
//!     drop(jobs);
//!     test_util::all_idle().await;
//!     test_util::assert_tasks_left(0);
//! });
//! ```

mod observe;
mod paused;
mod tasks;

pub use self::observe::{Observed, Observer, Place, observe};
pub use self::paused::{all_idle, paused_runtime, run_paused};
pub use self::tasks::{assert_named_tasks, assert_tasks_left, tasks_left};
