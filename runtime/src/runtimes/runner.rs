use std::io;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle, LocalOptions, LocalRuntime};

use crate::cancel::{self, Blocked, UNPOLLED_LIMIT};

/// A runtime on this thread that runs several coroutines, one after the other.
///
/// It is tokio's [`LocalRuntime`], with every driver that is enabled in your tokio. Both
/// [`create_task`](crate::create_task) and [`create_local_task`](crate::create_local_task) work on it. When one
/// coroutine (a future that is not spawned yet) has ended, the tasks that it leaves go on while the next coroutine
/// runs. For a single coroutine, use [`run`](crate::run).
///
/// # Dropping
///
/// When the runner is dropped, every remaining task is cancelled. When the drop returns, the coroutines of these tasks
/// have been dropped. [`graceful`](crate::graceful()) coroutines are asked to end first:
///
/// - They [hear the request only while they are polled](crate::graceful#the-coroutine-has-to-be-polled). As long as
///   such a coroutine is polled, it is waited for without a limit. If nobody polls it for
///   [`unpolled_limit`](Self::unpolled_limit), its task is aborted or dropped with the runtime.
/// - Until the coroutines that were asked have ended, all other tasks go on. A graceful coroutine that begins in the
///   meantime is not asked, unless another graceful coroutine in its task was; it is dropped with the runtime.
/// - If a [`LocalSet`] has graceful coroutines, end the set before you drop the runner, which does not poll the set.
///
/// No coroutine is asked where the drop can't wait: when a panic drops the runner on a thread of another runtime, and
/// when a thread that ends drops a runner in one of its thread-locals.
///
/// A function that [`tokio::task::spawn_blocking`] has begun can't be cancelled, and is waited for.
///
/// # Panics
///
/// The drop panics inside another runtime, like the drop of any tokio runtime, since it would block the thread.
///
/// # Examples
///
/// ```
/// use ensure_future::{Runner, create_task};
///
/// let mut runner = Runner::new()?;
/// let task = runner.run(async { create_task(async { 42 }) });
/// assert_eq!(runner.run(task.into_future()).unwrap(), 42);
/// # std::io::Result::Ok(())
/// ```
///
/// # In asyncio
///
/// [`asyncio.Runner`](https://docs.python.org/3/library/asyncio-runner.html#asyncio.Runner). In asyncio, Ctrl-C cancels
/// the main task; here, it ends the process, unless you await `tokio::signal::ctrl_c`.
///
/// [`LocalRuntime`]: https://docs.rs/tokio/latest/tokio/runtime/struct.LocalRuntime.html
/// [`LocalSet`]: https://docs.rs/tokio/latest/tokio/task/struct.LocalSet.html
/// [`tokio::task::spawn_blocking`]: https://docs.rs/tokio/latest/tokio/task/fn.spawn_blocking.html
#[derive(Debug)]
pub struct Runner {
    runtime: LocalRuntime,
    /// Whether the destructor asks graceful coroutines to end.
    pub(crate) asks: bool,
    unpolled_limit: Duration,
}

impl Runner {
    /// Creates a runner with a new runtime.
    ///
    /// # Errors
    ///
    /// Returns an error if the operating system refuses a resource that a runtime needs.
    ///
    /// # In asyncio
    ///
    /// `asyncio.Runner()`.
    pub fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build_local(LocalOptions::default())?;
        Ok(Self {
            runtime,
            asks: true,
            unpolled_limit: UNPOLLED_LIMIT,
        })
    }

    /// Sets how long the end of the runner waits for a [`graceful`](crate::graceful()) coroutine that nobody polls.
    ///
    /// The default is ten seconds. As long as the coroutine is polled, there is no limit. To find out whether it is
    /// polled, the runner wakes the coroutine once in each such period, but at most every 100 milliseconds. If the
    /// limit is zero, every task that is ready is still polled once.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::pending;
    /// use std::pin::pin;
    /// use std::time::Duration;
    ///
    /// use ensure_future::{Runner, create_task, graceful};
    /// use tokio::task::yield_now;
    ///
    /// let mut runner = Runner::new()?.unpolled_limit(Duration::from_millis(1));
    /// runner.run(async {
    ///     drop(create_task(async {
    ///         let mut job = pin!(graceful(async |cancel| cancel.requested().await));
    ///         tokio::select! {
    ///             () = &mut job => {}
    ///             () = yield_now() => {}
    ///         }
    ///         pending::<()>().await; // `job` is still here, but nobody polls it
    ///     }));
    ///     yield_now().await;
    /// });
    /// drop(runner); // asks the coroutine, and drops it after a millisecond
    /// # std::io::Result::Ok(())
    /// ```
    ///
    /// # In asyncio
    ///
    /// No counterpart: the end of the runner waits without a limit.
    #[must_use = "it returns the runner"]
    pub fn unpolled_limit(mut self, limit: Duration) -> Self {
        self.unpolled_limit = limit;
        self
    }

    /// Runs a coroutine, and returns its value. The coroutine may borrow from its surroundings.
    ///
    /// # Panics
    ///
    /// Panics with the coroutine's panic, after which you can use the runner again. Panics at the caller's line inside
    /// another runtime, since this would block its thread.
    ///
    /// # In asyncio
    ///
    /// `Runner.run(coroutine)`.
    #[track_caller]
    pub fn run<T>(&mut self, main: impl Future<Output = T>) -> T {
        let _blocked = Blocked::new();
        self.runtime.block_on(main)
    }

    /// Returns the handle of the runtime, for code outside of it. Inside a coroutine,
    /// [`create_task`](crate::create_task) finds the runtime by itself.
    ///
    /// # In asyncio
    ///
    /// `Runner.get_loop()`.
    pub fn handle(&self) -> &Handle {
        self.runtime.handle()
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        if !self.asks || !can_block() {
            return;
        }
        if cancel::is_listening_in(self.handle()) {
            let end = cancel::end_all(self.handle(), self.unpolled_limit);
            self.runtime.block_on(end);
        }
    }
}

/// Returns whether the destructor of a runner can block the thread.
fn can_block() -> bool {
    match Handle::try_current() {
        // Inside another runtime, `block_on` panics. While the thread is panicking, that would abort the process.
        Ok(_another) => !thread::panicking(),
        // In a destructor of a thread-local, `block_on` panics, and that would abort the process.
        Err(error) => !error.is_thread_local_destroyed(),
    }
}
