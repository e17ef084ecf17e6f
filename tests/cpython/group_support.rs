//! Helpers for groups and limits: the paused clock, groups of one error type, and children that fail late.

use ensure_future::{CancelRequest, Failure, TaskGroup, TaskGroupError, TaskGroupHandle, graceful};
use tokio::time::pause;

use support::{Lifeline, on_current_thread, text};

/// The error of the children.
///
/// It is a new type because with a reference, rustc can not prove that a scope in a spawned coroutine is `Send`.
#[derive(Debug, PartialEq)]
pub(super) struct Fault(pub(super) &'static str);

/// The result of a group.
pub(super) type Ended<T = (), E = Fault> = Result<T, TaskGroupError<E>>;

/// Runs a test with the paused clock, which advances when all tasks are idle. The test may use less than a minute of
/// it.
pub(super) fn on_paused_clock(test: impl Future<Output = ()>) {
    on_current_thread(async {
        pause();
        test.await;
    });
}

/// Adds a child and drops the task of its value.
pub(super) fn add<E: Send + 'static>(
    group: &TaskGroupHandle<E>,
    child: impl Future<Output = Result<(), E>> + Send + 'static,
) {
    drop(group.create_task(child).unwrap());
}

pub(super) async fn fails(words: &'static str) -> Result<(), Fault> {
    Err(Fault(words))
}

/// Reports its start, and fails when it is asked to end.
pub(super) async fn fails_when_asked(mut line: Lifeline, words: &'static str) -> Result<(), Fault> {
    graceful(async |cancel| {
        line.started();
        cancel.requested().await;
        Err(Fault(words))
    })
    .await
}

/// Reports its start, and panics when it is dropped.
pub(super) async fn panics_when_dropped(line: Lifeline, words: &'static str) -> Result<(), Fault> {
    let _bomb = PanicsWhenDropped(words);
    line.endless().await
}

pub(super) struct PanicsWhenDropped(pub(super) &'static str);

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        // A second panic would hide the first.
        assert!(std::thread::panicking(), "{}", self.0);
    }
}

/// Cancels a group when its owner is asked to end, and waits for it.
pub(super) async fn leave(group: TaskGroup<Fault>, cancel: &CancelRequest) -> Ended {
    cancel.requested().await;
    group.cancel();
    group.join().await
}

/// The messages of the failures, in order.
pub(super) fn words<T>(failed: Ended<T>) -> Vec<String> {
    let Err(error) = failed else {
        panic!("the group has not failed");
    };
    let failures = error.failures.into_iter();
    failures
        .map(|failure| match failure.failure {
            Failure::Returned(Fault(words)) => words.to_owned(),
            Failure::Ended(error) => format!("panic: {}", text(&*error.into_panic())),
        })
        .collect()
}
