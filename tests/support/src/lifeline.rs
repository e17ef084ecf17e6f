//! Connections between a test and a coroutine: the test sees when the coroutine starts and when it is dropped.

use std::convert::Infallible;
use std::future;

use tokio::sync::oneshot;

/// A coroutine's end of a connection to the test. It is dropped with the coroutine.
pub struct Lifeline {
    polled: Option<oneshot::Sender<()>>,
    _held: oneshot::Sender<Infallible>,
}

/// The test's end of a [`Lifeline`].
pub struct Watch {
    polled: oneshot::Receiver<()>,
    held: oneshot::Receiver<Infallible>,
}

pub fn lifeline() -> (Lifeline, Watch) {
    let (polled_sender, polled) = oneshot::channel();
    let (held_sender, held) = oneshot::channel();
    let lifeline = Lifeline {
        polled: Some(polled_sender),
        _held: held_sender,
    };
    (lifeline, Watch { polled, held })
}

impl Lifeline {
    /// Reports that the coroutine runs.
    pub fn started(&mut self) {
        let polled = self.polled.take().expect("said once");
        polled.send(()).expect("the test listens");
    }

    /// A coroutine that reports its start and never ends.
    pub async fn endless<T>(mut self) -> T {
        self.started();
        future::pending().await
    }
}

impl Watch {
    /// Waits until the coroutine runs.
    pub async fn started(&mut self) {
        (&mut self.polled).await.expect("the coroutine runs");
    }

    /// Waits until the coroutine has been dropped.
    pub async fn dropped(self) {
        self.held.await.expect_err("nothing can be sent");
    }

    /// Whether the coroutine has not been dropped yet.
    pub fn is_alive(&mut self) -> bool {
        self.held.try_recv() == Err(oneshot::error::TryRecvError::Empty)
    }
}

pub fn lifelines(number: usize) -> (Vec<Lifeline>, Vec<Watch>) {
    (0..number).map(|_| lifeline()).unzip()
}

pub async fn all_started(watches: &mut [Watch]) {
    for watch in watches {
        watch.started().await;
    }
}

pub async fn all_dropped(watches: Vec<Watch>) {
    for watch in watches {
        watch.dropped().await;
    }
}
