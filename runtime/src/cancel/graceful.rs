use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;

use tokio::runtime::{self, Handle};
use tokio::task::Id;

use super::blocked::listening_task;
use super::cancel_request::Coroutine;
use super::{CancelRequest, REGISTRY};
use crate::util::wakers::Wakers;

/// Makes a coroutine that is asked to end when its task is cancelled. The coroutine may clean up first, or go on.
///
/// When a task is cancelled, tokio drops an ordinary coroutine at its next suspension point. Destructors run, and most
/// coroutines need nothing else. A graceful coroutine is not dropped. Instead, `cancel()` makes a request, and `body`
/// sees the request through its [`CancelRequest`]. The value that `body` returns is the task's value, even after a
/// request. To end the task as a cancelled task, await [`CancelRequest::accept`].
///
/// The guide's page on [cancellation](crate::guide::cancellation) shows who cancels whom.
///
/// # Which cancellations ask
///
/// Every cancellation by this crate asks: [`Task::cancel`](crate::Task::cancel), the limit of
/// [`wait_for`](crate::wait_for()), the failure of a sibling, a dropped await. While `body` runs, a second cancellation
/// is the same request and does not force anything. These cancellations do not ask:
///
/// - A cancellation before the first poll. As with any other coroutine, the coroutine never begins.
/// - tokio's `abort()`, of an [`AbortHandle`] or a `JoinHandle`. It drops the coroutine, so use it to force the end.
/// - The shutdown of a runtime of tokio. [`run`](crate::run) and [`Runner`](crate::Runner) ask first, and cancel the
///   other tasks when the coroutines that they asked have ended.
///
/// Code that waits for the end of a cancelled task waits for `body`. So `body` has to return at some time.
///
/// # The coroutine has to be polled
///
/// A graceful coroutine hears a request only while it is polled. A loop with `select!` polls it each time it waits:
///
/// ```
/// use std::pin::pin;
///
/// use ensure_future::{create_task, graceful};
/// use tokio::sync::mpsc;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (sender, mut receiver) = mpsc::channel::<u8>(8);
/// let server = create_task(async move {
///     let mut job = pin!(graceful(async |cancel| cancel.requested().await));
///     loop {
///         tokio::select! {
///             () = &mut job => break,
///             Some(number) = receiver.recv() => println!("serves {number}"),
///         }
///     }
/// });
/// sender.send(1).await.unwrap();
/// # tokio::task::yield_now().await;
/// server.cancel_and_wait().await.unwrap();
/// # }
/// ```
///
/// A request wakes the task. The coroutine hears the request when the task polls the coroutine. If the task goes on
/// without polling `job`, the request is not heard. In this case,
///
/// - [`wait_for`](crate::wait_for()), [`run`](crate::run) and [`Runner`](crate::Runner) abort the task after ten
///   seconds;
/// - [`cancel_and_wait`](crate::Task::cancel_and_wait), [`TaskGroup`](crate::TaskGroup) and
///   [`try_gather`](crate::try_gather()) wait without a limit.
///
/// # Several graceful coroutines in one task
///
/// You can use `graceful` at any depth of a task's code. The request belongs to the task, and all graceful coroutines
/// in the task share it. If the task has been asked already, a graceful coroutine that begins while another one listens
/// is asked at once.
///
/// When the last graceful coroutine of a task ends, the request ends too. If none of them has looked at the request,
/// by [`is_requested`](CancelRequest::is_requested) or [`requested`](CancelRequest::requested), the task is aborted. If
/// one of them has looked at it, the task goes on. A later cancellation makes a new request if the task has a graceful
/// coroutine again. Otherwise, it drops the task's coroutine. A graceful coroutine that moves to another task listens
/// for the new task from its next poll.
///
/// Outside a task, for example in the coroutine that you pass to `run`, a graceful coroutine is never asked. If a
/// function of [`to_thread`](crate::to_thread()) calls tokio's `Handle::block_on`, a graceful coroutine in this call
/// listens for the task of the function.
///
/// Tasks without a graceful coroutine have no cost. While there is a graceful coroutine in any task, each cancellation
/// costs one look-up.
///
/// # Cancel safety
///
/// If the coroutine itself is dropped, for example in a `select!`, `body` is dropped without being asked.
///
/// A dropped await cancels its task, but can't wait for the clean-up. A
/// [group around the awaiter](crate::guide::structured_concurrency) does. If the awaiter has to act after the clean-up,
/// make the awaiter graceful too, and await [`cancel_and_wait`](crate::Task::cancel_and_wait) of the task.
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
/// `try: .. except CancelledError: ..`. In asyncio, the request arrives as an exception wherever the coroutine awaits.
/// Here, the body decides where to look at the request, so nothing is interrupted by accident.
///
/// [`AbortHandle`]: https://docs.rs/tokio/latest/tokio/task/struct.AbortHandle.html
pub async fn graceful<T>(body: impl AsyncFnOnce(CancelRequest) -> T) -> T {
    let mut listening = Listening::new();
    let request = listening.request();
    let body = pin!(async { body(request).await });
    listening.run(body).await
}

/// Makes a graceful coroutine that listens before it is polled: from the call of [`Early::listen`].
pub(crate) fn graceful_early<T>(
    body: impl AsyncFnOnce(CancelRequest) -> T,
) -> (impl Future<Output = T>, Early) {
    let mut listening = Listening::new();
    let early = Early(listening.coroutine.clone());
    let coroutine = async move {
        let request = listening.request();
        let body = pin!(async { body(request).await });
        listening.run(body).await
    };
    (coroutine, early)
}

/// Makes a graceful coroutine listen before it is polled.
pub(crate) struct Early(Arc<Coroutine>);

impl Early {
    /// Begins to listen for the task in which the coroutine is spawned. From now on, a cancellation before the first
    /// poll is a request, too.
    pub(crate) fn listen(self, task: Id, runtime: Option<runtime::Id>) {
        self.0.listener.begin(&REGISTRY, task, runtime);
    }
}

/// The listener of a coroutine. It ends when the coroutine completes, panics or is dropped.
struct Listening {
    coroutine: Arc<Coroutine>,
    has_completed: bool,
}

impl Listening {
    fn new() -> Self {
        Self {
            coroutine: Arc::new(Coroutine::new()),
            has_completed: false,
        }
    }

    fn request(&self) -> CancelRequest {
        CancelRequest::of(self.coroutine.clone())
    }

    /// Polls the body, which is called in the first poll, when the coroutine listens.
    async fn run<F: Future>(&mut self, mut body: Pin<&mut F>) -> F::Output {
        let listener = &self.coroutine.listener;
        let mut registered = Registered::new(&listener.signal.wakers);
        let output = poll_fn(|context| {
            let runtime = || Some(Handle::try_current().ok()?.id());
            let (slot, waker) = (&mut registered.slot, context.waker());
            let _polling = listener.enter(&REGISTRY, listening_task(), runtime, slot, waker);
            body.as_mut().poll(context)
        })
        .await;
        self.has_completed = true;
        output
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let listener = &self.coroutine.listener;
        listener.end(&REGISTRY);
        if !self.has_completed {
            listener.give_up();
        }
    }
}

/// A future's slot among the wakers. It is freed when this is dropped.
pub(super) struct Registered<'a> {
    wakers: &'a Wakers,
    pub(super) slot: Option<usize>,
}

impl<'a> Registered<'a> {
    pub(super) fn new(wakers: &'a Wakers) -> Self {
        Self { wakers, slot: None }
    }
}

impl Drop for Registered<'_> {
    fn drop(&mut self) {
        if let Some(slot) = self.slot {
            self.wakers.remove(slot);
        }
    }
}
