//! Contention between graceful coroutines, or between named tasks, on several threads.
//!
//! Each thread has its own runtime, so the threads only share the data of this crate.

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use ensure_future::{CancelRequest, create_named_task, create_task, graceful, task_name};
use tokio::runtime::Builder;
use tokio::task::yield_now;

use crate::table::{Goals, Table, ratio, real, whole};

/// The number of tasks on all threads together.
const TASKS: usize = 64_000;

/// The number of tasks that are alive at a time on each thread.
const ALIVE: usize = 100;

const PASSES: usize = 15;

const THREADS: [usize; 3] = [1, 2, 8];

/// The argument is the number of tasks.
type Work = fn(usize);

pub(crate) fn compare(goals: &mut Goals) {
    let mut table = Table::new(&["", "threads", "nanoseconds a task", "ratio to one", "goal"]);
    let works: [(&str, Work); 2] = [
        ("graceful, cancelled", graceful_tasks),
        ("named, asked for its name", named_tasks),
    ];
    for (name, work) in works {
        let passes: Vec<_> = (0..PASSES)
            .map(|_| THREADS.map(|threads| time(threads, work).as_secs_f64()))
            .collect();
        for (index, threads) in THREADS.into_iter().enumerate() {
            let least = passes
                .iter()
                .map(|pass| pass[index])
                .fold(f64::MAX, f64::min);
            let relative = median(passes.iter().map(|pass| pass[index] / pass[0]).collect());
            let goal =
                goals.at_most_in_time(1.00, relative, &format!("{name} on {threads} threads"));
            let cost = whole(least * 1e9 / real(TASKS));
            table.row(&[name, &threads.to_string(), &cost, &ratio(relative), &goal]);
        }
    }
    table.print("Graceful coroutines and named tasks on several threads");
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The time until all threads have done their share.
fn time(threads: usize, work: Work) -> Duration {
    let begin = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || work(TASKS / threads));
        }
    });
    begin.elapsed()
}

fn graceful_tasks(count: usize) {
    in_batches(count, async || {
        let tasks: Vec<_> = (0..ALIVE)
            .map(|_| {
                create_task(graceful(async |cancel: CancelRequest| {
                    cancel.requested().await;
                }))
            })
            .collect();
        create_task(async {}).await.expect("it ends"); // by then, all have begun
        for task in &tasks {
            task.cancel();
        }
        for task in tasks {
            task.await.expect("it was asked");
        }
    });
}

fn named_tasks(count: usize) {
    in_batches(count, async || {
        let tasks: Vec<_> = (0..ALIVE)
            .map(|_| create_named_task("worker", yield_now()))
            .collect();
        for task in tasks {
            black_box(task_name(task.id()));
            task.await.expect("it ends");
        }
    });
}

fn in_batches(count: usize, batch: impl AsyncFn()) {
    let runtime = Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(async {
        for _ in 0..count / ALIVE {
            batch().await;
        }
    });
}
