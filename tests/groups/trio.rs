//! Trio's cases of nurseries, cancel scopes and timeouts. `tests/structured.md` lists them, and each test names its
//! cases.

mod cancellation;
mod failures;
mod limits;
mod start;
