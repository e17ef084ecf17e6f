//! An author's own spawner: the coroutines that it spawns, and the awaitables that bypass it.

use std::any::type_name;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::pin::Pin;

use ensure_future::{
    Awaitable, LocalTask, SharedTask, Spawn, SpawnLocal, Spawner, Task, accepts_awaitable,
    create_local_task, create_task, run,
};
use tokio::sync::oneshot::{self, Receiver};
use tokio::task::JoinHandle;

use support::{History, panics_here};

/// Counts the coroutines that it spawns on the current runtime.
#[derive(Default)]
pub(crate) struct Counting {
    pub(crate) spawned: Cell<usize>,
    last_type: Cell<&'static str>,
}

impl Counting {
    fn count<F>(&self) {
        self.spawned.set(self.spawned.get() + 1);
        self.last_type.set(type_name::<F>());
    }
}

impl Spawn for Counting {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.count::<F>();
        create_task(coroutine)
    }

    fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
        self.spawn(coroutine)
    }
}

impl SpawnLocal for Counting {
    fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        F: Future<Output: 'static> + 'static,
    {
        self.count::<F>();
        create_local_task(coroutine)
    }

    fn spawn_local_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()>>>) -> LocalTask<()> {
        self.spawn_local(coroutine)
    }
}

type Everything = (
    (Task<u8>, Option<JoinHandle<u8>>),
    ([SharedTask<u8>; 2], Vec<Task<u8>>),
    (HashMap<u8, Task<u8>>, BTreeMap<u8, Vec<Task<u8>>>),
);

#[accepts_awaitable(on = *counting)]
fn started(counting: &Counting, #[awaitable] everything: Everything) -> usize {
    let ((_, option), (shared, vec), (hash_map, btree_map)) = everything;
    let in_map: usize = btree_map.values().map(Vec::len).sum();
    1 + usize::from(option.is_some()) + shared.len() + vec.len() + hash_map.len() + in_map
}

#[test]
fn every_coroutine_of_a_collection_goes_through_it() {
    let counting = Counting::default();
    let started = run(async {
        let one = || async { 1 };
        started(
            &counting,
            (
                (one(), Some(one())),
                ([one(), one()], [one(), one(), one()]),
                (
                    HashMap::from([(1, one())]),
                    BTreeMap::from([(1, vec![one()]), (2, vec![one(), one()])]),
                ),
            ),
        )
    });
    assert_eq!((started, counting.spawned.get()), (11, 11));
}

#[test]
fn a_running_task_passes_it_by() {
    #[accepts_awaitable(on = *counting)]
    fn id(counting: &Counting, task: Task<u8>) -> tokio::task::Id {
        assert_eq!(counting.spawned.get(), 0);
        task.id()
    }

    let counting = Counting::default();
    run(async {
        let task = create_task(async { 1 });
        let same = task.id();
        assert_eq!(id(&counting, task), same);
        let handle = tokio::spawn(async { 1 });
        let same = handle.id();
        assert_eq!(id(&counting, handle), same);
    });
}

#[test]
fn a_local_coroutine_goes_through_it() {
    #[accepts_awaitable(on = *counting)]
    async fn sum(counting: &Counting, local: LocalTask<u8>, task: Task<u8>) -> u8 {
        assert_eq!(counting.spawned.get(), 2);
        local.await.unwrap() + task.await.unwrap()
    }

    let counting = Counting::default();
    let not_send = std::rc::Rc::new(1);
    let sum = run(async { sum(&counting, async move { *not_send }, async { 2 }).await });
    assert_eq!(sum, 3);
}

#[test]
fn with_boxed_it_gets_boxed_coroutines() {
    #[accepts_awaitable(on = *counting, boxed)]
    fn start(counting: &Counting, task: Task<u8>, local: LocalTask<u8>) -> &'static str {
        drop((task, local));
        counting.last_type.get()
    }

    #[accepts_awaitable(on = *counting, boxed)]
    fn start_one(counting: &Counting, task: Task<u8>) -> &'static str {
        drop(task);
        counting.last_type.get()
    }

    let counting = Counting::default();
    run(async {
        let boxed_local = start(&counting, async { 1 }, async { 2 });
        assert!(boxed_local.contains("Box<dyn core::future::future::Future"));
        assert!(!boxed_local.contains("Send"), "{boxed_local}");
        let boxed = start_one(&counting, async { 1 });
        assert!(boxed.contains("Send"), "{boxed}");
    });
}

/// The form of a value that another party sends.
struct Sent;

impl Awaitable<Task<Option<u8>>, Sent> for Receiver<u8> {
    fn ensure(self) -> Task<Option<u8>> {
        create_task(async { self.await.ok() })
    }

    fn ensure_on(self, spawner: &impl Spawner) -> Task<Option<u8>> {
        spawner.spawn(async { self.await.ok() })
    }
}

#[test]
fn an_awaitable_of_another_crate_can_be_spawned_through_it() {
    #[accepts_awaitable(on = *counting)]
    async fn value(counting: &Counting, task: Task<Option<u8>>) -> Option<u8> {
        assert_eq!(counting.spawned.get(), 1);
        task.await.unwrap()
    }

    let counting = Counting::default();
    let (sender, receiver) = oneshot::channel();
    sender.send(1).unwrap();
    let value = run(async { value(&counting, receiver).await });
    assert_eq!(value, Some(1));
}

#[test]
fn without_a_runtime_it_panics_at_the_callers_line() {
    #[accepts_awaitable(on = *counting)]
    fn start(counting: &Counting, task: Task<()>) -> bool {
        task.cancel() && counting.spawned.get() > 0
    }

    let (counting, history) = (Counting::default(), History::default());
    let message = panics_here(|| start(&counting, history.endless()));
    assert!(message.contains("no tokio runtime"), "{message}");
    assert_eq!((history.polls(), history.drops()), (0, 1));
    panics_here(|| ensure_future::create_task_on(&counting, async {}));
    panics_here(|| ensure_future::ensure_future_on(&counting, async {}));
}
