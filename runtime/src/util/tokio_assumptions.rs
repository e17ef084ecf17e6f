//! Behaviour of tokio that this crate relies on and that tokio does not promise.
//!
//! Each assumption has a name, by which the code that relies on it cites it, and a test of that name in
//! `tests/tasks/tokio_assumptions.rs`. An update of tokio that breaks an assumption fails that test.
//!
//! # The end of a task
//!
//! - *finished before woken*: `is_finished` holds when the join waker is woken.
//! - *woken once*: the end of a task wakes the waker of its handle's last pending poll, once. Nothing else wakes it.
//! - *panics are caught*: a join waker that panics, and an output that panics when it is dropped, do no harm to the
//!   thread on which the task ended.
//!
//! # Polls of a `JoinHandle`
//!
//! - *finished is ready*: a poll of a finished task gives its output, if there is cooperative budget.
//! - *pending is free*: a pending poll gives its budget back.
//! - *no budget, no waker*: without budget, a poll is pending, and the task does not keep the waker.
//! - *old waker is dropped*: a pending poll drops the waker of the previous poll, unless both wake the same task. If
//!   that panics, the next poll has no old waker to drop.
//! - *output is given once*: a poll panics if an earlier poll has given the output.
//!
//! # Ids
//!
//! - *id is set*: `try_id` returns a task's id while its coroutine is polled, while its coroutine is dropped, and in a
//!   function that `spawn_blocking` runs.
//! - *ids grow*: of two tasks, the one that was spawned later has the greater id.
//!
//! # Runtimes
//!
//! - *queued in order*: a current-thread runtime polls a task that is spawned now after the tasks that were woken
//!   before.
//! - *shutdown drops*: a runtime that shuts down drops the coroutine of each task; a runtime that was shut down drops
//!   the coroutine of each task that is spawned on it.
//! - *a set drops*: a task of a `LocalSet` that is dropped has ended, cancelled. Neither needs a runtime.
//! - *blocking is refused*: `blocking_recv` panics on a thread that runs tasks, even if it would not have to wait.
