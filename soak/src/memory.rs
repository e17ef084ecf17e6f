//! Does memory return to its base after each round?

use std::alloc::System;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

use crate::failure::fail;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// So many allocations more are no leak: those of tables, thread-locals, and threads that are about to end.
const TOLERANCE: usize = 100;

/// How long the threads of a runtime may take to end after its tasks have.
const LIMIT: Duration = Duration::from_secs(10);

/// How much memory a task takes at most in a big round, with its entry and its claim.
const BYTES_PER_TASK: usize = 1500;

/// Returns the number of allocations that were not freed.
///
/// Numbers tell more than bytes: a leaked task is a few hundred bytes, and a table that grew is a megabyte.
pub(crate) fn allocations() -> usize {
    let stats = ALLOCATOR.stats();
    stats.allocations.saturating_sub(stats.deallocations)
}

/// What is allocated between two rounds.
pub(crate) struct Memory {
    pub(crate) base: usize,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self {
            base: allocations(),
        }
    }

    /// Checks after a round that no more is allocated than at the base. After a round that leaks, there is a new base.
    pub(crate) fn check(&mut self, leaks: bool) {
        if leaks {
            thread::sleep(Duration::from_millis(100)); // for threads that end
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

/// Returns the most memory that the process has had, in MiB, if the system says so.
pub(crate) fn peak() -> Option<usize> {
    Some(kibibytes("/proc/self/status", "VmHWM:")? / 1024)
}

/// Returns how many tasks fit into half of the memory that is available, if the system says so.
pub(crate) fn tasks_that_fit() -> Option<usize> {
    Some(kibibytes("/proc/meminfo", "MemAvailable:")? * 1024 / 2 / BYTES_PER_TASK)
}

fn kibibytes(file: &str, key: &str) -> Option<usize> {
    let text = fs::read_to_string(file).ok()?;
    let value = text.lines().find_map(|line| line.strip_prefix(key))?;
    value.trim().strip_suffix("kB")?.trim().parse().ok()
}
