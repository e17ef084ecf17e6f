//! A check that memory returns to its base after each round.

use std::alloc::System;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

use crate::failure::fail;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// This many additional allocations are not a leak: tables, thread-locals, and threads that are about to end.
const TOLERANCE: usize = 100;

/// The time that the threads of a runtime may take to end after its tasks have ended.
const LIMIT: Duration = Duration::from_secs(10);

/// The maximum memory of a task in a big round, with its entry and its claim.
const BYTES_PER_TASK: usize = 1500;

/// Returns the number of allocations that were not freed.
///
/// Numbers tell more than bytes: a leaked task is a few hundred bytes, and a table that has grown is a megabyte.
pub(crate) fn allocations() -> usize {
    let stats = ALLOCATOR.stats();
    stats.allocations.saturating_sub(stats.deallocations)
}

/// The allocations between two rounds.
pub(crate) struct Memory {
    pub(crate) base: usize,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self {
            base: allocations(),
        }
    }

    /// Checks after a round that there are no more allocations than at the base. A round that leaks sets a new base.
    pub(crate) fn check(&mut self, leaks: bool) {
        if leaks {
            thread::sleep(Duration::from_millis(100)); // threads may still be ending
            self.base = self.base.max(allocations());
        } else if !returns_to(self.base) {
            let (left, base) = (allocations(), self.base);
            fail(format_args!(
                "{left} allocations are left, {base} at the base"
            ));
        }
    }
}

fn returns_to(base: usize) -> bool {
    let begun = Instant::now();
    while allocations() > base + TOLERANCE {
        if begun.elapsed() > LIMIT {
            return false;
        }
        thread::sleep(Duration::from_millis(1));
    }
    true
}

/// Returns the peak memory of the process in MiB, if the system reports it.
pub(crate) fn peak() -> Option<usize> {
    Some(kibibytes("/proc/self/status", "VmHWM:")? / 1024)
}

/// Returns the number of tasks that fit into half of the available memory, if the system reports it.
pub(crate) fn tasks_that_fit() -> Option<usize> {
    Some(kibibytes("/proc/meminfo", "MemAvailable:")? * 1024 / 2 / BYTES_PER_TASK)
}

fn kibibytes(file: &str, key: &str) -> Option<usize> {
    let text = fs::read_to_string(file).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(key))?;
    value.trim().strip_suffix("kB")?.trim().parse().ok()
}
