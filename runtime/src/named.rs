use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::{self, Handle};
use tokio::task::{Id, id, try_id};

use crate::Task;
use crate::create_task::current_runtime;

static BY_ID: Mutex<BTreeMap<Id, Entry>> = Mutex::new(BTreeMap::new());

struct Entry {
    name: Arc<str>,
    runtime: runtime::Id,
}

fn by_id() -> MutexGuard<'static, BTreeMap<Id, Entry>> {
    BY_ID.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Schedules a coroutine as [`create_task`](crate::create_task) does, under a name that others can ask for.
///
/// The name is kept for as long as the coroutine is: [`task_name`] gives it, also within the task itself, and
/// [`named_tasks`] lists all that there are. Tasks without a name pay nothing for it.
///
/// # Panics
///
/// Outside a tokio runtime, at the caller's line; the coroutine is dropped.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_named_task, current_task, task_name};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = create_named_task("worker", async { current_task().and_then(task_name) });
/// assert_eq!(task_name(task.id()).as_deref(), Some("worker"));
/// assert_eq!(task.await.unwrap().as_deref(), Some("worker"));
/// # }
/// ```
///
/// # In asyncio
///
/// `asyncio.create_task(coroutine, name=..)`. There, every task has a name, and can be given another.
#[track_caller]
pub fn create_named_task<T: Send + 'static>(
    name: impl Into<Arc<str>>,
    coroutine: impl Future<Output = T> + Send + 'static,
) -> Task<T> {
    let runtime = current_runtime();
    let entry = Entry {
        name: name.into(),
        runtime: runtime.id(),
    };
    let listing = Arc::new(Listing(Mutex::new(State::NotYet(entry))));
    // Dropped in this order, so that the coroutine's destructors know the name.
    let both = (coroutine, Listed(listing.clone()));
    let task = runtime.spawn(async move {
        let (coroutine, listed) = both;
        listed.0.begin(id()); // here too, for it may run before the call has returned
        coroutine.await
    });
    listing.begin(task.id());
    task.into()
}

/// Whether a task stands in the list.
struct Listing(Mutex<State>);

enum State {
    NotYet(Entry),
    Under(Id),
    NoMore,
}

impl Listing {
    fn replace(&self, change: impl FnOnce(State) -> State) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *state = change(mem::replace(&mut *state, State::NoMore));
    }

    /// Whoever is first, the task or its creator, puts it on the list.
    fn begin(&self, id: Id) {
        self.replace(|state| match state {
            State::NotYet(entry) => {
                by_id().insert(id, entry);
                State::Under(id)
            }
            other => other,
        });
    }

    fn end(&self) {
        self.replace(|state| {
            if let State::Under(id) = state {
                by_id().remove(&id);
            }
            State::NoMore
        });
    }
}

/// Takes the task off the list when its coroutine is dropped.
struct Listed(Arc<Listing>);

impl Drop for Listed {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Returns the name of a task that was created under one, and has not ended.
///
/// # In asyncio
///
/// `Task.get_name()`.
pub fn task_name(id: Id) -> Option<Arc<str>> {
    by_id().get(&id).map(|entry| entry.name.clone())
}

/// Returns all tasks of the current runtime that were created under a name and have not ended, in the order of their
/// creation.
///
/// Outside a runtime, there are none. How many tasks there are in all, named or not, tokio says:
/// [`num_alive_tasks`](tokio::runtime::RuntimeMetrics::num_alive_tasks).
///
/// # Examples
///
/// ```
/// use std::future::pending;
///
/// use ensure_future::{create_named_task, named_tasks};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let worker = create_named_task("worker", pending::<()>());
/// let tasks = named_tasks();
/// assert_eq!((tasks[0].0, &*tasks[0].1), (worker.id(), "worker"));
/// # }
/// ```
///
/// # In asyncio
///
/// [`asyncio.all_tasks`](https://docs.python.org/3/library/asyncio-task.html#asyncio.all_tasks).
pub fn named_tasks() -> Vec<(Id, Arc<str>)> {
    let Ok(runtime) = Handle::try_current() else {
        return Vec::new();
    };
    let by_id = by_id();
    let here = by_id
        .iter()
        .filter(|(_, entry)| entry.runtime == runtime.id());
    here.map(|(&id, entry)| (id, entry.name.clone())).collect()
}

/// Returns tokio's id of the task that this runs in, if it runs in one.
///
/// # In asyncio
///
/// [`asyncio.current_task`](https://docs.python.org/3/library/asyncio-task.html#asyncio.current_task). There, what
/// `run` is given is a task too; here, it is none.
pub fn current_task() -> Option<Id> {
    try_id()
}
