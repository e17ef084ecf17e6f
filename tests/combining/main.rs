//! Functions that wait for tasks: `gather`, `try_gather`, `wait`, `wait_for`, `shield` and `as_completed`.

mod application_errors;
mod as_completed;
mod fairness;
mod first_failure;
mod gather;
mod races;
mod shield;
mod try_gather;
mod user_code;
mod user_code_kept;
mod wait;
mod wait_for;
mod wait_sets;
mod wait_shared;
