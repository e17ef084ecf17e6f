//! Runs a program, and compares its history with the contracts.

use std::collections::BTreeMap;
use std::time::Duration;

use ensure_future::create_task;
use support::alive_tasks;
use tokio::runtime::{Builder, LocalOptions, LocalRuntime};
use tokio::time::{sleep, timeout};

use crate::history::{Coroutine, Event, History, What, ms};
use crate::invariants;
use crate::model::{Fate, Model, NEVER};
use crate::outcome::Outcome;
use crate::program::{Millis, Node};
use crate::run::coroutine;

/// Longer than any program takes.
const LONG: Millis = 1_000_000_000;

/// On several workers, a second of a program takes 20 microseconds, so that many events happen at the same time.
const SHORT: Duration = Duration::from_nanos(20);

/// The result of a program.
pub(crate) struct Done {
    pub(crate) outcome: Outcome,
    pub(crate) end: Millis,
    pub(crate) history: Vec<Event>,
}

/// Checks a program on one thread, with times. Returns whether the times were predicted: they are not if two events
/// happen at the same time.
pub(crate) fn on_paused_clock(root: &Node) -> Result<bool, String> {
    let done = run_paused(|| coroutine(root.clone()))?;
    invariants::check(root, &done.outcome, &done.history)?;
    let model = Model::default();
    let predicted = model.run(root, 0, NEVER);
    if model.has_tie() {
        return Ok(false);
    }
    let predicted_fates: BTreeMap<_, _> = predicted.fates.into_iter().collect();
    let fates = fates(&done.history);
    for number in root.all().into_iter().map(|node| node.number) {
        let (fate, predicted) = (fates.get(&number), predicted_fates.get(&number));
        if fate != predicted {
            return Err(format!(
                "operation {number} differs\n  predicted: {predicted:?}\n   happened: {fate:?}"
            ));
        }
    }
    let (outcome, end) = (&predicted.outcome, predicted.end);
    if (outcome, end) != (&done.outcome, done.end) {
        return Err(format!(
            "the program should have ended at {end} with {outcome:?}, not at {} with {:?}",
            done.end, done.outcome
        ));
    }
    Ok(true)
}

/// Checks a program on several threads, without times.
pub(crate) fn on_workers(root: &Node) -> Result<(), String> {
    let root = &root.clone().without_local();
    let history = History::beginning_now(SHORT);
    history.enter();
    let of_workers = history.clone();
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_time()
        .on_thread_start(move || of_workers.enter())
        .build()
        .unwrap();
    let limit = Duration::from_secs(60);
    let outcome = runtime.block_on(async {
        let root = create_task(coroutine(root.clone()));
        let outcome = timeout(limit, root)
            .await
            .map_err(|_| "the program hangs")?;
        let all_ended = async {
            while alive_tasks() > 0 {
                sleep(Duration::from_micros(100)).await;
            }
        };
        timeout(limit, all_ended)
            .await
            .map_err(|_| "tasks are left")?;
        Ok::<_, String>(Outcome::from(outcome))
    })?;
    drop(runtime);
    invariants::check(root, &outcome, &history.events())
}

/// Runs a program on the paused clock, until all of its detached tasks have ended too.
pub(crate) fn run_paused(program: impl FnOnce() -> Coroutine) -> Result<Done, String> {
    paused().block_on(async {
        let history = History::beginning_now(Duration::from_millis(1));
        history.enter();
        let root = create_task(program());
        let outcome = timeout(ms(LONG), root)
            .await
            .map_err(|_| "the program hangs")?;
        let end = history.now();
        sleep(ms(LONG)).await;
        match alive_tasks() {
            0 => Ok(Done {
                outcome: outcome.into(),
                end,
                history: history.events(),
            }),
            left => Err(format!("{left} tasks are left")),
        }
    })
}

/// A runtime on one thread, which also runs local tasks.
fn paused() -> LocalRuntime {
    let mut runtime = Builder::new_current_thread();
    runtime.enable_time().start_paused(true);
    runtime.build_local(LocalOptions::default()).unwrap()
}

fn fates(history: &[Event]) -> BTreeMap<usize, Fate> {
    let mut fates = BTreeMap::new();
    for Event { number, at, what } in history {
        let fate = fates.entry(*number).or_insert(Fate {
            starts: None,
            returns: None,
            ends: NEVER,
        });
        match what {
            What::IsMade | What::IsRefused => {}
            What::Starts(_) => fate.starts = Some(*at),
            What::Returns(output) => fate.returns = Some(output.clone()),
            What::IsDropped => fate.ends = *at,
        }
    }
    fates
}
