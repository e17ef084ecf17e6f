//! Wakers that panic.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Wake, Waker};

use tokio::task::unconstrained;

use super::Fault;

/// Polls a future with wakers that wake the task and then panic.
///
/// The future must not wait for a timer: tokio's driver does not catch the panic of a waker. The list of tasks that
/// have used up their budget does not either, so the future has no budget.
pub(crate) async fn with_faulty_waker<F: Future>(fault: Option<Fault>, future: F) -> F::Output {
    let Some(fault) = fault else {
        return future.await;
    };
    let mut future = pin!(unconstrained(future));
    poll_fn(|context| {
        let waker = Arc::new(FaultyWaker {
            waker: context.waker().clone(),
            fault,
            is_armed: AtomicBool::new(true),
        });
        let polled = future
            .as_mut()
            .poll(&mut Context::from_waker(&Waker::from(waker.clone())));
        if polled.is_ready() {
            waker.disarm(); // a panic of the drop below would lose the outcome
        }
        polled
    })
    .await
}

struct FaultyWaker {
    waker: Waker,
    fault: Fault,
    is_armed: AtomicBool,
}

impl FaultyWaker {
    /// Returns whether the waker was armed.
    fn disarm(&self) -> bool {
        self.is_armed.swap(false, Ordering::Relaxed)
    }
}

impl Wake for FaultyWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.waker.wake_by_ref();
        if self.fault == Fault::Wake && self.disarm() {
            self.fault.panic_in_drop(); // a destructor may wake it
        }
    }
}

impl Drop for FaultyWaker {
    fn drop(&mut self) {
        if self.fault == Fault::WakerDrop && self.disarm() {
            self.fault.panic_in_drop();
        }
    }
}
