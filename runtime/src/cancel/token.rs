//! Conversions between a [`CancelRequest`] and tokio-util's `CancellationToken`.

use std::sync::{Arc, Weak};
use std::task::{Wake, Waker};

use tokio_util::sync::CancellationToken;

use super::REGISTRY;
use super::cancel_request::{CancelRequest, Coroutine, Source};
use crate::util::sync::Mutex;

/// Makes a request from a token. The request is made when the token is cancelled.
impl From<CancellationToken> for CancelRequest {
    fn from(token: CancellationToken) -> Self {
        Self {
            source: Source::Token(token),
        }
    }
}

/// Makes a token from a request. The token is cancelled when the request is made.
///
/// # Examples
///
/// ```
/// use ensure_future::{create_task, graceful};
/// use tokio_util::sync::CancellationToken;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let task = create_task(graceful(async |cancel| {
///     let token = CancellationToken::from(cancel);
///     token.cancelled().await; // or pass it to code that takes a token
///     "saved"
/// }));
/// # tokio::task::yield_now().await;
/// assert_eq!(task.cancel_and_wait().await.unwrap(), "saved");
/// # }
/// ```
impl From<CancelRequest> for CancellationToken {
    fn from(request: CancelRequest) -> Self {
        match request.source {
            Source::Token(token) => token.child_token(),
            Source::Coroutine(coroutine) => {
                let token = coroutine.token.get_or_init(|| linked(&coroutine));
                token.child_token() // cancelling it leaves the tokens of others alone
            }
        }
    }
}

/// Makes the token that all tokens of a coroutine are children of.
fn linked(coroutine: &Arc<Coroutine>) -> CancellationToken {
    let token = CancellationToken::new();
    let link = Arc::new(Link {
        coroutine: Arc::downgrade(coroutine),
        token: token.clone(),
        slot: Mutex::default(),
    });
    link.wake_by_ref();
    token
}

/// A waker of a coroutine that cancels a token.
struct Link {
    /// It is weak, since the coroutine's signal has this waker.
    coroutine: Weak<Coroutine>,
    token: CancellationToken,
    slot: Mutex<Option<usize>>,
}

impl Wake for Link {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    /// Cancels the token if there is a request. A coroutine is also woken for other reasons, so the link stays registered.
    fn wake_by_ref(self: &Arc<Self>) {
        let Some(coroutine) = self.coroutine.upgrade() else {
            return;
        };
        let listener = &coroutine.listener;
        let waker = Waker::from(self.clone());
        listener
            .signal
            .wakers
            .register(&mut self.slot.lock(), &waker);
        if listener.observe(&REGISTRY) {
            self.token.cancel();
        }
    }
}
