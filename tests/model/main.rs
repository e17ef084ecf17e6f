//! Code that several threads share, which a model checker runs with every interleaving of a few threads.
//!
//! The code is the runtime's own, compiled with the checker's locks; [`stand_ins`] replaces the rest. Each module
//! includes the files that it models, and checks what they promise: the records of tasks ([`cancel`]), the completion
//! queue, tasks that are left behind, shared tasks, and task groups with their children.
//!
//! # What is not modelled
//!
//! - Code that forwards to tokio: `Task` and its future, `promise` and its resolver, `shield`, `gather`, the spawners
//!   and `run`. The data that several threads share there is tokio's.
//! - Data of a single thread: the regions of a scope, names, time limits and the cooperative budget.
//! - Panics, which unwind on the thread that causes them. The tests in `tests/groups/` and `tests/combining/` cover
//!   these.

#![allow(dead_code, unreachable_pub)] // the modelled files belong to a library, and the model calls a part of it

/// The modelled files import `tokio::task`, which is the module `task` of this crate here.
extern crate self as tokio;

mod cancel;
mod combine;
mod completion_queue;
mod left_behind;
mod shared;
mod stand_ins;
mod task_group;
mod util;

use loom::model::Builder;
use loom::thread::{self, JoinHandle};

use crate::cancel::CancelHandle;
use crate::combine::{Completed, Failure};
use crate::shared::SharedTaskFuture;
use crate::stand_ins::owned::{Task, task_name};
use crate::stand_ins::{runtime, sync, task, time};

/// Checks every interleaving of the threads.
fn check(model: impl Fn() + Send + Sync + 'static) {
    loom::model(model);
}

/// Checks every interleaving in which a thread is preempted at most `times` times. Switches at a wait or at a thread's
/// end don't count. With three threads and many locks, there are too many interleavings to check them all.
fn check_interrupted(times: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(times);
    builder.check(model);
}

/// Ends a task on another thread.
fn end<T: Send + 'static>(running: task::Running<T>, value: T) -> JoinHandle<()> {
    thread::spawn(move || running.end(value))
}

/// Waits until the threads have ended.
fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        thread.join().unwrap();
    }
}
