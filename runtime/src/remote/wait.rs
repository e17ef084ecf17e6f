//! The task of this process that waits for a remote job.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, ready};

use super::{ErasedJob, RemoteError, RemoteErrorKind};
use crate::cancel::graceful_early;
use crate::{CancelRequest, Spawner, Task};

/// Spawns the task that waits for the job. A cancellation before its first poll reaches the job, too.
#[track_caller]
pub(super) fn spawn<T: Send + 'static>(
    job: Arc<dyn ErasedJob<T>>,
    spawner: &impl Spawner,
) -> Task<Result<T, RemoteError>> {
    let (coroutine, early) = graceful_early(async move |cancel| outcome(&*job, cancel).await);
    let runtime = spawner.runtime();
    let task = spawner.spawn(coroutine);
    early.listen(task.id(), runtime);
    task
}

/// Waits for the job. When the task is asked to end, this asks the job to end, and goes on waiting for its outcome.
async fn outcome<T>(job: &dyn ErasedJob<T>, cancel: CancelRequest) -> Result<T, RemoteError> {
    let mut result = pin!(job.result());
    let mut asked = pin!(async {
        cancel.requested().await;
        job.request_cancel().await
    });
    let mut is_asked = false;
    let outcome = poll_fn(|context| {
        if let Poll::Ready(outcome) = result.as_mut().poll(context) {
            return Poll::Ready(outcome);
        }
        if !is_asked {
            let asked = ready!(asked.as_mut().poll(context));
            is_asked = true;
            if let Err(error) = asked {
                return Poll::Ready(Err(RemoteError::not_cancelled(job.id(), error)));
            }
        }
        Poll::Pending
    })
    .await;
    match outcome {
        // The outcome may arrive before the answer to the request.
        Err(error) if error.kind() == RemoteErrorKind::Cancelled && cancel.is_requested() => {
            cancel.accept().await
        }
        outcome => outcome,
    }
}
