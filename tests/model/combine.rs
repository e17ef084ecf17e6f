//! The modules of `runtime/src/combine.rs` that other files in the model use.

#[path = "../../runtime/src/combine/completed.rs"]
mod completed;
#[path = "../../runtime/src/combine/failure.rs"]
mod failure;
#[path = "../../runtime/src/combine/failures.rs"]
mod failures;

pub use self::completed::Completed;
pub use self::failure::Failure;
