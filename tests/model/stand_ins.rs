//! Stand-ins for tokio, and for the runtime's own tasks.
//!
//! A task behaves as `runtime/src/util/tokio_assumptions.rs` describes tokio's. No thread has a runtime, and no task
//! runs out of cooperative budget. The channels are tokio's own.

extern crate tokio as real_tokio;

pub(crate) mod owned;
pub(crate) mod runtime;
pub(crate) mod task;

pub(crate) use real_tokio::sync;

pub(crate) mod time {
    pub use std::time::Instant;
}
