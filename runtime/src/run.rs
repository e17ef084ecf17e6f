use crate::Runner;

/// Runs a coroutine on a new runtime on this thread, and returns what it returns.
///
/// The runtime is tokio's [`LocalRuntime`](tokio::runtime::LocalRuntime) with every driver that your tokio has: on it,
/// both [`create_task`](crate::create_task) and [`create_local_task`](crate::create_local_task) work. When the
/// coroutine has ended, by a value or by a panic, every task that is left is cancelled: its coroutine has been dropped
/// when `run` returns, and a [`graceful`](crate::graceful()) one has been asked first, and waited for. What
/// [`tokio::task::spawn_blocking`] has begun can't be cancelled and is waited for.
///
/// For several coroutines, one after the other, there is [`Runner`](crate::Runner).
///
/// The coroutine may borrow from its surroundings, since `run` outlives it.
///
/// # Panics
///
/// With the coroutine's own panic; inside another runtime, at the caller's line, as it would block its thread; and if
/// the operating system refuses what a runtime needs.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_task, run};
///
/// let answer = run(async { create_task(async { 42 }).await.unwrap() });
/// assert_eq!(answer, 42);
/// ```
///
/// # In asyncio
///
/// [`asyncio.run`](https://docs.python.org/3/library/asyncio-runner.html#asyncio.run).
#[track_caller]
pub fn run<T>(main: impl Future<Output = T>) -> T {
    match Runner::new() {
        Ok(mut runner) => runner.run(main),
        Err(error) => panic!("the operating system refused a new tokio runtime: {error}"),
    }
}
