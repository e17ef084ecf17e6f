use std::pin::Pin;

use crate::LocalTask;

/// A spawner for coroutines that need not be [`Send`]. The option [`on`](crate::accepts_awaitable#on--spawner) takes it
/// where a [`LocalTask`] is declared.
///
/// | type | how it spawns |
/// | --- | --- |
/// | [`LocalRuntime`] | on that runtime |
/// | [`LocalSet`] | on that set |
/// | `TaskTracker`, with the feature `tokio-util` | on the current local runtime or set; the tracker tracks the task |
/// | `Span`, with the feature `tracing` | on the current local runtime or set, inside the span |
/// | `Instrumented<S>`, with the feature `tracing` | as `S`, inside the span |
/// | `&S`, `Box<S>`, `Rc<S>`, `Arc<S>`, `LazyLock<S>` | as `S` |
/// | `dyn SpawnLocal`, also with `+ Send` and `+ Sync`, by itself or as the `S` of a pointer other than `LazyLock` | as the object, with [one more task](crate::Spawn#trait-objects) |
///
/// # Examples
///
/// A window that counts what was started on its thread:
///
/// ```
/// use std::cell::Cell;
/// use std::pin::Pin;
/// use std::rc::Rc;
///
/// use ensure_future::{LocalTask, SpawnLocal, accepts_awaitable};
/// use tokio::runtime::LocalRuntime;
///
/// struct Window {
///     runtime: LocalRuntime,
///     started: Cell<usize>,
/// }
///
/// impl SpawnLocal for Window {
///     fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
///     where
///         F: Future<Output: 'static> + 'static,
///     {
///         self.started.set(self.started.get() + 1);
///         SpawnLocal::spawn_local(&self.runtime, coroutine)
///     }
///
///     fn spawn_local_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()>>>) -> LocalTask<()> {
///         self.spawn_local(coroutine)
///     }
///
///     fn in_local_context(&self, function: &mut dyn FnMut()) {
///         self.runtime.in_local_context(function);
///     }
/// }
///
/// #[accepts_awaitable(on = window)]
/// fn start<T>(window: &Window, task: LocalTask<T>) -> LocalTask<T> {
///     task
/// }
///
/// let (runtime, started) = (LocalRuntime::new()?, Cell::new(0));
/// let window = Window { runtime, started };
/// let not_send = Rc::new(7);
/// let task = start(&window, async move { *not_send });
/// assert_eq!(window.runtime.block_on(task.into_future()).unwrap(), 7);
/// assert_eq!(window.started.get(), 1);
/// # std::io::Result::Ok(())
/// ```
///
/// # In asyncio
///
/// [`loop.set_task_factory`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.set_task_factory).
///
/// [`LocalRuntime`]: https://docs.rs/tokio/latest/tokio/runtime/struct.LocalRuntime.html
/// [`LocalSet`]: https://docs.rs/tokio/latest/tokio/task/struct.LocalSet.html
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not spawn coroutines that stay on one thread",
    label = "this does not implement `SpawnLocal`",
    note = "for a `LocalTask`, the option `on` takes a tokio `LocalSet` or `LocalRuntime`, a type of your own that \
            implements `ensure_future::SpawnLocal`, or a reference or an `Rc` of one of these"
)]
pub trait SpawnLocal {
    /// Spawns a coroutine on this thread and returns its task.
    ///
    /// # Panics
    ///
    /// Panics if the spawner needs a local runtime or a local set and there is none.
    #[track_caller] // applies to all implementations
    fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        Self: Sized,
        F: Future<Output: 'static> + 'static;

    /// Spawns a boxed coroutine, for trait objects. Nearly every implementation consists of
    /// `self.spawn_local(coroutine)`.
    ///
    /// The task has to end when the coroutine has completed or was dropped, and not before.
    ///
    /// # Panics
    ///
    /// Panics where [`spawn_local`](Self::spawn_local) does.
    #[track_caller]
    fn spawn_local_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()>>>) -> LocalTask<()>;

    /// Calls a function in the context of the spawner: there, [`create_local_task`](crate::create_local_task) finds the
    /// spawner's runtime or set.
    ///
    /// The rules are those of [`Spawn::in_context`](crate::Spawn::in_context): you have to call the function, and a
    /// second call does nothing.
    fn in_local_context(&self, function: &mut dyn FnMut()) {
        function();
    }
}
