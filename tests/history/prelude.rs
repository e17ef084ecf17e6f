//! The imports of a program.

pub(crate) use ensure_future::{
    ReturnWhen, Task, TaskGroup, as_completed, buffer_unordered, buffered, create_local_task,
    create_task, ensure_future, gather, race_ok, shield, try_gather, wait, wait_for, wait_for_at,
};
pub(crate) use tokio::task::JoinHandle;
pub(crate) use tokio::time::{Instant, sleep, timeout};

pub(crate) use crate::history::{Coroutine, added, ms, watch};
pub(crate) use crate::leaves::{
    cancel_later, cancelled_later, fails, panics, promises, returns, works, yields,
};
pub(crate) use crate::outcome::{
    Added, Body, Given, Output, drawn, gathered, in_place, joined, passed, passed_on, raced,
    readied, retried, scoped, started, step, timed, tried, waited,
};
pub(crate) use crate::program::CleanUp;
