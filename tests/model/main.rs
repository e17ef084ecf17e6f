//! A model checker runs the code that several threads share with every interleaving of a few threads.
//!
//! The code is the runtime's own, compiled over the checker's locks; [`stand_ins`] has what is not. Each module includes
//! the files that it models, and checks what they promise: the records of tasks ([`cancel`]), the completion queue, what
//! is left behind, shared tasks, and task groups with their children.
//!
//! # What is not modelled
//!
//! - Code that forwards to tokio: `Task` and its future, `promise` and its resolver, `shield`, `gather`, the spawners and
//!   `run`. What several threads share there is tokio's.
//! - What one thread uses by itself: the regions of a scope, names, time limits and cooperative budget.
//! - Panics, which unwind on the thread that causes them: `tests/groups/` and `tests/combining/` have those.

#![allow(dead_code, unreachable_pub)] // the modelled files are a library's, of which the model calls a part

/// The modelled files import `tokio::task`, and get `task` of this crate.
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

/// Checks every interleaving in which a thread is interrupted at most `times` times, rather than when it waits or ends.
/// With three threads and many locks, there are too many others.
fn check_interrupted(times: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.preemption_bound = Some(times);
    builder.check(model);
}

/// Ends a task on a thread of its own.
fn end<T: Send + 'static>(running: task::Running<T>, value: T) -> JoinHandle<()> {
    thread::spawn(move || running.end(value))
}

/// Waits until the threads have ended.
fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        thread.join().unwrap();
    }
}
