//! Random workloads with injected faults, which check that every awaitable is accounted for.
//!
//! `README.md` says how to run the soak, and what it has found.

mod counts;
mod failure;
mod faults;
mod job;
mod ledger;
mod memory;
mod options;
mod plan;
mod report;
mod round;
mod watchdog;
mod workload;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::time::Instant;

use crate::memory::Memory;
use crate::options::{Options, USAGE};
use crate::plan::Plan;
use crate::report::Rounds;

fn main() -> ExitCode {
    match Options::parse() {
        Ok(Some(options)) => soak(&options),
        Ok(None) => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("soak: {error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn soak(options: &Options) -> ExitCode {
    println!("soak: seed {}", options.seed);
    failure::watch_panics();
    watchdog::start(options.limit);
    let begun = Instant::now();
    let mut numbers = options.round.map_or(0..=u64::MAX, |round| round..=round);
    let mut rounds = Rounds::new();
    let (mut entries, mut memory) = (0, Memory::new());
    while begun.elapsed() < options.time && failure::failures() == 0 {
        let Some(number) = numbers.next() else {
            break;
        };
        let plan = Plan::new(options, number);
        *rounds.entry(plan.workers).or_default() += 1;
        let leaks = plan.rates.leaks();
        match panic::catch_unwind(AssertUnwindSafe(|| round::run(plan))) {
            Ok(number) => entries += number as u64,
            Err(_) => failure::fail_by_panic(),
        }
        memory.check(leaks);
    }
    report::print(&rounds, entries, begun.elapsed(), memory.base);
    if failure::failures() == 0 {
        ExitCode::SUCCESS
    } else {
        eprintln!("soak: FAILED");
        ExitCode::FAILURE
    }
}
