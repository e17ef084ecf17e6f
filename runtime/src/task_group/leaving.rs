//! Children that have ended, and whose group waits for what they have left behind.

use std::sync::Arc;
use std::task::{Wake, Waker};

use tokio::task::Id;

use super::coordinator::Coordinator;
use crate::left_behind::{Key, wake_when_gone};

pub(super) struct Leaving<E> {
    group: Arc<Coordinator<E>>,
    /// The key of the child in the group, and whether its value was unwanted.
    child: (usize, bool),
    task: Key,
}

impl<E: Send + 'static> Leaving<E> {
    /// Removes the child from the group when nothing is left. Its failure is reported, and its awaiter is woken, at once.
    #[cold]
    pub(super) fn begin(
        group: &Arc<Coordinator<E>>,
        child: (usize, bool),
        task: Id,
        awaiter: Option<Waker>,
    ) {
        group.settle(awaiter);
        Arc::new(Self {
            group: group.clone(),
            child,
            task: Key::Task(task),
        })
        .settle();
    }

    fn settle(self: Arc<Self>) {
        if !wake_when_gone(self.task, Waker::from(self.clone())) {
            let (key, is_unwanted) = self.child;
            self.group.remove(key, is_unwanted, None);
        }
    }
}

impl<E: Send + 'static> Wake for Leaving<E> {
    fn wake(self: Arc<Self>) {
        self.settle();
    }
}
