use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};

use tokio::task::{Id, JoinError, JoinHandle, coop};

use crate::{Task, cancellation};

/// A task that many can await: each clone gives what it returned.
///
/// [`Task::shared`] makes one. As a declared parameter, it accepts a coroutine, a `Task`, tokio's `JoinHandle` and a
/// `SharedTask`, which is passed through as the very same one; so a caller can pass a clone on and await another.
///
/// `shared.await`, of any clone or reference, gives `Result<T, Arc<JoinError>>`. It does not tie the task to the
/// awaiter, which is one of many: dropped, it leaves the task running. When the last clone is dropped, the task is
/// detached, as any other.
///
/// Where `Task<T>` is declared, a `SharedTask` is not accepted, for nobody owns it alone. Its future is: what
/// `shared.into_future()` gives is a coroutine, and cancelling that leaves the task running.
///
/// Since clones on several threads read the value, a `SharedTask<T>` is `Send` only where `T` is `Sync` too.
///
/// # Panics
///
/// Awaiting it panics if the task gave its result to an earlier `(&mut task).await`.
///
/// # Examples
///
/// ```
/// use ensure_future::{SharedTask, accepts_awaitable, create_task};
///
/// #[accepts_awaitable]
/// async fn length(text: SharedTask<String>) -> usize {
///     text.await.unwrap().len()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let text = create_task(async { "shared".to_owned() }).shared();
/// assert_eq!(length(text.clone()).await, 6);
/// assert_eq!(text.await.unwrap(), "shared");
/// # }
/// ```
///
/// # In asyncio
///
/// Any task: there, each can be awaited by many, and each of these cancels it.
pub struct SharedTask<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    id: Id,
    /// Until its outcome is there.
    running: Mutex<Option<JoinHandle<T>>>,
    outcome: OnceLock<Result<T, Arc<JoinError>>>,
    awaiters: Arc<Awaiters>,
}

impl<T> Shared<T> {
    fn running(&self) -> MutexGuard<'_, Option<JoinHandle<T>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> SharedTask<T> {
    /// Requests that the task be cancelled, for all who await it, and returns whether it was still running.
    ///
    /// See [`Task::cancel`].
    ///
    /// # In asyncio
    ///
    /// `Task.cancel()`.
    pub fn cancel(&self) -> bool {
        let running = match &*self.shared.running() {
            Some(handle) if !handle.is_finished() => handle.abort_handle(),
            _ => return false,
        };
        cancellation::request_by(&running);
        true
    }

    /// Returns whether the task has ended: with a value, by a panic or by a cancellation.
    pub fn is_finished(&self) -> bool {
        let running = self.shared.running();
        running.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Returns tokio's id of the task, which all clones have in common.
    pub fn id(&self) -> Id {
        self.shared.id
    }
}

impl<T> Clone for SharedTask<T> {
    fn clone(&self) -> Self {
        Self {
            shared: self.shared.clone(),
        }
    }
}

/// The same task, with the same id.
impl<T> From<Task<T>> for SharedTask<T> {
    fn from(task: Task<T>) -> Self {
        JoinHandle::from(task).into()
    }
}

/// The same task, with the same id.
impl<T> From<JoinHandle<T>> for SharedTask<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        Self {
            shared: Arc::new(Shared {
                id: handle.id(),
                running: Mutex::new(Some(handle)),
                outcome: OnceLock::new(),
                awaiters: Arc::default(),
            }),
        }
    }
}

/// `shared.await`: if it is dropped before the task has ended, the task goes on.
impl<T: Clone> IntoFuture for SharedTask<T> {
    type Output = Result<T, Arc<JoinError>>;
    type IntoFuture = SharedTaskFuture<T>;

    fn into_future(self) -> SharedTaskFuture<T> {
        SharedTaskFuture {
            task: self,
            place: None,
        }
    }
}

/// `(&shared).await`: the same, for a clone.
impl<T: Clone> IntoFuture for &SharedTask<T> {
    type Output = Result<T, Arc<JoinError>>;
    type IntoFuture = SharedTaskFuture<T>;

    fn into_future(self) -> SharedTaskFuture<T> {
        self.clone().into_future()
    }
}

/// Shows the id and whether the task has ended; what it computes need not be [`Debug`](fmt::Debug).
impl<T> fmt::Debug for SharedTask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedTask")
            .field("id", &self.id())
            .field("is_finished", &self.is_finished())
            .finish()
    }
}

/// What `shared.await` polls.
///
/// # Cancel safety
///
/// If it is dropped, the task goes on.
#[must_use = "it does nothing unless you `.await` it"]
pub struct SharedTaskFuture<T> {
    task: SharedTask<T>,
    /// Where its waker is, if it waits.
    place: Option<usize>,
}

impl<T: Clone> Future for SharedTaskFuture<T> {
    type Output = Result<T, Arc<JoinError>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { task, place } = &mut *self;
        let turn = ready!(coop::poll_proceed(context));
        let shared = &*task.shared;
        if shared.outcome.get().is_none() {
            // Before the lock is taken: wakers are not our code, and may ask the same task.
            shared.awaiters.put(place, context.waker().clone());
        }
        let mut running = shared.running();
        if let Some(handle) = &mut *running {
            let waker = Waker::from(shared.awaiters.clone());
            // The turn is this awaiter's; no other one is to be woken when it has none left.
            let handle = pin!(coop::unconstrained(handle));
            let outcome = ready!(handle.poll(&mut Context::from_waker(&waker)));
            *running = None;
            let _ = shared.outcome.set(outcome.map_err(Arc::new)); // it ends once
        }
        drop(running); // before the value is cloned, which is not our code
        turn.made_progress();
        let outcome = shared.outcome.get();
        Poll::Ready(outcome.expect("a task that does not run has ended").clone())
    }
}

impl<T> Drop for SharedTaskFuture<T> {
    fn drop(&mut self) {
        if let Some(place) = self.place {
            self.task.shared.awaiters.remove(place);
        }
    }
}

/// Nothing in it is pinned.
impl<T> Unpin for SharedTaskFuture<T> {}

impl<T> fmt::Debug for SharedTaskFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.task.fmt(f)
    }
}

/// The wakers of all who wait: each has a place until it is dropped.
#[derive(Default)]
struct Awaiters(Mutex<Places>);

#[derive(Default)]
struct Places {
    wakers: Vec<Option<Waker>>,
    free: Vec<usize>,
}

impl Awaiters {
    fn lock(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, place: &mut Option<usize>, waker: Waker) {
        let mut places = self.lock();
        let index = *place.get_or_insert_with(|| {
            places.free.pop().unwrap_or_else(|| {
                places.wakers.push(None);
                places.wakers.len() - 1
            })
        });
        let old = places.wakers[index].replace(waker);
        drop(places);
        drop(old);
    }

    fn remove(&self, place: usize) {
        let mut places = self.lock();
        let old = places.wakers[place].take();
        places.free.push(place);
        drop(places);
        drop(old);
    }
}

impl Wake for Awaiters {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let wakers: Vec<_> = self
            .lock()
            .wakers
            .iter_mut()
            .filter_map(Option::take)
            .collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}
