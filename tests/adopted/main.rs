//! Frameworks that resemble real ones, before and after they adopted the attribute. `README.md` compares them.
//!
//! The same tests run over all versions of a framework, to show that existing callers compile as before. Other tests
//! show what callers may pass now.

#![allow(unreachable_pub, reason = "a framework is public")]

mod group;
mod lines;
mod pipe;
mod queue;
mod retry;
mod scheduler;
mod server;
mod terminator;
