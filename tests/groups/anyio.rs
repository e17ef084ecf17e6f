//! AnyIO's cases of task groups and cancel scopes. `tests/structured.md` lists them, and each test names its cases.

mod cancellation;
mod failures;
mod limits;
mod shields;
mod start;
