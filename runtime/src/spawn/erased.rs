//! Spawning through a trait object, whose tasks have no value. There are two tasks:
//!
//! - The first is the object's task. It runs the coroutine.
//! - The second is the caller's task. It gives the coroutine to the first task, waits for that task, and ends as the
//!   coroutine does.
//!
//! The second task keeps the coroutine until its first poll, and listens for requests from the beginning. So the
//! coroutine never begins if the second task is cancelled before that poll. Once the coroutine has begun, the second
//! task hears each request, and waits for the first task.

use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};

use tokio::runtime::{self, Handle};
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::task::AbortHandle;

use super::context::call_in;
use super::{Spawn, SpawnLocal};
use crate::cancel::{Early, graceful_early};
use crate::task::{current_runtime, in_current_span};
use crate::{CancelRequest, JoinErrorExt, LocalTask, Task, TaskFuture, create_local_task};

/// Spawns a coroutine through a trait object.
#[track_caller]
pub(super) fn spawn<T: Send + 'static>(
    spawner: &(impl Spawn + ?Sized),
    coroutine: impl Future<Output = T> + Send + 'static,
) -> Task<T> {
    let (first, ends) = first();
    let first = spawner.spawn_boxed(Box::pin(first));
    let (second, begin) = second(coroutine, first.into_future(), ends);
    let runtime = call_in(
        |function| spawner.in_context(function),
        || Handle::try_current().ok(),
    );
    let runtime = match runtime {
        Some(runtime) => runtime,
        None => current_runtime(), // panics at the caller's line
    };
    let task = Task::spawned(runtime.spawn(in_current_span(second)));
    begin.begin(task.abort_handle(), Some(runtime.id()));
    task
}

/// Spawns a coroutine through a trait object, on this thread.
#[track_caller]
pub(super) fn spawn_local<T: 'static>(
    spawner: &(impl SpawnLocal + ?Sized),
    coroutine: impl Future<Output = T> + 'static,
) -> LocalTask<T> {
    let (first, ends) = first();
    let first = spawner.spawn_local_boxed(Box::pin(first));
    let (second, begin) = second(coroutine, first.into_future(), ends);
    let second = call_in(
        |function| spawner.in_local_context(function),
        || {
            let task = create_local_task(second);
            let runtime = Handle::try_current().ok().map(|runtime| runtime.id());
            begin.begin(task.abort_handle(), runtime);
            task.into_future() // cancels the task if `in_local_context` panics later
        },
    );
    second.untie()
}

/// The second task's ends of the channels: where to send the coroutine, and where its value comes from.
struct Ends<F: Future> {
    coroutine: Sender<F>,
    value: Receiver<F::Output>,
}

/// The first task: runs the coroutine, unless the second task drops it instead.
fn first<F: Future>() -> (impl Future<Output = ()> + use<F>, Ends<F>) {
    let (to_first, coroutine) = oneshot::channel::<F>();
    let (sender, value) = oneshot::channel();
    let first = async {
        if let Ok(coroutine) = coroutine.await {
            let _ = sender.send(coroutine.await); // fails if the second task was aborted
        }
    };
    let coroutine = to_first;
    (first, Ends { coroutine, value })
}

/// What the second task needs to begin: its own handle, and a listener.
struct Begin {
    own_handle: Sender<AbortHandle>,
    early: Early,
}

impl Begin {
    /// Sends the task its handle, and makes it listen.
    fn begin(self, task: AbortHandle, runtime: Option<runtime::Id>) {
        self.early.listen(task.id(), runtime);
        let _ = self.own_handle.send(task); // fails if the runtime is gone
    }
}

/// The second task, and what begins it.
fn second<F: Future>(
    coroutine: F,
    first: TaskFuture<()>,
    ends: Ends<F>,
) -> (impl Future<Output = F::Output>, Begin) {
    let (sender, own_handle) = oneshot::channel();
    let outcome = async |request: CancelRequest| {
        if request.is_requested() {
            drop((coroutine, ends.coroutine)); // it never begins
        } else {
            let _ = ends.coroutine.send(coroutine); // fails if the first task was aborted
        }
        match outcome(first, ends.value, request).await {
            Some(value) => value,
            None => cancelled(own_handle).await,
        }
    };
    let (second, early) = graceful_early(outcome);
    let own_handle = sender;
    (second, Begin { own_handle, early })
}

/// Waits for the first task, even after a request. Returns its value, or `None` if the task was cancelled.
async fn outcome<T>(
    mut first: TaskFuture<()>,
    mut value: Receiver<T>,
    request: CancelRequest,
) -> Option<T> {
    let ended = {
        let mut requested = pin!(request.requested());
        let mut is_requested = false;
        poll_fn(|context| {
            if !is_requested && requested.as_mut().poll(context).is_ready() {
                is_requested = true;
                first.end();
            }
            Pin::new(&mut first).poll(context)
        })
        .await
    };
    if let Err(error) = ended {
        let _cancelled = error.resume_panic();
    }
    value.try_recv().ok()
}

/// Ends the current task as a cancelled one.
async fn cancelled<T>(own_handle: Receiver<AbortHandle>) -> T {
    let task = own_handle.await;
    task.expect("a second task gets its handle as soon as it is spawned")
        .abort();
    pending().await
}
