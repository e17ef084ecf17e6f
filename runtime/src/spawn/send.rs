use std::pin::Pin;

use crate::Task;

/// A spawner for coroutines. The option [`on`](crate::accepts_awaitable#on--spawner) and
/// [`create_task_on`](crate::create_task_on) take it.
///
/// | type | how it spawns |
/// | --- | --- |
/// | [`Handle`], [`Runtime`], [`LocalRuntime`] | on that runtime |
/// | [`LocalSet`] | on the set, which runs its tasks on one thread and [is not a runtime](#method.in_context) |
/// | `TaskTracker`, with the feature `tokio-util` | on the current runtime; the tracker tracks the task |
/// | `Span`, with the feature `tracing` | on the current runtime, inside the span |
/// | `Instrumented<S>`, with the feature `tracing` | as `S`, inside the span: `on = (&self.runtime).instrument(info_span!("job"))` |
/// | `&S`, `Box<S>`, `Rc<S>`, `Arc<S>`, `LazyLock<S>` | as `S` |
/// | `dyn Spawn`, also with `+ Send` and `+ Sync`, by itself or as the `S` of a pointer other than `LazyLock` | as the object, with [one more task](#trait-objects) |
///
/// With the [feature](crate::features) `tracing`, the spawners of the first three rows spawn in the current span.
///
/// Implement this trait for a spawner of your own. It may give its tasks a name or a span, count them or limit them.
/// For coroutines that are not `Send`, implement [`SpawnLocal`](crate::SpawnLocal).
///
/// # Examples
///
/// A pool that limits the number of coroutines that run at a time:
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
/// # An executor that does not belong to tokio
///
/// Let `spawn` return the task of a [`promise()`](crate::promise()). This task waits on tokio for the value. See the
/// example of [`Resolver::resolve_with`](crate::Resolver::resolve_with).
///
/// # Trait objects
///
/// `spawn` is generic, so a trait object calls [`spawn_boxed`](Self::spawn_boxed), whose task has no value. Therefore,
/// there are two tasks. The object's task runs the coroutine. The caller's task waits for the object's task, and ends
/// as the coroutine does: with its value, its panic or its cancellation.
///
/// - **Start and end.** The coroutine begins when both tasks run. If the caller's task is cancelled before that, the
///   coroutine never begins. If the caller's task is cancelled later, it ends after the coroutine, even if the
///   coroutine is [graceful](crate::graceful()).
/// - **Runtime.** The caller's task is on the runtime that is current in the object's [`in_context`](Self::in_context).
///   If your spawner has a background runtime, enter the runtime there. Otherwise, the task is on the caller's runtime,
///   and the end of `run` there cancels the coroutine and waits for it. An object that is a `LocalSet` needs a current
///   runtime.
/// - **Id and name.** [`Task::id`] and [`Task::abort_handle`] belong to the caller's task, which has no name. In the
///   coroutine, [`current_task`](crate::current_task) returns the id of the object's task. A name that your spawner
///   gives is the name of the object's task.
/// - **`abort()`.** It ends the caller's task at once. The coroutine is cancelled: a graceful coroutine is asked to
///   end, and goes on while nobody waits for it.
/// - **The end of [`run`](crate::run).** The caller's task is graceful, so it is asked to end first, and the coroutine
///   is cancelled before the coroutines of ordinary tasks.
/// - **Limits.** If nobody polls a graceful coroutine, [`wait_for`](crate::wait_for()) and `run` abort its task after
///   ten seconds. They can't do this for a coroutine behind an object, and wait for it without a limit.
///
/// # In asyncio
///
/// [`loop.set_task_factory`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.set_task_factory).
///
/// [`Handle`]: https://docs.rs/tokio/latest/tokio/runtime/struct.Handle.html
/// [`Runtime`]: https://docs.rs/tokio/latest/tokio/runtime/struct.Runtime.html
/// [`LocalRuntime`]: https://docs.rs/tokio/latest/tokio/runtime/struct.LocalRuntime.html
/// [`LocalSet`]: https://docs.rs/tokio/latest/tokio/task/struct.LocalSet.html
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
    /// Return a task of [`create_task_on`](crate::create_task_on) or [`create_task`](crate::create_task): a group waits
    /// for such a task even if its await is dropped. For a task that is made from a `JoinHandle` with `.into()`, a
    /// group [does not wait](crate::guide::structured_concurrency#what-is-not-waited-for).
    ///
    /// # Panics
    ///
    /// Panics at the caller's line if the spawner needs a runtime and there is none.
    #[track_caller] // applies to all implementations
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        Self: Sized,
        F: Future<Output: Send + 'static> + Send + 'static;

    /// Spawns a boxed coroutine, for trait objects. Nearly every implementation consists of `self.spawn(coroutine)`.
    ///
    /// The task has to end when the coroutine has completed or was dropped, and not before. The coroutine may wait
    /// until this function has returned, so do not block on the coroutine here.
    ///
    /// # Panics
    ///
    /// Panics where [`spawn`](Self::spawn) does.
    #[track_caller]
    fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()>;

    /// Calls a function in the context of the spawner: there, [`create_task`](crate::create_task) finds the spawner's
    /// runtime.
    ///
    /// A spawner with a runtime enters the runtime here. Other spawners need not implement this function. It is used
    /// for:
    ///
    /// - an awaitable that spawns by itself: the [`ensure`](crate::Awaitable::ensure) of a type of another crate runs
    ///   in this context;
    /// - the caller's task of a [trait object](#trait-objects).
    ///
    /// You have to call the function; otherwise, the conversion panics. A second call does nothing.
    ///
    /// A [`LocalSet`] is not a runtime. In its context, `create_local_task` finds the set. `create_task` only finds the
    /// caller's runtime, and panics if there is none.
    ///
    /// [`LocalSet`]: https://docs.rs/tokio/latest/tokio/task/struct.LocalSet.html
    fn in_context(&self, function: &mut dyn FnMut()) {
        function();
    }
}
