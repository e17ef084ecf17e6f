//! The option `boxed`: coroutines are boxed before they are spawned, and nothing else changes.

use std::collections::{BTreeMap, HashMap};

use ensure_future::{
    Awaitable, LocalTask, Spawner, Task, accepts_awaitable, create_task, form, run,
};
use tokio::task::JoinHandle;

use support::panics_here;

#[accepts_awaitable(boxed)]
async fn value(task: Task<u8>) -> u8 {
    task.await.unwrap()
}

#[accepts_awaitable(boxed)]
fn id(task: Task<u8>) -> tokio::task::Id {
    task.id()
}

#[accepts_awaitable(boxed)]
async fn local(task: LocalTask<u8>, handle: JoinHandle<u8>) -> u8 {
    task.await.unwrap() + handle.await.unwrap()
}

#[accepts_awaitable(boxed)]
async fn drawn(
    factory: impl Fn() -> Task<u8>,
    mut tasks: impl Iterator<Item = Option<Task<u8>>>,
) -> u8 {
    let drawn = tasks.next().flatten().unwrap();
    factory().await.unwrap() + drawn.await.unwrap()
}

#[test]
fn every_form_is_taken_as_without_it() {
    run(async {
        assert_eq!(value(async { 1 }).await, 1);
        assert_eq!(value(tokio::spawn(async { 1 })).await, 1);
        let task = create_task(async { 1 });
        let same = task.id();
        assert_eq!(id(task), same);
        let not_send = std::rc::Rc::new(1);
        assert_eq!(local(async move { *not_send }, async { 2 }).await, 3);
        assert_eq!(drawn(async || 1, [Some(async { 2 })].into_iter()).await, 3);
    });
}

#[test]
fn a_missing_runtime_is_reported_at_the_callers_line() {
    let message = panics_here(|| id(async { 1 }));
    assert!(message.contains("no tokio runtime"), "{message}");
}

/// Becomes `false` by `ensure`, and `true` by `ensure_on`.
struct Asks(#[expect(dead_code)] u8);

impl Awaitable<bool, form::Itself> for Asks {
    fn ensure(self) -> bool {
        false
    }

    fn ensure_on(self, _: &impl Spawner) -> bool {
        true
    }
}

/// An awaitable without its own method to be boxed.
struct Plain;

impl Awaitable<bool, form::Itself> for Plain {
    fn ensure(self) -> bool {
        true
    }
}

#[accepts_awaitable(boxed)]
fn boxed(
    #[awaitable] one: bool,
    #[awaitable] vec: Vec<bool>,
    #[awaitable] array: [bool; 2],
    #[awaitable] option: Option<bool>,
    #[awaitable] tuple: (bool, bool),
    #[awaitable] hash_map: HashMap<u8, bool>,
    #[awaitable] btree_map: BTreeMap<u8, bool>,
) -> bool {
    let many = [vec, array.to_vec(), vec![tuple.0, tuple.1, option.unwrap()]].concat();
    one && many.into_iter().all(|boxed| boxed) && hash_map[&1] && btree_map[&1]
}

#[accepts_awaitable]
fn not_boxed(#[awaitable] one: bool, #[awaitable] vec: Vec<bool>) -> bool {
    !one && !vec[0]
}

#[test]
fn every_item_of_a_collection_is_boxed() {
    let asks = || Asks(0);
    assert!(boxed(
        asks(),
        [asks(), asks()],
        [asks(), asks()],
        Some(asks()),
        (asks(), Plain),
        HashMap::from([(1, asks())]),
        BTreeMap::from([(1, asks())]),
    ));
    assert!(not_boxed(asks(), [asks()]));
}
