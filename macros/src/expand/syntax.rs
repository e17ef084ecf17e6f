//! Helpers for Rust's syntax. They know nothing of tasks or of this attribute.

pub(crate) mod attributes;
pub(crate) mod bounds;
pub(crate) mod mentions;
pub(crate) mod patterns;
pub(crate) mod spans;
pub(crate) mod types;
