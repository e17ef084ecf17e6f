use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;

use tokio::runtime::{self, Handle};
use tokio::task::Id;

use super::blocked::listening_task;
use super::cancel_request::Coroutine;
use super::{CancelRequest, REGISTRY};
use crate::util::wakers::Wakers;

/// Makes a coroutine that is asked to end when its task is cancelled. It may clean up first, or go on.
///
/// When a task is cancelled, tokio drops an ordinary coroutine at its next suspension point. Destructors run, which is
/// all that most coroutines need. A graceful coroutine is not dropped: `cancel()` makes a request, and `body` sees it
/// through its [`CancelRequest`]. What `body` returns is the task's value, also after a request. To end the task as a
/// cancelled one, await [`CancelRequest::accept`].
///
/// # Which cancellations ask
///
/// Every cancellation of this crate asks: [`Task::cancel`](crate::Task::cancel), the limit of
/// [`wait_for`](crate::wait_for()), the failure of a sibling, a dropped await. While `body` runs, a second cancellation
/// is the same request and does not force anything. These do not ask:
///
/// - A cancellation before the first poll: the coroutine never begins, as any other.
/// - tokio's `abort()`, of an [`AbortHandle`](tokio::task::AbortHandle) or a `JoinHandle`: it drops the coroutine. This
///   is how you force the end.
/// - A runtime of tokio that shuts down. [`run`](crate::run) and [`Runner`](crate::Runner) ask first, and cancel
///   nothing else until those that they asked have ended.
///
/// If you wait for the end of a cancelled task, you wait for `body`, so it has to return at some time.
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
/// A request wakes the coroutine, so it is polled soon, whatever it waits for. If the task goes on without polling
/// `job`, the request is not heard. [`wait_for`](crate::wait_for()), [`run`](crate::run) and [`Runner`](crate::Runner)
/// then abort the task after ten seconds. [`cancel_and_wait`](crate::Task::cancel_and_wait),
/// [`TaskGroup`](crate::TaskGroup) and [`try_gather`](crate::try_gather()) wait without a limit.
///
/// # Several in one task
///
/// The request belongs to the task, and all graceful coroutines in it share it, at whatever depth they are. One that
/// begins while another one listens is asked at once if the task has been asked. When the last one ends, the request is
/// used up: if one of them has looked at it, the task goes on, and a later cancellation is a new one; if none has, the
/// task is aborted. A coroutine that moves to another task listens for that task from its next poll.
///
/// Outside of a task, as in the coroutine that `run` is given, it is never asked. In a function that
/// [`to_thread`](crate::to_thread()) runs and that calls tokio's `Handle::block_on`, it listens for the task of that
/// function.
///
/// Tasks without a graceful coroutine pay nothing for it, except for one look-up at each cancellation while there is a
/// graceful coroutine anywhere.
///
/// # Cancel safety
///
/// If the coroutine itself is dropped, for example in a `select!`, `body` is dropped and not asked.
///
/// A dropped await cancels the task and can't wait for it. The [group around the parent](crate::guide::structured_concurrency)
/// waits for the clean-up of the parent's children. If the parent itself has to act after that clean-up, make it
/// graceful too, and await the children's [`cancel_and_wait`](crate::Task::cancel_and_wait).
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
/// `try: .. except CancelledError: ..`. There, the request arrives as an exception wherever the coroutine awaits. Here,
/// the body decides where it looks, so nothing is interrupted that should not be.
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

/// Has a graceful coroutine listen before it is polled.
pub(crate) struct Early(Arc<Coroutine>);

impl Early {
    /// Begins to listen for the task that the coroutine is spawned in. Then a cancellation before the first poll is a
    /// request, too.
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
