use super::unsized_spawners::SpawnUnsized;
use crate::{Task, accepts_awaitable};

/// Spawns a coroutine on a runtime or through another spawner, and returns its [`Task`].
///
/// The spawner is a [`Spawn`](crate::Spawn) or a `dyn Spawn`. Otherwise, this is [`create_task`](crate::create_task).
///
/// # Panics
///
/// Panics where [`Spawn::spawn`](crate::Spawn::spawn) of the spawner does. tokio's runtimes and handles need no current
/// runtime.
///
/// # Examples
///
/// ```
/// use ensure_future::create_task_on;
///
/// let runtime = tokio::runtime::Runtime::new()?;
/// let task = create_task_on(&runtime, async { 42 });
/// assert_eq!(runtime.block_on(task.into_future()).unwrap(), 42);
/// # std::io::Result::Ok(())
/// ```
///
/// # In asyncio
///
/// `loop.create_task`.
#[track_caller]
pub fn create_task_on<T: Send + 'static>(
    spawner: &(impl SpawnUnsized + ?Sized),
    coroutine: impl Future<Output = T> + Send + 'static,
) -> Task<T> {
    spawner.spawn_unsized(coroutine)
}

/// Turns an awaitable into a task. A coroutine is spawned on a runtime or through another spawner.
///
/// The spawner is a [`Spawn`](crate::Spawn) or a `dyn Spawn`. A task that is already running stays where it runs.
/// Otherwise, this is [`ensure_future`](crate::ensure_future()).
///
/// # Panics
///
/// Panics where [`Spawn::spawn`](crate::Spawn::spawn) of the spawner does.
///
/// # Examples
///
/// ```
/// use ensure_future::ensure_future_on;
///
/// let runtime = tokio::runtime::Runtime::new()?;
/// let task = ensure_future_on(&runtime, async { 42 });
/// let id = task.id();
///
/// let same = ensure_future_on(&runtime, task);
/// assert_eq!(same.id(), id);
/// assert_eq!(runtime.block_on(same.into_future()).unwrap(), 42);
/// # std::io::Result::Ok(())
/// ```
///
/// # In asyncio
///
/// `asyncio.ensure_future(aw, loop=loop)`.
#[accepts_awaitable(on = *spawner)]
pub fn ensure_future_on<S: SpawnUnsized + ?Sized, T>(spawner: &S, awaitable: Task<T>) -> Task<T> {
    awaitable
}
