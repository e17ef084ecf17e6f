//! Jobs of a real Restate server, which `restate/server` starts.

mod addresses;
mod asking;
mod cancel;
mod errors;
mod handler;
mod killed;
mod network;
mod passed;
mod processes;
mod proxy;
mod races;
mod restarted;
mod retried;
mod server;
mod worker;
