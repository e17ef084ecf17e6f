use std::pin::Pin;

use crate::LocalTask;

/// A way to spawn coroutines that need not be [`Send`]: what the option [`on`](crate::accepts_awaitable#on--spawner) takes where
/// a [`LocalTask`] is declared.
///
/// tokio's [`LocalSet`](tokio::task::LocalSet) and [`LocalRuntime`](tokio::runtime::LocalRuntime) implement it, and with
/// the features `tokio-util` and `tracing` a `TaskTracker` and a `Span`, which spawn on the current local runtime or set.
/// With `tracing`, an `Instrumented<S>` implements it as well. So do `&S`, `Box<S>`, `Rc<S>`, `Arc<S>` and `LazyLock<S>`,
/// where `S` is a `SpawnLocal`; the `S` of all but the last may be a `dyn SpawnLocal`. A trait object spawns
/// [one more task](crate::Spawn#trait-objects), as that of a [`Spawn`](crate::Spawn) does.
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
    /// If the spawner needs a local runtime or a local set and there is none.
    #[track_caller] // applies to all implementations
    fn spawn_local<F>(&self, coroutine: F) -> LocalTask<F::Output>
    where
        Self: Sized,
        F: Future<Output: 'static> + 'static;

    /// Spawns a boxed coroutine, for trait objects. In nearly all implementations, it is `self.spawn_local(coroutine)`.
    ///
    /// The task has to end when the coroutine has ended or was dropped, and not before.
    ///
    /// # Panics
    ///
    /// As [`spawn_local`](Self::spawn_local) does.
    #[track_caller]
    fn spawn_local_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()>>>) -> LocalTask<()>;

    /// Calls a function where [`create_local_task`](crate::create_local_task) finds the runtime or the set of the spawner.
    ///
    /// It is as [`Spawn::in_context`](crate::Spawn::in_context) is: the function has to be called, and a second call does
    /// nothing.
    fn in_local_context(&self, function: &mut dyn FnMut()) {
        function();
    }
}
