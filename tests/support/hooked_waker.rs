//! Wakers of users, which may do anything when they are cloned, woken and dropped.

use std::sync::Arc;
use std::task::Waker;

use cooked_waker::{IntoWaker, Wake, WakeRef};

/// What a waker calls. Each hook may panic, and may call what holds the waker.
pub(crate) type Hook = Arc<dyn Fn() + Send + Sync>;

/// Makes a waker that calls a hook whenever it, or a clone of it, is cloned, woken or dropped. Waking it by value drops
/// it too.
#[allow(clippy::struct_field_names)] // each says when its hook is called
pub(crate) struct HookedWaker {
    pub(crate) on_clone: Option<Hook>,
    pub(crate) on_wake: Option<Hook>,
    pub(crate) on_drop: Option<Hook>,
}

impl HookedWaker {
    pub(crate) fn into_waker(self) -> Waker {
        Box::new(self).into_waker()
    }
}

fn call(hook: Option<&Hook>) {
    if let Some(hook) = hook {
        hook();
    }
}

impl Clone for HookedWaker {
    fn clone(&self) -> Self {
        call(self.on_clone.as_ref());
        Self {
            on_clone: self.on_clone.clone(),
            on_wake: self.on_wake.clone(),
            on_drop: self.on_drop.clone(),
        }
    }
}

impl WakeRef for HookedWaker {
    fn wake_by_ref(&self) {
        call(self.on_wake.as_ref());
    }
}

impl Wake for HookedWaker {}

impl Drop for HookedWaker {
    fn drop(&mut self) {
        call(self.on_drop.as_ref());
    }
}
