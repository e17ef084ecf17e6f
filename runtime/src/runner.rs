use std::io;
use std::thread;

use tokio::runtime::{Builder, Handle, LocalOptions, LocalRuntime};

use crate::cancellation;

/// A runtime on this thread that runs several coroutines, one after the other.
///
/// It is tokio's [`LocalRuntime`] with every driver that your tokio has: on it, both
/// [`create_task`](crate::create_task) and [`create_local_task`](crate::create_local_task) work. Tasks that one
/// coroutine leaves behind go on while the next one runs. For a single coroutine, there is [`run`](crate::run).
///
/// When the runner is dropped, every task that is left is cancelled: its coroutine has been dropped then, and a
/// [`graceful`](crate::graceful()) one has been asked first, and waited for: those in a
/// [`LocalSet`](tokio::task::LocalSet) have to end with that, before, and those that begin meanwhile are dropped. What
/// [`tokio::task::spawn_blocking`] has begun can't be cancelled and is waited for.
///
/// Until the graceful ones have ended, all others go on, as with [`run`](crate::run). A panic that drops the runner on
/// a thread of another runtime has nobody asked.
///
/// # Panics
///
/// When it is dropped inside another runtime, as any runtime of tokio's does, for it would block its thread.
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
/// [`asyncio.Runner`](https://docs.python.org/3/library/asyncio-runner.html#asyncio.Runner). There, Ctrl-C cancels the
/// main task; here, it ends the process, unless you await `tokio::signal::ctrl_c`.
#[derive(Debug)]
pub struct Runner {
    runtime: LocalRuntime,
    /// Whether graceful tasks are asked when it is dropped.
    pub(crate) asks: bool,
}

impl Runner {
    /// Makes a runner, and with it a runtime.
    ///
    /// # Errors
    ///
    /// If the operating system refuses what a runtime needs.
    pub fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build_local(LocalOptions::default())?;
        Ok(Self {
            runtime,
            asks: true,
        })
    }

    /// Runs a coroutine, and returns what it returns. It may borrow from its surroundings.
    ///
    /// # Panics
    ///
    /// With the coroutine's own panic, after which the runner can be used again; and inside another runtime, at the
    /// caller's line, as it would block its thread.
    #[track_caller]
    pub fn run<T>(&mut self, main: impl Future<Output = T>) -> T {
        self.runtime.block_on(main)
    }

    /// Returns the runtime's handle: what [`create_task`](crate::create_task) finds by itself inside a coroutine, for
    /// elsewhere.
    pub fn handle(&self) -> &Handle {
        self.runtime.handle()
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        // Inside another runtime nothing can be waited for, and a second panic would end the process.
        let is_refused = thread::panicking() && Handle::try_current().is_ok();
        if is_refused || !self.asks {
            return;
        }
        let listening = cancellation::listening_in(self.handle());
        if !listening.is_empty() {
            self.runtime.block_on(cancellation::end_all(listening));
        }
    }
}
