//! Fairness and memory with very many children, for every function that combines tasks.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, future};

use ensure_future::{
    ReturnWhen, Task, TaskGroup, as_completed, buffer_unordered, buffered, create_task, gather,
    race_ok, try_gather, wait,
};
use tokio::runtime::Builder;
use tokio::task::yield_now;

use support::alive::leaving_none;
use support::{current_thread, on_current_thread, or_hang};

type Child = Task<Result<usize, ()>>;

async fn by_gather(children: Vec<Child>) -> usize {
    let results = gather(children).await;
    results.into_iter().flatten().flatten().count()
}

async fn by_try_gather(children: Vec<Child>) -> usize {
    try_gather(children).await.unwrap().len()
}

async fn by_wait(children: Vec<Child>) -> usize {
    let waited = wait(children, ReturnWhen::AllCompleted).await.unwrap();
    waited.done.iter().flat_map(|child| &child.result).count()
}

async fn by_as_completed(children: Vec<Child>) -> usize {
    let mut completed = as_completed(children);
    let mut values = 0;
    while let Some(child) = completed.next().await {
        values += usize::from(child.result.is_ok());
    }
    values
}

async fn by_buffered(children: Vec<Child>) -> usize {
    let mut buffered = buffered(children.len(), children);
    let mut values = 0;
    while let Some(result) = buffered.next().await {
        values += usize::from(result.is_ok());
    }
    values
}

async fn by_buffer_unordered(children: Vec<Child>) -> usize {
    let mut buffered = buffer_unordered(children.len(), children);
    let mut values = 0;
    while let Some(child) = buffered.next().await {
        values += usize::from(child.result.is_ok());
    }
    values
}

async fn by_race_ok(children: Vec<Child>) -> usize {
    let (all, value) = (children.len(), race_ok(children).await);
    usize::from(value.is_ok()) * all
}

async fn by_task_group(children: Vec<Child>) -> usize {
    let group = TaskGroup::new();
    let added = children.into_iter().map(|child| group.create_task(child));
    let members: Vec<_> = added.map(Result::unwrap).collect();
    let mut values = 0;
    for member in members {
        values += usize::from(member.await.is_ok());
    }
    group.join().await.unwrap();
    values
}

fn children(count: usize) -> Vec<Child> {
    (0..count)
        .map(|number| create_task(future::ready(Ok(number))))
        .collect()
}

/// tokio's cooperative budget for one poll; each result that is taken costs at least one unit.
const BUDGET: usize = 128;

/// How many children are ready at once.
const CROWD: usize = 10_000;

/// The number of times that a task has to yield, at least, while it takes all results.
const INTERRUPTIONS: usize = CROWD.div_ceil(BUDGET) - 1;

/// Checks that another task on the same thread is polled while a function takes the results of many ended children.
fn assert_fair<D>(draw: fn(Vec<Child>) -> D)
where
    D: Future<Output = usize> + Send + 'static,
{
    let one_worker = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    // Every 61 polls, a worker checks for events, and polls a task that such an event wakes before the queued tasks.
    let runtimes = [
        (current_thread(), INTERRUPTIONS),
        (one_worker.unwrap(), INTERRUPTIONS / 2),
    ];
    for (runtime, least) in runtimes {
        let turns = runtime.block_on(or_hang(leaving_none(turns_of_another(draw))));
        assert!(turns >= least, "another task had {turns} turns of {least}");
    }
}

/// The number of polls of another task on the same thread, while a function takes results.
async fn turns_of_another<D>(draw: fn(Vec<Child>) -> D) -> usize
where
    D: Future<Output = usize> + Send + 'static,
{
    let children = children(CROWD);
    for child in &children {
        while !child.is_finished() {
            yield_now().await;
        }
    }
    let turns = Arc::new(AtomicUsize::new(0));
    let counted = turns.clone();
    let other = create_task(async move {
        loop {
            counted.fetch_add(1, Ordering::SeqCst);
            yield_now().await;
        }
    });
    let drawing = create_task(async move {
        let before = turns.load(Ordering::SeqCst);
        assert_eq!(draw(children).await, CROWD);
        turns.load(Ordering::SeqCst) - before
    });
    let turns = drawing.await.unwrap();
    let ended: Result<(), _> = other.cancel_and_wait().await;
    assert!(ended.unwrap_err().is_cancelled());
    turns
}

// Contract 7.1.
#[test]
fn gather_starves_nobody() {
    assert_fair(by_gather);
}

// Contract 7.1.
#[test]
fn try_gather_starves_nobody() {
    assert_fair(by_try_gather);
}

// Contract 7.1.
#[test]
fn wait_starves_nobody() {
    assert_fair(by_wait);
}

// Contract 7.1.
#[test]
fn as_completed_starves_nobody() {
    assert_fair(by_as_completed);
}

// Contract 7.1.
#[test]
fn buffered_starves_nobody() {
    assert_fair(by_buffered);
}

// Contract 7.1.
#[test]
fn buffer_unordered_starves_nobody() {
    assert_fair(by_buffer_unordered);
}

// Contract 7.1.
#[test]
fn race_ok_starves_nobody() {
    assert_fair(by_race_ok);
}

// Contract 7.1.
#[test]
fn a_task_group_starves_nobody() {
    assert_fair(by_task_group);
}

/// The number of children in the test of memory. `.ci/run` sets a million, which takes a minute.
fn very_many() -> usize {
    env::var("VERY_MANY").map_or(100_000, |number| number.parse().expect("a number"))
}

/// The limit for one child with its task: several times the real cost, since other tests run at the same time.
const KIBIBYTES: usize = 4;

// Contract 8.2.
#[test]
fn very_many_complete_in_memory_proportional_to_them() {
    let before = kibibytes("VmRSS:");
    very_many_complete(by_gather);
    very_many_complete(by_try_gather);
    very_many_complete(by_wait);
    very_many_complete(by_as_completed);
    very_many_complete(by_buffered);
    very_many_complete(by_buffer_unordered);
    very_many_complete(by_race_ok);
    very_many_complete(by_task_group);
    let peak = kibibytes("VmHWM:");
    if let (Some(before), Some(peak)) = (before, peak) {
        let grown = peak.saturating_sub(before);
        assert!(grown <= KIBIBYTES * very_many(), "by {grown} KiB");
    }
}

fn very_many_complete<D: Future<Output = usize>>(draw: fn(Vec<Child>) -> D) {
    on_current_thread(leaving_none(async {
        assert_eq!(draw(children(very_many())).await, very_many());
    }));
}

/// A field of `/proc/self/status`, on systems that have this file.
fn kibibytes(which: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(which))?;
    line.split_whitespace().next()?.parse().ok()
}
