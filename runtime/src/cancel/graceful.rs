use std::fmt;
use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;

use tokio::runtime::{self, Handle};
use tokio::task::Id;

use super::REGISTRY;
use super::blocked::listening_task;
use super::listener::Listener;
use crate::util::sync::{AtomicUsize, Ordering};
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
/// A dropped await cancels the task and can't wait for it. The [group around the parent](crate::structured_concurrency)
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
    let listening = Listening::new();
    let request = listening.request();
    let body = pin!(async { body(request).await });
    listening.run(body).await
}

/// Makes a graceful coroutine that listens before it is polled: from the call of [`Early::listen`].
pub(crate) fn graceful_early<T>(
    body: impl AsyncFnOnce(CancelRequest) -> T,
) -> (impl Future<Output = T>, Early) {
    let listening = Listening::new();
    let early = Early(listening.0.clone());
    let coroutine = async move {
        let request = listening.request();
        let body = pin!(async { body(request).await });
        listening.run(body).await
    };
    (coroutine, early)
}

/// Has a graceful coroutine listen before it is polled.
pub(crate) struct Early(Arc<Listener<Id>>);

impl Early {
    /// Begins to listen for the task that the coroutine is spawned in. Then a cancellation before the first poll is a
    /// request, too.
    pub(crate) fn listen(self, task: Id, runtime: Option<runtime::Id>) {
        self.0.begin(&REGISTRY, task, runtime);
    }
}

/// The listener of a coroutine. It ends when the coroutine completes, panics or is dropped.
struct Listening(Arc<Listener<Id>>);

impl Listening {
    fn new() -> Self {
        Self(Arc::new(Listener::new()))
    }

    fn request(&self) -> CancelRequest {
        CancelRequest {
            listener: self.0.clone(),
        }
    }

    /// Polls the body, which is called in the first poll, when the coroutine listens.
    async fn run<F: Future>(&self, mut body: Pin<&mut F>) -> F::Output {
        let listener = &*self.0;
        let mut registered = Registered::new(&listener.signal.wakers);
        poll_fn(|context| {
            let runtime = || Some(Handle::try_current().ok()?.id());
            let (slot, waker) = (&mut registered.slot, context.waker());
            let _polling = listener.enter(&REGISTRY, listening_task(), runtime, slot, waker);
            body.as_mut().poll(context)
        })
        .await
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.end(&REGISTRY);
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
    ///
    /// Once this was `true`, it stays so.
    pub fn is_requested(&self) -> bool {
        self.listener.observe(&REGISTRY)
    }

    /// Waits until the task is asked to end. If the body ends before, this never completes.
    ///
    /// # Cancel safety
    ///
    /// If the future is dropped, nothing is lost: a request stays made.
    pub async fn requested(&self) {
        let signal = &self.listener.signal;
        let mut registered = Registered::new(&signal.wakers);
        let _waiting = Waiting::new(&signal.waiting);
        poll_fn(|context| {
            let slot = &mut registered.slot;
            self.listener.poll_requested(&REGISTRY, slot, context)
        })
        .await;
    }

    /// Waits until the task is asked to end, and then ends it as a cancelled one. The body has nothing left to do.
    ///
    /// Another graceful coroutine that runs beside this one in the task is waited for. One that runs around this one is
    /// waited for if it looks at the request; otherwise it has nothing left to do either.
    ///
    /// # Panics
    ///
    /// When it is polled in another task than the graceful coroutine: only the coroutine's own task can accept.
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
        self.panic_in_another_task(); // the coroutine may have moved to another task
        self.listener.accept(&REGISTRY);
        pending().await // until the task is aborted
    }

    fn panic_in_another_task(&self) {
        assert!(
            self.listener.is_in(listening_task()),
            "`CancelRequest::accept` is awaited in another task than its graceful coroutine: only the task in which \
             the coroutine runs can accept; elsewhere, await `requested` instead"
        );
    }
}

/// A future's slot among the wakers. It is freed when this is dropped.
struct Registered<'a> {
    wakers: &'a Wakers,
    slot: Option<usize>,
}

impl<'a> Registered<'a> {
    fn new(wakers: &'a Wakers) -> Self {
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

/// Counts a pending future until this is dropped.
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
            .field("is_requested", &self.listener.is_requested(&REGISTRY)) // does not observe the request
            .finish()
    }
}
