//! Single tasks: how they are made of any awaitable, awaited, cancelled, shared and named.
//!
//! One module a subject. Functions with `#[accepts_awaitable]` in here are what a framework author would write, and the
//! tests are their callers. Time passes only where tokio's clock is paused; everything else is ordered by channels.

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
