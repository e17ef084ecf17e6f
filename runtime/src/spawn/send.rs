use std::pin::Pin;

use crate::Task;

/// A way to spawn coroutines: what the option [`on`](crate::accepts_awaitable#on--spawner) and
/// [`create_task_on`](crate::create_task_on) take.
///
/// | type | how it spawns |
/// | --- | --- |
/// | [`Handle`](tokio::runtime::Handle), [`Runtime`](tokio::runtime::Runtime), [`LocalRuntime`](tokio::runtime::LocalRuntime) | on that runtime |
/// | [`LocalSet`](tokio::task::LocalSet) | on the set, which runs its tasks on one thread |
/// | `TaskTracker`, with the feature `tokio-util` | on the current runtime; the tracker tracks it |
/// | `Span`, with the feature `tracing` | on the current runtime, inside the span |
/// | `Instrumented<S>`, with the feature `tracing` | as `S`, inside the span: `on = self.runtime.instrument(info_span!("job"))` |
/// | `&S`, `Box<S>`, `Rc<S>`, `Arc<S>`, `LazyLock<S>` | as `S` |
/// | `&dyn Spawn`, `Box<dyn Spawn>`, `Arc<dyn Spawn>`, each also with `+ Send + Sync` | as the object, with [one more task](#trait-objects) |
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
/// use ensure_future::{Spawn, Task, accepts_awaitable};
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
///         self.runtime.spawn(limited).into()
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
/// `spawn` is generic, so a trait object calls [`spawn_boxed`](Self::spawn_boxed). Its task has no value, so a second
/// task, on the runtime that is current [in the context](Self::in_context) of the object, waits for the first and gives
/// the value. If the first panics or is cancelled, so is the second. A cancellation of the second reaches the first one
/// turn later; the second, once it has begun, ends after the first. [`Task::id`] is the id of the second task.
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
    /// # Panics
    ///
    /// As [`spawn`](Self::spawn) does.
    #[track_caller]
    fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()>;

    /// Calls a function, once, where [`create_task`](crate::create_task) finds the runtime of the spawner.
    ///
    /// It is for an awaitable that spawns by itself: the [`ensure`](crate::Awaitable::ensure) of a type of another crate
    /// runs in here. A spawner with a runtime enters it here; others need not implement this.
    fn in_context(&self, function: &mut dyn FnMut()) {
        function();
    }
}
