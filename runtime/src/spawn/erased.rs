//! Spawning through a trait object, whose tasks have no value: a second task waits for the first and gives the value.

use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};

use tokio::runtime::Handle;
use tokio::sync::oneshot::{self, Receiver, Sender};
use tokio::task::AbortHandle;

use super::{Spawn, SpawnLocal};
use crate::{
    CancelRequest, JoinErrorExt, LocalTask, Task, TaskFuture, create_local_task, create_task,
    graceful,
};

/// Spawns a coroutine through an object.
#[track_caller]
pub(super) fn spawn<T: Send + 'static>(
    spawner: &(impl Spawn + ?Sized),
    coroutine: impl Future<Output = T> + Send + 'static,
) -> Task<T> {
    let (sender, value) = oneshot::channel();
    let first = spawner.spawn_boxed(Box::pin(send_value(coroutine, sender)));
    let (second, own_handle) = second(first.into_future(), value);
    let mut runtime = None;
    spawner.in_context(&mut || runtime = Handle::try_current().ok());
    let task = match runtime {
        Some(runtime) => runtime.spawn(second).into(),
        None => create_task(second), // panics at the caller's line
    };
    let _ = own_handle.send(task.abort_handle());
    task
}

/// Spawns a coroutine through an object, on this thread.
#[track_caller]
pub(super) fn spawn_local<T: 'static>(
    spawner: &(impl SpawnLocal + ?Sized),
    coroutine: impl Future<Output = T> + 'static,
) -> LocalTask<T> {
    let (sender, value) = oneshot::channel();
    let first = spawner.spawn_local_boxed(Box::pin(send_value(coroutine, sender)));
    let (second, own_handle) = second(first.into_future(), value);
    let (mut second, mut task) = (Some(second), None);
    spawner.in_local_context(&mut || task = second.take().map(create_local_task));
    let task = task.expect("`in_context` of this spawner has to call its function, once");
    let _ = own_handle.send(task.abort_handle());
    task
}

/// The first task: sends the value to the second.
async fn send_value<T>(coroutine: impl Future<Output = T>, sender: Sender<T>) {
    let _ = sender.send(coroutine.await); // fails if the second task was aborted
}

/// The second task, and where to send its own handle.
fn second<T>(
    first: TaskFuture<()>,
    value: Receiver<T>,
) -> (impl Future<Output = T>, Sender<AbortHandle>) {
    let (sender, own_handle) = oneshot::channel();
    let outcome = async |request| match outcome(first, value, request).await {
        Some(value) => value,
        None => cancelled(own_handle).await,
    };
    (graceful(outcome), sender)
}

/// Waits for the first task, even after a request, and returns its value, unless it was cancelled.
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
                first.cancel();
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
    if let Ok(task) = own_handle.await {
        task.abort();
    }
    pending().await
}
