//! The report that is printed at the end.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::time::Duration;

use crate::plan::flavour;
use crate::{failure, faults, ledger, memory, workload};

/// The rounds by the number of workers.
pub(crate) type Rounds = BTreeMap<usize, u64>;

pub(crate) fn print(rounds: &Rounds, entries: u64, time: Duration, base: usize) {
    section("rounds");
    for (&workers, &number) in rounds {
        line(flavour(workers), number);
    }
    section("operations");
    workload::operations().for_each(|(name, number)| line(name, number));
    line("all", workload::begun());
    section("faults injected");
    faults::injected().for_each(|(name, number)| line(name, number));
    section("awaitables, by their end");
    ledger::ends().for_each(|(name, number)| line(name, number));
    line("all", entries);
    section("dropped, once each");
    for (name, number) in ledger::dropped() {
        line(name, number);
    }
    section("all in all");
    let per_second = |number| u128::from(number) * 1000 / time.as_millis().max(1);
    line("seconds", time.as_secs());
    line("operations per second", per_second(workload::begun()));
    line("awaitables per second", per_second(entries));
    line("allocations at the base", base);
    line("allocations at the end", memory::allocations());
    if let Some(peak) = memory::peak() {
        line("peak memory, MiB", peak);
    }
    line("failures", failure::failures());
}

fn section(title: &str) {
    println!("{title}");
}

fn line(name: impl Display, number: impl Display) {
    println!("  {name:<40}{number:>14}");
}
