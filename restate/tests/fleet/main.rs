//! The example `fleet`, with real servers and workers.

// These tests use GNU tools and `/proc`.
#![cfg(target_os = "linux")]

mod ends;
mod output;
mod program;
mod server;
