//! Jobs of a real Restate server, which `restate/server` starts.

mod cancel;
mod errors;
mod handler;
mod passed;
mod server;
mod worker;
