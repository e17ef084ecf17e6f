//! An actor with the attribute: the output of a future becomes a message in its own mailbox.

use std::ops::ControlFlow;

use ensure_future::accepts_awaitable;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// Handles messages, one at a time.
pub trait Actor {
    type Message: Send + 'static;

    fn handle(
        &mut self,
        message: Self::Message,
        context: &Context<Self::Message>,
    ) -> ControlFlow<()>;
}

/// What an actor can do while it handles a message.
pub struct Context<M> {
    mailbox: UnboundedSender<M>,
}

#[accepts_awaitable]
impl<M: Send + 'static> Context<M> {
    /// Runs a future beside the actor, and sends its output to the actor.
    pub fn pipe<F>(&self, #[awaitable] future: F)
    where
        F: Future + Send + 'static,
        F::Output: Into<M>,
    {
        let mailbox = self.mailbox.clone();
        tokio::spawn(async move {
            let message = future.await.into();
            let _ = mailbox.send(message); // the actor may have stopped
        });
    }
}

/// Runs an actor from its first message until it stops, and returns it.
pub async fn run<A: Actor>(mut actor: A, first: A::Message) -> A {
    let (mailbox, mut messages) = unbounded_channel();
    let context = Context { mailbox };
    let mut next = Some(first);
    while let Some(message) = next {
        if actor.handle(message, &context).is_break() {
            break;
        }
        next = messages.recv().await;
    }
    actor
}
