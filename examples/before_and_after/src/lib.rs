//! A small framework that loads values in the background, written twice: with tokio alone, and with the attribute.
//!
//! In both versions, callers may pass a coroutine, which is a future that is not spawned yet, or a running task.

pub mod by_hand;
pub mod lines;
pub mod with_attribute;
