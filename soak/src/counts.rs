//! Sharded counters, so that counting does not serialise the threads.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

const SHARDS: usize = 16;

static NEXT_SHARD: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static SHARD: usize = NEXT_SHARD.fetch_add(1, Ordering::Relaxed) % SHARDS;
}

/// Counters, numbered from 0.
pub(crate) struct Counts<const N: usize>([Shard<N>; SHARDS]);

/// A cache line or more.
#[repr(align(128))]
struct Shard<const N: usize>([AtomicU64; N]);

impl<const N: usize> Counts<N> {
    pub(crate) const fn new() -> Self {
        Self([const { Shard([const { AtomicU64::new(0) }; N]) }; SHARDS])
    }

    pub(crate) fn add(&self, counter: usize) {
        let shard = SHARD.try_with(|shard| *shard).unwrap_or(0); // the thread may be ending
        self.0[shard].0[counter].fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn get(&self, counter: usize) -> u64 {
        let shards = self.0.iter();
        shards
            .map(|shard| shard.0[counter].load(Ordering::Relaxed))
            .sum()
    }

    pub(crate) fn total(&self) -> u64 {
        (0..N).map(|counter| self.get(counter)).sum()
    }
}
