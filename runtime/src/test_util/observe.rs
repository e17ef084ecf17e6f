use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio::task::{Id, try_id};

use crate::util::sync::OnceLock;

/// Observes in which task a coroutine runs. Returns the observed coroutine, and its observer.
///
/// Pass the returned coroutine (a future that is not spawned yet) to the function that you test, and ask the observer
/// afterwards. The coroutine never runs inside that call, so let it run first: see [`all_idle`](super::all_idle).
///
/// # Examples
///
/// ```
/// use ensure_future::{accepts_awaitable, test_util};
///
/// #[accepts_awaitable]
/// async fn timed<T>(#[awaitable] future: impl Future<Output = T>) -> T {
///     future.await
/// }
///
/// test_util::run_paused(async {
///     let (coroutine, observer) = test_util::observe(async { 42 });
///     assert_eq!(timed(coroutine).await, 42);
///     assert_eq!(observer.place(), test_util::Place::Awaited);
/// });
/// ```
///
/// # In asyncio
///
/// No counterpart.
pub fn observe<F: Future>(coroutine: F) -> (Observed<F>, Observer) {
    let polled_in = Arc::new(OnceLock::new());
    let observer = Observer {
        polled_in: polled_in.clone(),
        created_in: try_id(),
    };
    let coroutine = Observed {
        coroutine,
        polled_in,
    };
    (coroutine, observer)
}

/// The place where a coroutine runs. [`Observer::place`] returns it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The coroutine was not polled yet.
    NotStarted,
    /// The coroutine was polled in the task that called [`observe`], or in the same `block_on`.
    Awaited,
    /// The coroutine was polled in another task, with this id.
    Spawned(Id),
}

/// The observer of a coroutine. [`observe`] returns it.
#[derive(Debug, Clone)]
pub struct Observer {
    /// The task of the first poll. It is `None` in a `block_on`.
    polled_in: Arc<OnceLock<Option<Id>>>,
    created_in: Option<Id>,
}

impl Observer {
    /// Returns where the coroutine was first polled.
    pub fn place(&self) -> Place {
        match self.polled_in.get() {
            None => Place::NotStarted,
            Some(task) if *task == self.created_in => Place::Awaited,
            Some(Some(task)) => Place::Spawned(*task),
            Some(None) => Place::Awaited, // a `block_on` is no task
        }
    }
}

pin_project! {
    /// A coroutine that is observed. [`observe`] returns it.
    ///
    /// # Cancel safety
    ///
    /// If it is dropped, so is the coroutine inside.
    #[derive(Debug)]
    #[must_use = "futures do nothing unless you `.await` them"]
    pub struct Observed<F> {
        #[pin]
        coroutine: F,
        polled_in: Arc<OnceLock<Option<Id>>>,
    }
}

impl<F: Future> Future for Observed<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        this.polled_in.get_or_init(try_id);
        this.coroutine.poll(context)
    }
}
