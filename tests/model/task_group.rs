//! Task groups and their children.

#[path = "../../runtime/src/task_group/child.rs"]
mod child;
#[path = "../../runtime/src/task_group/coordinator.rs"]
mod coordinator;
#[path = "../../runtime/src/task_group/group_task.rs"]
mod group_task;
#[path = "../../runtime/src/task_group/leaving.rs"]
mod leaving;
#[path = "../../runtime/src/task_group/scope_state.rs"]
mod scope_state;
#[path = "../../runtime/src/task_group/state.rs"]
mod state;

use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake};

use loom::future::block_on;
use loom::thread;

use self::coordinator::Coordinator;
pub use self::group_task::{GroupTask, GroupTaskError};
use crate::left_behind::{Key, gone, leave_sent};
use crate::task::{Id, JoinHandle, Running, task};
use crate::{Failure, Task, check, check_interrupted, end, join};

/// No token cancels a group of the model.
type Links<E> = PhantomData<E>;

/// The same as in the runtime, where it is also an `Error`.
pub struct TaskFailure<E> {
    pub id: Option<Id>,
    pub name: Option<Arc<str>>,
    pub index: Option<usize>,
    pub failure: Failure<E>,
}

/// The error of a refused child. In the runtime, it returns the task.
struct ClosedError<T>(PhantomData<T>);

impl<T> ClosedError<T> {
    fn new(task: Task<T>) -> Self {
        drop(task.into_future());
        Self(PhantomData)
    }
}

type Group = Arc<Coordinator<&'static str>>;

type Child = GroupTask<u8>;

/// The output of a child's task.
type Returned = Result<u8, &'static str>;

/// Adds a child whose task has not ended yet, or is ending.
fn add<T: Send + 'static>(
    group: &Group,
    handle: JoinHandle<Result<T, &'static str>>,
) -> GroupTask<T> {
    let Ok(child) = group.add(Task::from(handle)) else {
        panic!("the group takes no children");
    };
    child
}

/// Makes a group with children that have not ended.
fn group<const N: usize>() -> (Group, [(Running<Returned>, Child); N]) {
    let group = Arc::new(Coordinator::new());
    let children = [(); N].map(|()| {
        let (running, handle) = task();
        (running, add(&group, handle))
    });
    (group, children)
}

/// Waits for the end of a group, and returns the children that have failed, in order.
fn joined(group: &Group) -> Vec<Id> {
    let failures = block_on(poll_fn(|context| group.poll_join(context)));
    failures
        .into_iter()
        .filter_map(|failed| failed.id)
        .collect()
}

/// *one handler*, *outcome before leaving*
// Contract 6.2.
#[test]
fn a_child_that_ends_while_it_is_being_added_is_waited_for_and_gives_its_value() {
    check(|| {
        let (group, []) = group();
        let (running, handle) = task();
        let ending = end(running, Ok(42));
        let child = add(&group, handle);
        assert!(joined(&group).is_empty());
        assert!(child.is_finished());
        assert_eq!(block_on(child), Ok(42));
        join([ending]);
    });
}

// Contract 6.2.
#[test]
fn the_group_and_the_awaiter_of_a_child_are_woken_when_the_child_has_ended() {
    check_interrupted(2, || {
        let (group, [(running, child)]) = group();
        let ending = end(running, Ok(42));
        let awaiting = thread::spawn(move || assert_eq!(block_on(child), Ok(42)));
        assert!(joined(&group).is_empty());
        join([ending, awaiting]);
    });
}

/// *wakers last*
#[test]
fn an_awaiter_is_woken_after_the_child_has_left() {
    check(|| {
        let (group, [(running, mut child)]) = group();
        let early = Arc::new(AtomicBool::new(false));
        let look = Arc::new(Look(group.clone(), early.clone()));
        let ending = end(running, Ok(42));
        let polled = Pin::new(&mut child).poll(&mut Context::from_waker(&look.into()));
        assert!(polled.is_pending() || polled == Poll::Ready(Ok(42)));
        join([ending]);
        assert!(!early.load(Ordering::SeqCst));
    });
}

/// A waker that notes whether a child was in the group when it was woken.
struct Look(Group, Arc<AtomicBool>);

impl Wake for Look {
    fn wake(self: Arc<Self>) {
        let is_early = self.0.state.lock().left > 0;
        self.1.store(is_early, Ordering::SeqCst);
    }
}

/// *failure first*
// Contract 2.4.
#[test]
fn code_that_sees_a_failure_can_add_no_child() {
    check(|| {
        let (group, [(running, child)]) = group();
        let id = child.id();
        let ending = end(running, Err("failed"));
        assert_eq!(block_on(child), Err(GroupTaskError::Failed));
        assert!(!group.takes_children());
        assert_eq!(joined(&group), [id]);
        join([ending]);
    });
}

// Contract 5.6.
#[test]
fn the_failures_of_children_that_end_at_the_same_time_are_all_reported() {
    check_interrupted(2, || {
        let (group, [first, second]) = group();
        let threads = [first.0, second.0].map(|running| end(running, Err("failed")));
        let failures = joined(&group);
        assert!(!failures.is_empty());
        for child in [first.1, second.1] {
            let is_reported = failures.contains(&child.id());
            let has_failed = block_on(child) == Err(GroupTaskError::Failed);
            assert_eq!(is_reported, has_failed, "the others are cancelled");
        }
        join(threads);
    });
}

// Contract 4.4.
#[test]
fn a_failure_cancels_the_siblings_while_nobody_polls_the_group() {
    check(|| {
        let (group, [(failing, failed), (sibling, cancelled)]) = group();
        let id = failed.id();
        let threads = [
            end(failing, Err("failed")),
            thread::spawn(move || sibling.end_when_aborted()),
        ];
        join(threads);
        assert_eq!(joined(&group), [id]);
        assert_eq!(block_on(cancelled), Err(GroupTaskError::Cancelled));
    });
}

// Contract 3.5.
#[test]
fn a_value_that_nobody_fetches_is_dropped_before_the_group_returns() {
    /// Notes that it was dropped.
    struct Value(Arc<AtomicBool>);

    impl Drop for Value {
        fn drop(&mut self) {
            let was_dropped = self.0.swap(true, Ordering::SeqCst);
            assert!(!was_dropped);
        }
    }

    check(|| {
        let (group, []) = group();
        let (running, handle) = task();
        let child = add(&group, handle);
        let is_dropped = Arc::new(AtomicBool::new(false));
        let ending = end(running, Ok(Value(is_dropped.clone())));
        drop(child);
        assert!(joined(&group).is_empty());
        assert!(is_dropped.load(Ordering::SeqCst));
        join([ending]);
    });
}

// Contract 3.4.
#[test]
fn a_group_waits_for_what_its_children_leave_behind() {
    check_interrupted(2, || {
        let (group, [(running, _child)]) = group();
        let (owned, owned_handle) = task();
        let ended = owned_handle.abort_handle();
        let owning = thread::spawn(move || {
            running.run(|| leave_sent(owned_handle));
            running.end(Ok(42));
        });
        let ending = end(owned, ());
        assert!(joined(&group).is_empty());
        assert!(ended.is_finished());
        join([owning, ending]);
    });
}

// Contract 3.4.
#[test]
fn the_children_of_a_dropped_group_are_waited_for_by_who_waits_for_the_task_around_it() {
    check_interrupted(3, || {
        let (group, [(running, child)]) = group();
        let (around, around_handle) = task::<()>();
        let ending = end(running, Ok(42));
        around.run(|| group.close());
        block_on(gone(Key::Task(around_handle.id())));
        assert!(child.is_finished());
        join([ending]);
    });
}
