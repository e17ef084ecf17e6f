//! The records of tasks, by the tasks' ids.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

use tokio::runtime;

use super::Record;
use crate::sync::{AtomicUsize, Mutex, Ordering};

/// Tasks on different threads rarely meet at the same lock.
const SHARDS: usize = 32;

/// Ids are not chosen by an attacker, so the hash needs no secret.
type Hasher = BuildHasherDefault<DefaultHasher>;

type Shard<K, H> = Mutex<HashMap<K, Record<H>, Hasher>>;

#[derive(Debug)]
pub(crate) struct Table<K, H> {
    shards: [Shard<K, H>; SHARDS],
    /// Number of graceful coroutines in all tasks. While there is none, a cancellation looks up nothing.
    pub(super) listeners: AtomicUsize,
}

impl<K: Copy + Eq + Hash, H> Table<K, H> {
    pub(crate) fn new() -> Self {
        Self {
            shards: [(); SHARDS].map(|()| Mutex::default()),
            listeners: AtomicUsize::new(0),
        }
    }

    /// Returns whether there is no graceful coroutine in any task.
    pub(crate) fn has_no_listener(&self) -> bool {
        self.listeners.load(Ordering::Acquire) == 0
    }

    fn shard(&self, task: K) -> &Shard<K, H> {
        let hash = Hasher::default().hash_one(task);
        #[expect(clippy::cast_possible_truncation)] // the lower bits are as good as all
        let index = hash as usize % SHARDS;
        &self.shards[index]
    }

    /// Changes the record of a task. It is created if there is none.
    ///
    /// `change` runs under the lock of a shard.
    pub(crate) fn update<T>(
        &self,
        task: K,
        runtime: runtime::Id,
        change: impl FnOnce(&mut Record<H>) -> T,
    ) -> T {
        let mut records = self.shard(task).lock();
        let record = records.entry(task).or_insert_with(|| Record::new(runtime));
        let changed = change(record);
        if record.is_empty() {
            records.remove(&task);
        }
        changed
    }

    /// Changes the record of a task if there is one.
    ///
    /// `change` runs under the lock of a shard.
    pub(crate) fn find<T>(&self, task: K, change: impl FnOnce(&mut Record<H>) -> T) -> Option<T> {
        let mut records = self.shard(task).lock();
        let record = records.get_mut(&task)?;
        let changed = change(record);
        if record.is_empty() {
            records.remove(&task);
        }
        Some(changed)
    }

    /// Returns what `select` gives for the records, in no particular order.
    ///
    /// `select` runs under the lock of a shard.
    pub(crate) fn select<T>(
        &self,
        mut select: impl FnMut(K, &mut Record<H>) -> Option<T>,
    ) -> Vec<T> {
        let mut selected = Vec::new();
        for shard in &self.shards {
            let mut records = shard.lock();
            selected.extend(
                records
                    .iter_mut()
                    .filter_map(|(&task, record)| select(task, record)),
            );
        }
        selected
    }
}
