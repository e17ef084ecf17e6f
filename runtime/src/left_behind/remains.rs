//! What several tasks of one function have left behind.

use std::task::{Context, Poll, ready};

use super::{Key, is_gone, pass_on, poll_gone};

/// The tasks of which something is left. If this is dropped first, it is passed on to the current task or region.
#[derive(Debug, Default)]
pub(crate) struct Remains(Vec<Key>);

impl Remains {
    /// Adds what a task has left behind.
    #[inline]
    pub(crate) fn add(&mut self, task: Key) {
        if !is_gone(task) {
            self.0.push(task);
        }
    }

    /// Ready when nothing is left.
    pub(crate) fn poll_gone(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while let Some(&task) = self.0.last() {
            ready!(poll_gone(task, context));
            self.0.pop();
        }
        Poll::Ready(())
    }
}

impl Drop for Remains {
    fn drop(&mut self) {
        self.0.drain(..).for_each(pass_on);
    }
}
