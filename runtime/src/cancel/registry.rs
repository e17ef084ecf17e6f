//! The registry: the records of tasks, by the tasks' ids.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

use tokio::runtime;

use super::record::Record;
use super::task_listeners::Abort;
use crate::util::sync::{AtomicUsize, Mutex, Ordering};

/// Number of locks. With many, threads rarely wait for each other.
const SHARDS: usize = 32;

/// A hasher without a random key, since attackers can't choose the ids.
type Hasher = BuildHasherDefault<DefaultHasher>;

type Records<K, H> = HashMap<K, Record<H>, Hasher>;

type Shard<K, H> = Mutex<Records<K, H>>;

/// Minimum capacity of a shard. A shard shrinks when its capacity exceeds four times its length.
const KEPT: usize = 64;

#[derive(Debug)]
pub(crate) struct Registry<K, H> {
    shards: [Shard<K, H>; SHARDS],
    /// Number of graceful coroutines in all tasks. While it is zero, a cancellation takes no lock.
    pub(super) listener_count: AtomicUsize,
}

impl<K: Copy + Eq + Hash, H> Registry<K, H> {
    pub(crate) fn new() -> Self {
        Self {
            shards: [(); SHARDS].map(|()| Mutex::default()),
            listener_count: AtomicUsize::new(0),
        }
    }

    /// Returns whether no task has a graceful coroutine.
    pub(crate) fn has_no_listener(&self) -> bool {
        self.listener_count.load(Ordering::Acquire) == 0
    }

    fn shard(&self, task: K) -> &Shard<K, H> {
        let hash = Hasher::default().hash_one(task);
        #[expect(clippy::cast_possible_truncation)] // all bits of a hash are equally good
        let index = hash as usize % SHARDS;
        &self.shards[index]
    }

    /// Changes the record of a task, which is created if there is none.
    ///
    /// `change` runs under the lock of a shard.
    pub(crate) fn update<T>(
        &self,
        task: K,
        runtime: Option<runtime::Id>,
        change: impl FnOnce(&mut Record<H>) -> T,
    ) -> T {
        let mut records = self.shard(task).lock();
        let record = records.entry(task).or_insert_with(|| Record::new(runtime));
        let changed = change(record);
        if record.is_empty() {
            remove(&mut records, &task);
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
            remove(&mut records, &task);
        }
        Some(changed)
    }

    /// Calls `select` with each record, and collects its results, in no particular order.
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

/// Removes an empty record, and shrinks a map that has become too large.
fn remove<K: Eq + Hash, H>(records: &mut Records<K, H>, task: &K) {
    records.remove(task);
    if records.capacity() > KEPT.max(records.len() * 4) {
        records.shrink_to(KEPT.max(records.len() * 2));
    }
}

impl<K: Copy + Eq + Hash, H: Abort> Registry<K, H> {
    /// Asks the graceful coroutines of a task to end, and returns whether there are any.
    pub(crate) fn ask(&self, task: K, asker: &H) -> bool {
        if self.has_no_listener() {
            return false;
        }
        let mut asker = Some(asker.clone());
        let effects = self.find(task, |record| {
            let listeners = &mut record.listeners;
            (!listeners.is_empty()).then(|| listeners.ask(asker.take(), None))
        });
        let effects = effects.flatten();
        let is_heard = effects.is_some();
        effects.unwrap_or_default().run();
        is_heard
    }

    /// Returns whether a task has graceful coroutines that have been asked to end.
    pub(crate) fn is_asked(&self, task: K) -> bool {
        !self.has_no_listener()
            && self.find(task, |record| record.listeners.is_requested()) == Some(true)
    }

    /// Returns whether a task has graceful coroutines that have been asked to end and that nobody polls: see
    /// [`TaskListeners::is_unpolled`](super::task_listeners::TaskListeners::is_unpolled).
    pub(crate) fn is_unpolled(&self, task: K) -> bool {
        !self.has_no_listener()
            && self.find(task, |record| record.listeners.is_unpolled()) == Some(true)
    }

    /// Wakes the graceful coroutines of a task that has been asked to end, to find out whether one of them is polled
    /// from now on.
    pub(crate) fn probe(&self, task: K) {
        let effects = self.find(task, |record| record.listeners.probe());
        effects.unwrap_or_default().run();
    }

    /// Aborts a task whose graceful coroutines are unpolled, if the request has a handle.
    pub(crate) fn abort_if_unpolled(&self, task: K) {
        let effects = self.find(task, |record| record.listeners.abort_if_unpolled());
        effects.unwrap_or_default().run();
    }
}
