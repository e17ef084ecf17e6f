//! Does the toolkit behave as documented?
//!
//! One module a question. Functions with `#[accepts_awaitable]` in here are what a framework author would write, and
//! the tests are their callers. Time passes only where tokio's clock is paused; everything else is ordered by channels.

mod alive;
mod as_completed;
mod auto_traits;
mod awaiting;
mod cancel;
mod child;
mod collections;
mod consumer;
mod cpython;
mod current_task;
mod fairness;
mod first_failure;
mod forms;
mod framework;
mod gather;
mod graceful;
mod graceful_listens;
mod graceful_places;
mod graceful_reaches;
mod graceful_request;
mod graceful_unpolled;
mod graceful_user_code;
mod identity;
mod inference;
mod local;
mod maps;
mod named;
mod no_runtime;
mod on;
mod on_local;
mod open;
#[path = "../support/panics.rs"]
mod panics;
mod passed_on;
mod phases;
mod promise;
mod races;
mod reachable;
mod run;
mod run_coroutine_threadsafe;
mod runner;
mod runner_graceful;
mod scheduling;
mod shared_task;
mod shield;
mod subject;
mod support;
mod task;
mod task_group;
mod task_group_alone;
mod task_group_lingers;
mod task_group_members;
mod task_group_scope;
mod task_group_user_code;
mod to_thread;
mod tokio_assumptions;
mod try_gather;
mod user_code;
mod user_code_kept;
mod user_code_rows;
mod wait;
mod wait_for;
mod wait_sets;
mod wait_shared;
#[path = "../support/wakers.rs"]
mod wakers;
