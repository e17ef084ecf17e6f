//! Fairness and memory with very many children, for every function that combines tasks.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, future};

use ensure_future::{
    ReturnWhen, Task, TaskGroup, as_completed, create_task, gather, try_gather, wait,
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

/// What tokio lets a task do in one turn; to look at a child that has ended is one such thing, at least.
const BUDGET: usize = 128;

/// How many children are ready at once.
const CROWD: usize = 10_000;

/// It takes one turn more than this to look at all of them: so many times does the task let others go first, at least.
const INTERRUPTIONS: usize = CROWD.div_ceil(BUDGET) - 1;

/// Checks that another task on the same thread has its turns while a function draws from a crowd that has ended.
fn assert_fair<D>(draw: fn(Vec<Child>) -> D)
where
    D: Future<Output = usize> + Send + 'static,
{
    let one_worker = Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    // When a worker looks for news, which is every 61 turns, it lets a task that it wakes go before those that wait.
    let runtimes = [
        (current_thread(), INTERRUPTIONS),
        (one_worker.unwrap(), INTERRUPTIONS / 2),
    ];
    for (runtime, least) in runtimes {
        let turns = runtime.block_on(or_hang(leaving_none(turns_of_another(draw))));
        assert!(turns >= least, "another task had {turns} turns of {least}");
    }
}

/// How many turns another task has on the same thread while a function draws.
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

#[test]
fn gather_starves_nobody() {
    assert_fair(by_gather);
}

#[test]
fn try_gather_starves_nobody() {
    assert_fair(by_try_gather);
}

#[test]
fn wait_starves_nobody() {
    assert_fair(by_wait);
}

#[test]
fn as_completed_starves_nobody() {
    assert_fair(by_as_completed);
}

#[test]
fn a_task_group_starves_nobody() {
    assert_fair(by_task_group);
}

/// How many are very many; `.ci/run` asks for a million, which take a minute.
fn very_many() -> usize {
    env::var("VERY_MANY").map_or(100_000, |number| number.parse().expect("a number"))
}

/// What a child may cost, its task included: several times what it does, for other tests run meanwhile.
const KIBIBYTES: usize = 4;

#[test]
fn very_many_complete_in_memory_proportional_to_them() {
    let before = kibibytes("VmRSS:");
    very_many_complete(by_gather);
    very_many_complete(by_try_gather);
    very_many_complete(by_wait);
    very_many_complete(by_as_completed);
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

/// What the operating system says of this process, if it is one that does.
fn kibibytes(which: &str) -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(which))?;
    line.split_whitespace().next()?.parse().ok()
}
