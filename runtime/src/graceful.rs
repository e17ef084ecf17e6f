use std::fmt;
use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::task::{Id, try_id};

use crate::records::{Listener, RECORDS};
use crate::sync::{AtomicUsize, Ordering};

/// Makes a coroutine that is asked to end when its task is cancelled, and may clean up first, or go on.
///
/// An ordinary coroutine is dropped at its next suspension point when its task is cancelled, which is all that most
/// need: destructors run. In here, `cancel()` only sets what `body` sees through its [`CancelRequest`]. What `body`
/// returns is the task's value, also after a request; to have the task end as cancelled, there is
/// [`CancelRequest::accept`].
///
/// Whatever cancels a task asks, in whichever form it is passed on: [`Task::cancel`](crate::Task::cancel), a limit of
/// [`wait_for`](crate::wait_for()), the failure of a sibling, a dropped await. A second `cancel()` is the same request.
/// It is *not* asked
///
/// - before it listens: a task that is cancelled before its first turn never begins, as any other;
/// - by tokio's `abort()`, of an [`AbortHandle`](tokio::task::AbortHandle) or a `JoinHandle`, which drops it at once;
/// - by a runtime that shuts down. [`run`](crate::run) and [`Runner`](crate::Runner) ask before they do, and cancel
///   nothing else until all who were asked have ended.
///
/// Whoever waits for the end of what was cancelled waits for `body`, so it should come to one.
///
/// It listens for the task that it runs in, and so anywhere in a coroutine, also where it goes on in another task:
/// where it has ended, the task is cancelled like any other again, and at once if `body` has not looked at a request.
/// In no task, as in the coroutine that `run` is given, it is never asked. Tasks without it pay nothing for it; while
/// one listens somewhere, a cancellation is looked up.
///
/// Whoever drops an await cancels, and does not wait: a parent that is to end after its children's clean-up is graceful
/// too, and awaits their [`cancel_and_wait`](crate::Task::cancel_and_wait).
///
/// # Cancel safety
///
/// If the coroutine itself is dropped, for example in a `select!`, `body` is dropped, and not asked.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_task, graceful};
/// use tokio::task::yield_now;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = create_task(graceful(async |cancel| {
///     cancel.requested().await;
///     yield_now().await; // cleans up, with all the time that it needs
///     "saved"
/// }));
/// yield_now().await; // it begins
/// assert_eq!(task.cancel_and_wait().await.unwrap(), "saved");
/// # }
/// ```
///
/// # In asyncio
///
/// `try: .. except CancelledError: ..`. There, the request arrives once, as an exception wherever the coroutine awaits;
/// here, the body decides where it looks, so nothing is interrupted that should not be.
pub async fn graceful<T>(body: impl AsyncFnOnce(CancelRequest) -> T) -> T {
    let listening = EndOnDrop(Arc::new(Listener::new()));
    let listener = &*listening.0;
    let mut asked = pin!(listener.ears.notify.notified());
    let mut body = pin!(body(CancelRequest {
        listener: listening.0.clone(),
    }));
    poll_fn(|context| {
        let runtime = || Some(Handle::try_current().ok()?.id());
        let _polling = listener.enter(&RECORDS, try_id(), runtime);
        // A request wakes this coroutine, whatever the body waits for: so it is known to be polled.
        while asked.as_mut().poll(context).is_ready() {
            asked.set(listener.ears.notify.notified());
        }
        body.as_mut().poll(context)
    })
    .await
}

/// The coroutine listens until its body ends, in whichever way it does.
struct EndOnDrop(Arc<Listener<Id>>);

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        self.0.end(&RECORDS);
    }
}

/// What a [`graceful()`] coroutine sees of its task's cancellation.
///
/// # In asyncio
///
/// `CancelledError`, and `Task.cancelling()`.
#[derive(Clone)]
pub struct CancelRequest {
    listener: Arc<Listener<Id>>,
}

impl CancelRequest {
    /// Returns whether the task has been asked to end.
    pub fn is_requested(&self) -> bool {
        self.listener.look(&RECORDS)
    }

    /// Waits until the task is asked to end; forever, if the body ends before.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: a request stays made.
    pub async fn requested(&self) {
        let ears = &self.listener.ears;
        let _waiting = Waiting::new(&ears.waiting);
        loop {
            let mut asked = pin!(ears.notify.notified());
            asked.as_mut().enable(); // so that a request after the look is not missed
            if self.is_requested() {
                return;
            }
            asked.await;
        }
    }

    /// Ends the task as one that is cancelled, once it is asked to end; the body has nothing left to do. Another
    /// graceful coroutine that runs beside this one in the task is waited for. So is one that runs around it, if it
    /// looks at the request; otherwise it has nothing left to do either.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{Task, create_task, graceful};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let task: Task<u8> = create_task(graceful(async |cancel| cancel.accept().await));
    /// tokio::task::yield_now().await; // it begins
    /// assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// `raise`, in `except CancelledError`.
    pub async fn accept(&self) -> ! {
        self.panic_in_another_task();
        self.requested().await;
        self.panic_in_another_task(); // it may have moved
        self.listener.accept(&RECORDS);
        pending().await // it goes no further
    }

    fn panic_in_another_task(&self) {
        assert!(
            self.listener.is_in(try_id()),
            "`CancelRequest::accept` is awaited in another task than its graceful coroutine: only the task in which \
             the coroutine runs can accept; elsewhere, await `requested` instead"
        );
    }
}

/// Counts a pending future.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for CancelRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelRequest")
            .field("is_requested", &self.listener.is_requested(&RECORDS)) // which does not count as a look
            .finish()
    }
}
