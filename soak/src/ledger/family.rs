//! The coroutines that a group has to wait for: its children, the tasks that they own, and so on.

use std::iter::successors;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::failure::check;

/// The coroutines that must be dropped when a group ends.
pub(crate) struct Family {
    members: AtomicUsize,
    /// The family that contains this family.
    around: Option<Arc<Family>>,
}

impl Family {
    pub(crate) fn new(around: Option<Arc<Self>>) -> Arc<Self> {
        Arc::new(Self {
            members: AtomicUsize::new(0),
            around,
        })
    }

    pub(super) fn enter(&self) {
        for family in self.with_those_around() {
            family.members.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn leave(&self) {
        for family in self.with_those_around() {
            family.members.fetch_sub(1, Ordering::AcqRel);
        }
    }

    fn with_those_around(&self) -> impl Iterator<Item = &Self> {
        successors(Some(self), |family| family.around.as_deref())
    }

    /// Checks that no coroutine is left when its group has ended.
    pub(crate) fn check_ended(&self, group: &str) {
        let members = self.members.load(Ordering::Acquire);
        check(members == 0, || {
            format!("{group} has ended, and {members} coroutines in it have not")
        });
    }
}
