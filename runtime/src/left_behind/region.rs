//! The body of a scope. An owner that is dropped in the body is noted for the scope, not for the task around both.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio::task::{Id, try_id};

use super::{Key, gone, pass_on};
use crate::util::sync::{AtomicUsize, Ordering};

thread_local! {
    /// The region that this thread polls or drops, and the task in which it does that.
    static CURRENT: Cell<Option<(usize, Option<Id>)>> = const { Cell::new(None) };
}

/// Returns the task or region under which a note is made on this thread, and the current task.
pub(super) fn current() -> Option<(Key, Option<Id>)> {
    let task = try_id();
    // A region may poll other tasks, for example in `LocalSet::run_until`.
    let region = CURRENT.try_with(Cell::get).ok().flatten();
    match region.filter(|&(_, of)| of == task) {
        Some((region, _)) => Some((Key::Region(region), task)),
        None => Some((Key::Task(task?), task)),
    }
}

/// What the body of a scope leaves behind. If this is dropped before all of it is gone, the rest is passed on to the
/// task or region around it.
pub(crate) struct Region {
    id: usize,
}

impl Region {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { id }
    }

    /// Notes owners that are dropped while this future is polled or dropped under this region.
    pub(crate) fn mark<F>(&self, body: F) -> Marked<F> {
        Marked {
            region: self.id,
            body: Some(body),
        }
    }

    /// Waits until nothing is left of what the body has left behind.
    pub(crate) async fn gone(&self) {
        gone(Key::Region(self.id)).await;
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        pass_on(Key::Region(self.id));
    }
}

/// Makes the region current until this is dropped.
struct Enter {
    before: Option<(usize, Option<Id>)>,
}

impl Enter {
    fn new(region: usize) -> Self {
        let current = Some((region, try_id()));
        let before = CURRENT.try_with(|region| region.replace(current));
        Self {
            before: before.unwrap_or_default(),
        }
    }
}

impl Drop for Enter {
    fn drop(&mut self) {
        let _ = CURRENT.try_with(|region| region.set(self.before));
    }
}

pin_project! {
    /// A body in its region.
    pub(crate) struct Marked<F> {
        region: usize,
        #[pin]
        body: Option<F>,
    }

    impl<F> PinnedDrop for Marked<F> {
        fn drop(this: Pin<&mut Self>) {
            let mut this = this.project();
            let _entered = Enter::new(*this.region);
            this.body.set(None);
        }
    }
}

impl<F: Future> Future for Marked<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let mut this = self.project();
        let _entered = Enter::new(*this.region);
        let body = this.body.as_mut().as_pin_mut();
        let output = body
            .expect("a body is polled after completion")
            .poll(context);
        if output.is_ready() {
            this.body.set(None);
        }
        output
    }
}
