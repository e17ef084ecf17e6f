//! Functions that wait for tasks: `gather`, `try_gather`, `race_ok`, `wait`, `wait_for`, `shield`, `as_completed` and
//! `buffered`.

mod application_errors;
mod as_completed;
mod buffered;
mod fairness;
mod first_failure;
mod gather;
mod interrupted;
mod race_ok;
mod races;
mod shield;
mod streams;
mod try_gather;
mod unwinding;
mod user_code;
mod user_code_kept;
mod wait;
mod wait_for;
mod wait_sets;
mod wait_shared;
