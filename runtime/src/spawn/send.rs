use std::pin::Pin;

use crate::Task;

/// A way to spawn coroutines: what the option [`on`](crate::accepts_awaitable#on--spawner) and
/// [`create_task_on`](crate::create_task_on) take.
///
/// | type | how it spawns |
/// | --- | --- |
/// | [`Handle`](tokio::runtime::Handle), [`Runtime`](tokio::runtime::Runtime), [`LocalRuntime`](tokio::runtime::LocalRuntime) | on that runtime |
/// | [`LocalSet`](tokio::task::LocalSet) | on the set, which runs its tasks on one thread and [is no runtime](#method.in_context) |
/// | `TaskTracker`, with the feature `tokio-util` | on the current runtime; the tracker tracks it |
/// | `Span`, with the feature `tracing` | on the current runtime, inside the span |
/// | `Instrumented<S>`, with the feature `tracing` | as `S`, inside the span: `on = (&self.runtime).instrument(info_span!("job"))` |
/// | `&S`, `Box<S>`, `Rc<S>`, `Arc<S>`, `LazyLock<S>` | as `S` |
/// | `dyn Spawn`, also with `+ Send` and `+ Sync`, by itself or as the `S` of a pointer | as the object, with [one more task](#trait-objects) |
///
/// With the [feature](crate::features) `tracing`, the first three spawn in the current span.
///
/// Implement it for a spawner of your own, which may give its tasks a name or a span, count them or limit them. For
/// coroutines that are not `Send`, there is [`SpawnLocal`](crate::SpawnLocal).
///
/// # Examples
///
/// A pool that runs at most so many coroutines at a time:
///
/// ```
/// use std::pin::Pin;
/// use std::sync::Arc;
///
/// use ensure_future::{Spawn, Task, accepts_awaitable, create_task_on};
/// use tokio::{runtime::Handle, sync::Semaphore};
///
/// struct Pool {
///     runtime: Handle,
///     permits: Arc<Semaphore>,
/// }
///
/// impl Spawn for Pool {
///     fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
///     where
///         F: Future<Output: Send + 'static> + Send + 'static,
///     {
///         let permits = self.permits.clone();
///         let limited = async move {
///             let _permit = permits.acquire_owned().await;
///             coroutine.await
///         };
///         create_task_on(&self.runtime, limited)
///     }
///
///     fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
///         self.spawn(coroutine)
///     }
///
///     fn in_context(&self, function: &mut dyn FnMut()) {
///         self.runtime.in_context(function);
///     }
/// }
///
/// struct Queue {
///     pool: Pool,
/// }
///
/// impl Queue {
///     #[accepts_awaitable(on = self.pool)]
///     fn submit<T>(&self, job: Task<T>) -> Task<T> {
///         job
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (runtime, permits) = (Handle::current(), Arc::new(Semaphore::new(1)));
/// let queue = Queue { pool: Pool { runtime, permits: permits.clone() } };
/// let free = queue.submit(async move { permits.available_permits() });
/// assert_eq!(free.await.unwrap(), 0);
/// # }
/// ```
///
/// # An executor that is not tokio's
///
/// It answers with a [`promise()`](crate::promise()), whose task waits on tokio for the value. See
/// [`Resolver::resolve_with`](crate::Resolver::resolve_with).
///
/// # Trait objects
///
/// `spawn` is generic, so a trait object calls [`spawn_boxed`](Self::spawn_boxed). Its task has no value. So there are two
/// tasks: the object's runs the coroutine; the caller's waits for it, gives its value, and panics or is cancelled as it is.
///
/// - **Start and end.** The coroutine begins when both tasks run. A task that is cancelled before never begins it; one
///   that is cancelled later ends after it, also if it is [graceful](crate::graceful()).
/// - **Runtime.** The caller's task is on the runtime that is current [in the context](Self::in_context) of the object. If
///   your spawner has a background runtime, enter it there. Otherwise the task is on the caller's runtime, and the end of
///   `run` there cancels the coroutine and waits for it. An object that is a `LocalSet` needs a current runtime.
/// - **Id and name.** [`Task::id`] and [`Task::abort_handle`] are those of the caller's task, which has no name. In the
///   coroutine, [`current_task`](crate::current_task) is the object's task. A name that your spawner gives is the name of
///   that one.
/// - **`abort()`.** It ends the caller's task at once. The coroutine is cancelled: a graceful one is asked and goes on
///   without anybody who waits.
/// - **The end of [`run`](crate::run).** The caller's task is graceful. So it is asked first, and the coroutine is
///   cancelled before those of ordinary tasks.
/// - **Limits.** If nobody polls a graceful coroutine, [`wait_for`](crate::wait_for()) and `run` abort its task after ten
///   seconds. They do not reach one behind an object, and wait for it without a limit.
///
/// # In asyncio
///
/// [`loop.set_task_factory`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.set_task_factory).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not spawn coroutines",
    label = "this does not implement `Spawn`",
    note = "the option `on` and `create_task_on` take a tokio `Handle` or `Runtime`, a `LocalSet`, a type of your own that \
            implements `ensure_future::Spawn`, or a reference or an `Arc` of one of these",
    note = "with the features `tokio-util` and `tracing`, they also take a `TaskTracker` and a `Span`"
)]
pub trait Spawn {
    /// Spawns a coroutine and returns its task.
    ///
    /// Return what [`create_task_on`](crate::create_task_on) or [`create_task`](crate::create_task) gives: a group waits
    /// for such a task also if its await is dropped. For a task that is made of a `JoinHandle` with `.into()`, it
    /// [does not](crate::guide::structured_concurrency#what-is-not-waited-for).
    ///
    /// # Panics
    ///
    /// If the spawner needs a runtime and there is none, at the caller's line.
    #[track_caller] // applies to all implementations
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        Self: Sized,
        F: Future<Output: Send + 'static> + Send + 'static;

    /// Spawns a boxed coroutine, for trait objects. In nearly all implementations, it is `self.spawn(coroutine)`.
    ///
    /// The task has to end when the coroutine has ended or was dropped, and not before. The coroutine may wait until this
    /// function has returned, so do not block on it here.
    ///
    /// # Panics
    ///
    /// As [`spawn`](Self::spawn) does.
    #[track_caller]
    fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()>;

    /// Calls a function where [`create_task`](crate::create_task) finds the runtime of the spawner.
    ///
    /// It is for an awaitable that spawns by itself: the [`ensure`](crate::Awaitable::ensure) of a type of another crate
    /// runs in here. It is also for the second task of a [trait object](#trait-objects). A spawner with a runtime enters
    /// it here; others need not implement this.
    ///
    /// The function has to be called; otherwise the conversion panics. A second call does nothing.
    ///
    /// A [`LocalSet`](tokio::task::LocalSet) is no runtime. In its context, `create_local_task` finds the set, but
    /// `create_task` finds only the caller's runtime, and panics without one.
    fn in_context(&self, function: &mut dyn FnMut()) {
        function();
    }
}
