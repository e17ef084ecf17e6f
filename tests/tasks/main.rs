//! Single tasks: how any awaitable becomes a task, and how tasks are awaited, cancelled, shared and named.
//!
//! Each module covers one subject. Functions with `#[accepts_awaitable]` are code of a framework author, and the tests
//! are the callers. Time only passes on tokio's paused clock; channels order everything else.

mod abort_on_drop;
mod auto_traits;
mod awaiting;
mod cancel;
mod cancel_handle;
mod cancellation_token;
mod collections;
mod current_task;
mod graceful;
mod identity;
mod inference;
mod local;
mod maps;
mod named;
mod open;
mod promise;
mod races;
mod scheduling;
mod shared_task;
mod task;
mod tokio_assumptions;
mod user_code;
