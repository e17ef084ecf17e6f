//! Children of a `TaskGroup` that succeed and fail, and the failures that the group reports.

use std::fmt;
use std::future::ready;

use ensure_future::{
    Failure, GroupTask, GroupTaskError, TaskFailure, TaskGroup, TaskGroupError, graceful,
};
use tokio::sync::oneshot;
use tokio::task::Id;

use support::alive::in_every_form_leaving_none;
use support::child::{Child, ChildOf, ERROR, End, Returned, VALUE, Way, child};
use support::forms::Form;
use support::phases::{Fate, Handle, handle_in_every_phase};
use support::{let_others_run, lifeline, poll_once, text};

handle_in_every_phase! { InGroup }

/// A group with one child.
struct InGroup {
    group: TaskGroup<&'static str>,
    child: GroupTask<u8>,
}

impl Handle for InGroup {
    const WHEN_DROPPED: Fate = Fate::IsCancelled;

    fn of<F: Form>(child: ChildOf<F>) -> Self {
        let group = TaskGroup::new();
        let child = group.create_task(child).unwrap();
        Self { group, child }
    }

    fn cancel(&self) -> bool {
        self.child.cancel()
    }

    fn is_finished(&self) -> bool {
        self.child.is_finished()
    }

    async fn end(self) -> End {
        let id = self.child.id();
        let joined = self.group.join().await;
        match (joined, self.child.await) {
            (Ok(()), Ok(value)) => {
                assert_eq!(value, VALUE);
                End::Value
            }
            (Ok(()), Err(error)) => {
                assert_eq!(error, GroupTaskError::Cancelled);
                End::Cancellation
            }
            (Err(error), value) => {
                assert_eq!(value, Err(GroupTaskError::Failed));
                let (whose, failure) = only(error);
                assert_eq!(whose, Some(id));
                End::of(match failure {
                    Failure::Returned(error) => Ok(Err(error)),
                    Failure::Ended(error) => Err(error),
                })
            }
        }
    }
}

fn only<E: fmt::Debug>(error: TaskGroupError<E>) -> (Option<Id>, Failure<E>) {
    let [TaskFailure { id, failure, .. }] = <[_; 1]>::try_from(error.failures).unwrap();
    (id, failure)
}

in_every_form_leaving_none! {
    children_give_values_of_different_types
    a_value_is_there_before_the_group_is_joined
    a_failure_cancels_the_others_while_nobody_awaits_the_group
    a_failure_cancels_the_others_while_the_group_is_joined
    all_failures_are_reported_in_their_order
    a_child_that_is_cancelled_by_itself_is_no_failure
    dropping_the_task_of_a_child_leaves_it_running
    cancelling_the_group_is_no_failure
    join_has_waited_for_the_end_of_all
}

async fn children_give_values_of_different_types<F: Form>() {
    let group: TaskGroup<()> = TaskGroup::new();
    let text = group.create_task(F::of(async { Ok("text".to_owned()) }));
    let number = group.create_task(F::of(async { Ok(42) }));
    group.join().await.unwrap();
    assert_eq!(text.unwrap().await.as_deref(), Ok("text"));
    assert_eq!(number.unwrap().await, Ok(42));
}

/// AnyIO's `test_taskgroups::TestCreateTask::test_return_value`.
async fn a_value_is_there_before_the_group_is_joined<F: Form>() {
    let (group, [(task, mut child)]) = group::<F, 1>([Way::Returns]).await;
    child.end();
    assert_eq!(task.await, Ok(VALUE));
    drop(group);
}

/// AnyIO's `test_taskgroups::test_exception_cancels_siblings`.
/// AnyIO's `test_taskgroups::TestCreateTask::test_exception`.
/// AnyIO's `test_taskgroups::TestCreateTask::test_wait`.
/// Trio's `test_run::test_task_crash_propagation`.
// Contract 4.4.
async fn a_failure_cancels_the_others_while_nobody_awaits_the_group<F: Form>() {
    for way in [Way::Fails, Way::Panics] {
        let (group, [(failing, mut child), (task, mut sibling)]) =
            group::<F, 2>([way, Way::Returns]).await;
        child.end();
        assert_eq!(sibling.ended().await, End::Cancellation);
        assert_eq!(task.await, Err(GroupTaskError::Cancelled));
        let id = failing.id();
        assert_eq!(failing.await, Err(GroupTaskError::Failed));
        let (whose, failure) = only(group.join().await.unwrap_err());
        assert_eq!(whose, Some(id));
        assert_eq!(matches!(failure, Failure::Ended(_)), way == Way::Panics);
    }
}

async fn a_failure_cancels_the_others_while_the_group_is_joined<F: Form>() {
    let (group, [(_, mut child), (_, mut sibling)]) =
        group::<F, 2>([Way::Fails, Way::Returns]).await;
    let mut joined = Box::pin(group.join());
    assert!(poll_once(&mut joined).is_pending());
    child.end();
    assert_eq!(sibling.ended().await, End::Cancellation);
    let (_, failure) = only(joined.await.unwrap_err());
    assert!(matches!(failure, Failure::Returned(ERROR)));
}

/// AnyIO's `test_taskgroups::test_exception_group_children`.
// Contract 2.4, 5.6.
async fn all_failures_are_reported_in_their_order<F: Form>() {
    let (group, [(first, mut child)]) = group::<F, 1>([Way::Fails]).await;
    let second = cleaning::<F>(&group, ready(Err("second"))).await;
    let (release, released) = oneshot::channel::<()>();
    let third = cleaning::<F>(&group, async {
        released.await.unwrap();
        panic!("third")
    })
    .await;
    let ids = [first.id(), second.id(), third.id()];

    child.end();
    assert_eq!(second.await, Err(GroupTaskError::Failed));
    release.send(()).unwrap();
    let failures = group.join().await.unwrap_err().failures;
    let failed: Vec<_> = failures.iter().map(|failed| failed.id.unwrap()).collect();
    assert_eq!(failed, ids);
    let texts: Vec<_> = failures
        .into_iter()
        .map(|failed| said(failed.failure))
        .collect();
    assert_eq!(texts, [ERROR, "second", "third"]);
}

/// Adds a child that runs this future when it is cancelled.
async fn cleaning<F: Form>(
    group: &TaskGroup<&'static str>,
    end: impl Future<Output = Returned> + Send + 'static,
) -> GroupTask<u8> {
    let (begins, begun) = oneshot::channel();
    let child = graceful(async move |cancel| {
        begins.send(()).unwrap();
        cancel.requested().await;
        end.await
    });
    let task = group.create_task(F::of(child)).unwrap();
    begun.await.unwrap();
    task
}

/// The error or the panic message of a failed child.
fn said(failure: Failure<&'static str>) -> String {
    match failure {
        Failure::Returned(error) => error.to_owned(),
        Failure::Ended(error) => text(&*error.into_panic()).to_owned(),
    }
}

/// AnyIO's `test_taskgroups::TestCreateTask::test_cancel`.
async fn a_child_that_is_cancelled_by_itself_is_no_failure<F: Form>() {
    let (group, [(mut task, mut child), (other, mut sibling)]) =
        group::<F, 2>([Way::Returns, Way::Returns]).await;
    let mut joined = Box::pin(group.join());
    assert!(poll_once(&mut joined).is_pending());
    assert!(task.cancel());
    assert_eq!(child.ended().await, End::Cancellation);
    assert_eq!((&mut task).await, Err(GroupTaskError::Cancelled));
    assert!(!task.cancel());
    assert!(poll_once(&mut joined).is_pending());
    sibling.end();
    joined.await.unwrap();
    assert_eq!(other.await, Ok(VALUE));
}

async fn dropping_the_task_of_a_child_leaves_it_running<F: Form>() {
    for polls in 0..2 {
        let (group, [(mut task, child)]) = group::<F, 1>([Way::Returns]).await;
        for _ in 0..polls {
            assert!(poll_once(&mut task).is_pending());
        }
        drop(task);
        let_others_run().await;
        child.goes_on().await;
        group.join().await.unwrap();
    }
}

async fn cancelling_the_group_is_no_failure<F: Form>() {
    let (group, [(first, mut child), (second, mut sibling)]) =
        group::<F, 2>([Way::Returns, Way::Returns]).await;
    group.cancel();
    group.cancel();
    assert_eq!(child.ended().await, End::Cancellation);
    assert_eq!(sibling.ended().await, End::Cancellation);
    group.join().await.unwrap();
    let cancelled = Err(GroupTaskError::Cancelled);
    assert_eq!((first.await, second.await), (cancelled, cancelled));
}

/// Trio's `test_run::test_locals_destroyed_promptly_on_cancel`.
// Contract 4.4.
async fn join_has_waited_for_the_end_of_all<F: Form>() {
    let (group, [(_, mut child)]) = group::<F, 1>([Way::Fails]).await;
    let (line, mut watch) = lifeline();
    let endless = group.create_task(F::of(line.endless::<Returned>()));
    watch.started().await;
    child.end();
    group.join().await.unwrap_err();
    assert!(!watch.is_alive(), "its destructors have run");
    assert!(endless.unwrap().is_finished());
}

/// A group with children that still run, and children that have ended in these ways.
async fn group<F: Form, const N: usize>(
    ways: [Way; N],
) -> (TaskGroup<&'static str>, [(GroupTask<u8>, Child); N]) {
    let group = TaskGroup::new();
    let mut children = Vec::new();
    for way in ways {
        let (awaitable, mut child) = child::<F>(way).await;
        let task = group.create_task(awaitable).unwrap();
        child.started().await;
        children.push((task, child));
    }
    let children = children.try_into().ok().expect("there are as many");
    (group, children)
}
