//! The connection from tokio-util's `CancellationToken` to a group, which the token cancels.

use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Wake, Waker};

use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::coordinator::Coordinator;
use super::{TaskGroup, TaskGroupHandle};
use crate::util::sync::Mutex;

impl<E: Send + 'static> TaskGroup<E> {
    /// Cancels the group when the token is cancelled, as [`cancel`](Self::cancel) does.
    ///
    /// For the other direction, a [`graceful`](crate::graceful()) child converts its
    /// [`CancelRequest`](crate::CancelRequest) into a token. This token is cancelled with the child, and so with the
    /// group.
    ///
    /// # Examples
    ///
    /// ```
    /// use ensure_future::{TaskGroup, graceful};
    /// use tokio_util::sync::CancellationToken;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let shutdown = CancellationToken::new();
    /// let group = TaskGroup::<()>::new();
    /// group.cancel_on(shutdown.clone());
    /// let child = group.create_task(graceful(async |cancel| {
    ///     CancellationToken::from(cancel).cancelled().await;
    ///     Ok("saved")
    /// }));
    /// # tokio::task::yield_now().await;
    ///
    /// shutdown.cancel();
    /// assert_eq!(child.unwrap().await, Ok("saved"));
    /// # }
    /// ```
    ///
    /// # In asyncio
    ///
    /// No counterpart.
    pub fn cancel_on(&self, token: CancellationToken) {
        self.handle().cancel_on(token);
    }
}

impl<E: Send + 'static> TaskGroupHandle<E> {
    /// Cancels the group when the token is cancelled. See [`TaskGroup::cancel_on`].
    ///
    /// To cancel a [`scope`](TaskGroup::scope) by a token, call this in its body.
    pub fn cancel_on(&self, token: CancellationToken) {
        let Some(group) = self.coordinator.upgrade() else {
            return;
        };
        let link = Arc::new(Link {
            group: Arc::downgrade(&group),
            cancelled: Mutex::new(Some(Box::pin(token.cancelled_owned()))),
        });
        group.state.lock().links.push(link.clone());
        link.look();
    }
}

/// The link from a token to a group. The group keeps it.
pub(super) struct Link<E> {
    group: Weak<Coordinator<E>>,
    /// The token's future, until the token is cancelled.
    cancelled: Mutex<Option<Pin<Box<WaitForCancellationFutureOwned>>>>,
}

impl<E: Send + 'static> Link<E> {
    /// Cancels the group if the token is cancelled.
    fn look(self: &Arc<Self>) {
        if self.is_cancelled() {
            if let Some(group) = self.group.upgrade() {
                group.cancel();
            }
        }
    }

    fn is_cancelled(self: &Arc<Self>) -> bool {
        let waker = Waker::from(Arc::new(LookOnWake(Arc::downgrade(self))));
        let mut cancelled = self.cancelled.lock();
        let is_cancelled = cancelled.as_mut().is_some_and(|cancelled| {
            let mut context = Context::from_waker(&waker);
            cancelled.as_mut().poll(&mut context).is_ready()
        });
        if is_cancelled {
            *cancelled = None;
        }
        is_cancelled
    }
}

/// The waker of the token's future. It is weak, since the link has that future.
struct LookOnWake<E>(Weak<Link<E>>);

impl<E: Send + 'static> Wake for LookOnWake<E> {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if let Some(link) = self.0.upgrade() {
            link.look();
        }
    }
}
