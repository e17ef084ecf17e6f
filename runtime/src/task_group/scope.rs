use std::fmt;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use pin_project_lite::pin_project;
use tokio::time::{Instant, sleep_until};

use super::coordinator::Coordinator;
use super::{TaskFailure, TaskGroup, TaskGroupError, TaskGroupHandle};
use crate::left_behind::Region;
use crate::util::due::Due;
use crate::util::user_code::try_drop;

impl<E: Send + 'static> TaskGroup<E> {
    /// Runs a block of code with a group around it. Returns the value of the block when all children have ended too.
    ///
    /// If a child fails, `body` is dropped at its next suspension point. If `body` returns an `Err`, the children are
    /// cancelled. You can add children until all children have ended. There is no time limit for their end: see
    /// [above](Self). If a child fails after `body` has returned, the value of `body` is dropped.
    ///
    /// A scope inside `body` is dropped with it: its children are cancelled, and this scope waits for their end.
    ///
    /// If a child fails while `body` is being polled, `body` may see the [`GroupTaskError`](crate::GroupTaskError) of
    /// that child before it is dropped.
    ///
    /// A [`timeout`](Scope::timeout) limits the time of the whole scope. If a part of `body` has to be completed, such
    /// as a commit, run it in [`finish`](TaskGroupHandle::finish).
    ///
    /// # Errors
    ///
    /// Returns all failures, in the order in which the group saw them, as [`join`](Self::join) does.
    ///
    /// - The failure of `body` has no id.
    /// - If the value of `body` panics when it is dropped, this panic is the last failure.
    /// - If `body` was dropped because the group was cancelled through a [`handle`](TaskGroupHandle::cancel), there are
    ///   no failures, and [`is_cancelled`](TaskGroupError::is_cancelled) returns `true`.
    ///   [`into_error`](TaskGroupError::into_error) then returns an error that is converted from the cancellation of a
    ///   task.
    /// - After a time-out, [`is_timed_out`](TaskGroupError::is_timed_out) returns `true`.
    ///
    /// # Panics
    ///
    /// Panics with the panic of `body`, after all children have been cancelled. Panics where [`join`](Self::join) does.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, `body` is dropped, and every child that has not ended is cancelled.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::pending;
    ///
    /// use ensure_future::{TaskGroup, TaskGroupError};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let result: Result<(), TaskGroupError<&str>> = TaskGroup::scope(async |group| {
    ///     group.create_task(async { Err::<(), _>("failed") }).unwrap();
    ///     pending().await
    /// })
    /// .await;
    /// assert_eq!(result.unwrap_err().failures.len(), 1);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `async with asyncio.TaskGroup() as group:`
    pub fn scope<T, F>(
        body: impl FnOnce(TaskGroupHandle<E>) -> F,
    ) -> Scope<impl Future<Output = Result<T, TaskGroupError<E>>>, E>
    where
        F: Future<Output = Result<T, E>>, // with `AsyncFnOnce`, an `E` with a lifetime would not compile
    {
        let group = Self::new();
        Scope {
            coordinator: group.coordinator.clone(),
            running: run(group, body),
        }
    }
}

async fn run<T, E, F>(
    group: TaskGroup<E>,
    body: impl FnOnce(TaskGroupHandle<E>) -> F,
) -> Result<T, TaskGroupError<E>>
where
    E: Send + 'static,
    F: Future<Output = Result<T, E>>,
{
    let region = Region::new();
    let group = group; // dropped before the region
    let coordinator = &group.coordinator;
    let mut timer = Timer::new(coordinator);
    let returned = run_body(coordinator, &mut timer, region.mark(body(group.handle()))).await;
    coordinator.end_body();
    let value = match returned {
        Some(Ok(value)) => Some(value),
        Some(Err(error)) => {
            coordinator.note(TaskFailure::of_body(error));
            group.cancel();
            None
        }
        None => None,
    };
    let mut failures = ended(coordinator, &mut timer).await;
    region.gone().await;
    let is_timed_out = coordinator.is_timed_out();
    match value {
        Some(value) if failures.is_empty() && !is_timed_out => return Ok(value),
        Some(value) => {
            // The destructor is called here, because its panic would lose the error if it propagated.
            if let Err(panic) = try_drop(value) {
                coordinator.note_panic(panic);
                failures.extend(ended(coordinator, &mut timer).await);
            }
        }
        None => {}
    }
    let error = TaskGroupError::new(failures);
    Err(if is_timed_out {
        error.timed_out()
    } else {
        error
    })
}

/// Runs the body, and drops it when the group is cancelled.
async fn run_body<E, F>(
    group: &Arc<Coordinator<E>>,
    timer: &mut Timer<'_, E>,
    body: F,
) -> Option<F::Output>
where
    E: Send + 'static,
    F: Future,
{
    let mut body = pin!(body);
    poll_fn(|context| {
        if group.poll_cancelled(context).is_ready() {
            return Poll::Ready(None);
        }
        if let Poll::Ready(returned) = body.as_mut().poll(context) {
            return Poll::Ready(Some(returned));
        }
        timer.poll(context);
        // The body may have left a region that had to be finished.
        if group.is_cancelled() {
            group.poll_cancelled(context).map(|()| None)
        } else {
            Poll::Pending
        }
    })
    .await
}

/// Waits until all children have ended, and returns the failures that were not returned before.
async fn ended<E: Send + 'static>(
    group: &Arc<Coordinator<E>>,
    timer: &mut Timer<'_, E>,
) -> Vec<TaskFailure<E>> {
    poll_fn(|context| {
        let ended = group.poll_join(context);
        if ended.is_pending() {
            timer.poll(context);
        }
        ended
    })
    .await
}

pin_project! {
    /// A group around a block of code, as a future. [`TaskGroup::scope`] returns it.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, the body is dropped, and every child that has not ended is cancelled.
    #[must_use = "a scope does nothing unless it is awaited"]
    pub struct Scope<F, E> {
        #[pin]
        running: F,
        coordinator: Arc<Coordinator<E>>,
    }
}

impl<F, E: Send + 'static> Scope<F, E> {
    /// Limits the time of the scope, from now on.
    ///
    /// At the limit, the body is dropped, the children are cancelled, and the scope waits for their end. A
    /// [`graceful`](crate::graceful()) child may clean up. The error's [`is_timed_out`](TaskGroupError::is_timed_out)
    /// then returns `true`, and the error contains the failures of that clean-up. tokio's [`timeout`] drops the scope
    /// instead: it neither waits nor reports.
    ///
    /// On a current-thread runtime, a result that is due exactly at the limit is returned. If the body and the children
    /// have ended before the limit, the result is returned too, even if what they
    /// [left behind](crate::guide::structured_concurrency) ends later.
    ///
    /// # Panics
    ///
    /// The future panics on a runtime whose timer is not enabled.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::future::pending;
    /// use std::time::Duration;
    ///
    /// use ensure_future::{TaskGroup, graceful};
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let scope = TaskGroup::scope(async |group| {
    ///     let child = graceful(async |cancel| {
    ///         cancel.requested().await;
    ///         Err::<(), _>("not saved")
    ///     });
    ///     group.create_task(child).unwrap();
    ///     pending::<Result<(), _>>().await
    /// });
    /// let error = scope.timeout(Duration::from_millis(100)).await.unwrap_err();
    /// assert!(error.is_timed_out());
    /// assert_eq!(error.failures.len(), 1);
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `async with asyncio.timeout(limit), asyncio.TaskGroup() as group:`
    ///
    /// [`timeout`]: https://docs.rs/tokio/latest/tokio/time/fn.timeout.html
    pub fn timeout(self, limit: Duration) -> Self {
        // A limit beyond the range of the clock means no limit.
        self.coordinator
            .set_deadline(Instant::now().checked_add(limit));
        self
    }

    /// Cancels the scope at this instant, as [`timeout`](Self::timeout) does at its limit.
    ///
    /// # Panics
    ///
    /// The future panics on a runtime whose timer is not enabled.
    ///
    /// # In asyncio
    ///
    /// `async with asyncio.timeout_at(when), asyncio.TaskGroup() as group:`
    pub fn timeout_at(self, deadline: Instant) -> Self {
        self.coordinator.set_deadline(Some(deadline));
        self
    }
}

impl<F: Future, E> Future for Scope<F, E> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.project().running.poll(context)
    }
}

/// Shows the number of children that have not ended.
impl<F, E> fmt::Debug for Scope<F, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope")
            .field("group", &self.coordinator)
            .finish_non_exhaustive()
    }
}

/// The deadline of a scope. A handle may move it.
struct Timer<'a, E> {
    group: &'a Arc<Coordinator<E>>,
    deadline: Option<Instant>,
    due: Option<Due>,
}

impl<'a, E: Send + 'static> Timer<'a, E> {
    fn new(group: &'a Arc<Coordinator<E>>) -> Self {
        Self {
            group,
            deadline: None,
            due: None,
        }
    }

    /// Cancels the group at the deadline.
    fn poll(&mut self, context: &mut Context<'_>) {
        let deadline = self.group.deadline();
        if deadline != self.deadline {
            self.deadline = deadline;
            self.due = deadline.map(|deadline| Due::new(sleep_until(deadline)));
        }
        if let Some(due) = &mut self.due {
            if due.poll(context).is_ready() {
                self.due = None;
                self.group.time_out();
            }
        }
    }
}
