//! Jobs of a real Restate server, which `restate/server` starts.

mod cancel;
mod errors;
mod passed;
mod server;
mod worker;
