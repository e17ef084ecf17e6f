//! A server with the attribute.

use std::future::{Pending, pending};
use std::pin::{Pin, pin};

use ensure_future::accepts_awaitable;
use tokio::sync::mpsc::Receiver;
use tokio::task::JoinSet;

/// The work for one connection.
pub type Connection = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Returns a server, which runs when it is awaited.
pub fn serve(listener: Receiver<Connection>) -> Serve {
    Serve { listener }
}

/// A server that runs until its listener is closed.
pub struct Serve {
    listener: Receiver<Connection>,
}

#[accepts_awaitable]
impl Serve {
    /// Stops accepting connections at the signal. Accepted connections are completed.
    pub fn with_graceful_shutdown<F>(self, #[awaitable] signal: F) -> WithGracefulShutdown<F>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let serve = self;
        WithGracefulShutdown { serve, signal }
    }
}

/// A server with a shutdown signal.
pub struct WithGracefulShutdown<F> {
    serve: Serve,
    signal: F,
}

impl<F: Future<Output = ()>> WithGracefulShutdown<F> {
    async fn run(self) -> usize {
        let mut listener = self.serve.listener;
        let mut signal = pin!(self.signal);
        let mut connections = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                biased;
                () = &mut signal => break,
                accepted = listener.recv() => accepted,
            };
            let Some(connection) = accepted else { break };
            connections.spawn(connection);
        }
        connections.join_all().await.len()
    }
}

impl<F: Future<Output = ()> + Send + 'static> IntoFuture for WithGracefulShutdown<F> {
    type Output = usize;
    type IntoFuture = Pin<Box<dyn Future<Output = usize> + Send>>;

    /// Returns the number of completed connections.
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl IntoFuture for Serve {
    type Output = usize;
    type IntoFuture = <WithGracefulShutdown<Pending<()>> as IntoFuture>::IntoFuture;

    fn into_future(self) -> Self::IntoFuture {
        self.with_graceful_shutdown(pending()).into_future()
    }
}
