use std::sync::Arc;

use tokio::runtime::{self, Handle};
use tokio::task::{Id, JoinHandle, id, try_id};

use crate::Task;
use crate::cancel::REGISTRY;
use crate::task::{current_runtime, in_current_span};
use crate::util::sync::{AtomicBool, AtomicUsize, OnceLock, Ordering};

/// Spawns a coroutine under a name, and returns its [`Task`].
///
/// [`task_name`] returns the name of a task, also within the task itself, and [`named_tasks`] lists all names. The name
/// exists as long as the coroutine does. Tasks without a name have no extra cost. Otherwise, this is
/// [`create_task`](crate::create_task).
///
/// # Panics
///
/// Panics at the caller's line outside a tokio runtime. The coroutine is dropped.
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
/// `asyncio.create_task(coroutine, name=..)`. In asyncio, every task has a name, which you can change.
#[track_caller]
pub fn create_named_task<T: Send + 'static>(
    name: impl Into<Arc<str>>,
    coroutine: impl Future<Output = T> + Send + 'static,
) -> Task<T> {
    let runtime = current_runtime();
    let counted = Counted::new();
    let name = Arc::new(Name {
        text: name.into(),
        runtime: runtime.id(),
        task: OnceLock::new(),
        is_over: AtomicBool::new(false),
    });
    // The coroutine is dropped first, so its destructors can still ask for the name.
    let both = (coroutine, ForgetOnDrop(name.clone(), counted));
    let named = in_current_span(async move {
        let (coroutine, name) = both;
        name.0.note(id()); // the coroutine may run before `spawn` has returned
        coroutine.await
    });
    let task = spawn(&name.text, named, &runtime);
    name.note(task.id());
    Task::spawned(task)
}

/// Spawns a coroutine. Under `--cfg tokio_unstable`, tokio-console shows its name.
#[track_caller]
fn spawn<T: Send + 'static>(
    name: &str,
    coroutine: impl Future<Output = T> + Send + 'static,
    runtime: &Handle,
) -> JoinHandle<T> {
    #[cfg(all(tokio_unstable, feature = "tracing"))]
    return tokio::task::Builder::new()
        .name(name)
        .spawn_on(coroutine, runtime)
        .expect("only a blocking task can be refused");
    #[cfg(not(all(tokio_unstable, feature = "tracing")))]
    {
        let _ = name;
        runtime.spawn(coroutine)
    }
}

/// Number of coroutines that have a name.
static NAMED: AtomicUsize = AtomicUsize::new(0);

/// Counts a coroutine that has a name, until this is dropped.
struct Counted;

impl Counted {
    fn new() -> Self {
        NAMED.fetch_add(1, Ordering::Relaxed);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        NAMED.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Name {
    text: Arc<str>,
    runtime: runtime::Id,
    task: OnceLock<Id>,
    /// Whether the coroutine has been dropped. It is set under the lock of the record's shard.
    is_over: AtomicBool,
}

impl Name {
    /// Adds the name to the record of the task. The task and its creator both call this, in either order.
    fn note(&self, task: Id) {
        self.task.get_or_init(|| task);
        REGISTRY.update(task, Some(self.runtime), |record| {
            if !self.is_over.load(Ordering::Relaxed) {
                record.name = Some(self.text.clone());
            }
        });
    }
}

/// Removes the name when the coroutine is dropped.
struct ForgetOnDrop(Arc<Name>, Counted);

impl Drop for ForgetOnDrop {
    fn drop(&mut self) {
        let name = &*self.0;
        // If the id is not noted yet, it is the id of the current task: see *id is set* in `tokio_assumptions`.
        if let Some(task) = name.task.get().copied().or_else(try_id) {
            REGISTRY.update(task, Some(name.runtime), |record| {
                name.is_over.store(true, Ordering::Relaxed);
                record.name = None;
            });
        }
    }
}

/// Returns whether any task may have a name. If not, nobody needs to look for it.
#[inline]
pub(crate) fn are_there_names() -> bool {
    NAMED.load(Ordering::Relaxed) != 0
}

/// Returns the name of a task. Returns `None` if the task was created without a name, or has ended.
///
/// # In asyncio
///
/// `Task.get_name()`.
pub fn task_name(id: Id) -> Option<Arc<str>> {
    REGISTRY.find(id, |record| record.name.clone()).flatten()
}

/// Returns the ids and names of the current runtime's tasks, in the order in which the tasks were created.
///
/// A task is listed if it was created under a name and has not ended. Outside a runtime, the list is empty. For the
/// number of all tasks, named or not, see tokio's [`num_alive_tasks`].
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
///
/// [`num_alive_tasks`]: https://docs.rs/tokio/latest/tokio/runtime/struct.RuntimeMetrics.html#method.num_alive_tasks
pub fn named_tasks() -> Vec<(Id, Arc<str>)> {
    let Ok(runtime) = Handle::try_current() else {
        return Vec::new();
    };
    let runtime = runtime.id();
    let mut named = REGISTRY.select(|task, record| {
        let name = record.name.as_ref()?;
        (record.runtime == Some(runtime)).then(|| (task, name.clone()))
    });
    named.sort_unstable_by_key(|&(task, _)| task); // *ids grow* in `tokio_assumptions`
    named
}

/// Returns tokio's id of the current task, or `None` outside a task.
///
/// # In asyncio
///
/// [`asyncio.current_task`](https://docs.python.org/3/library/asyncio-task.html#asyncio.current_task). In asyncio, the
/// coroutine that you pass to `run` is a task too; here, it is not.
pub fn current_task() -> Option<Id> {
    try_id()
}
