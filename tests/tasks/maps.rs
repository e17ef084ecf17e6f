//! Maps of awaitables: every value is coerced, and keeps its key.

use std::collections::{BTreeMap, HashMap};
use std::future::ready;
use std::hash::{BuildHasher, DefaultHasher, Hash, RandomState};

use ensure_future::{Task, accepts_awaitable, create_task};

use support::on_both_flavours;

/// A hasher with a seed, so that a test can tell two hashers apart.
#[derive(Clone)]
struct Seeded(u64);

impl BuildHasher for Seeded {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher
    }
}

#[test]
fn a_hash_map_keeps_its_keys_and_its_hasher() {
    #[accepts_awaitable]
    async fn lengths<K, S>(tasks: HashMap<K, Task<usize>, S>) -> (BTreeMap<K, usize>, S)
    where
        K: Ord + Hash,
        S: BuildHasher + Clone,
    {
        let hasher = tasks.hasher().clone();
        let mut lengths = BTreeMap::new();
        for (key, task) in tasks {
            lengths.insert(key, task.await.unwrap());
        }
        (lengths, hasher)
    }

    on_both_flavours(async || {
        let words = ["a", "bb", "ccc"];
        let expected = words.map(|word| (word, word.len())).into();

        let default: HashMap<_, _, RandomState> = words.map(|w| (w, ready(w.len()))).into();
        assert_eq!(lengths(default).await.0, expected);

        let mut seeded = HashMap::with_hasher(Seeded(7));
        seeded.extend(words.map(|word| (word, create_task(ready(word.len())))));
        let (lengths, Seeded(seed)) = lengths(seeded).await;
        assert_eq!((lengths, seed), (expected, 7));
    });
}

#[test]
fn a_tree_map_keeps_its_keys() {
    #[accepts_awaitable]
    async fn lengths<K: Ord>(tasks: BTreeMap<K, Task<usize>>) -> Vec<(K, usize)> {
        let mut lengths = Vec::new();
        for (key, task) in tasks {
            lengths.push((key, task.await.unwrap()));
        }
        lengths
    }

    on_both_flavours(async || {
        let coroutines = BTreeMap::from(["bb", "a"].map(|word| (word, ready(word.len()))));
        assert_eq!(lengths(coroutines).await, [("a", 1), ("bb", 2)]);
        let handles = BTreeMap::from([(1, tokio::spawn(ready(7)))]);
        assert_eq!(lengths(handles).await, [(1, 7)]);
    });
}
