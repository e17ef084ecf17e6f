//! User wakers and destructors that panic or call back, in groups.

use std::future::pending;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;

use ensure_future::{
    Failure, GroupTask, GroupTaskError, TaskGroup, TaskGroupError, TaskGroupHandle, create_task,
};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::user_code::{Subject, drop_each, inside, rows, succeeds};
use support::wakers::{Event, panicking_waker, waker_at};
use support::{on_both_flavours, on_current_thread, or_hang, poll_once, text};

rows! {
    grouped(children: 3) {
        let group = TaskGroup::new();
        let tasks: Vec<_> = children.into_iter().map(|child| group.create_task(succeeds(child)).unwrap()).collect();
        let handle = group.handle();
        let subject = Subject::new(async move {
            for task in tasks {
                drop_each(task.await);
            }
            drop(group.join().await);
        });
        subject.asked_by(move || drop(format!("{handle:?}")))
    }
    joined(children: 3) {
        let group = TaskGroup::new();
        for child in children {
            drop(group.create_task(succeeds(child)).unwrap());
        }
        let handle = group.handle();
        let subject = Subject::new(inside(async move { drop(group.join().await) }));
        subject.asked_by(move || drop(format!("{handle:?}")))
    }
    scoped(children: 3) {
        let children: Vec<_> = children.into_iter().map(succeeds).collect();
        Subject::new(inside(async {
            let scope = TaskGroup::scope(async |group: TaskGroupHandle<()>| {
                for child in children {
                    drop_each(group.create_task(child).unwrap().await);
                }
                Ok(())
            });
            drop(scope.await);
        }))
    }
}

type Group = TaskGroup<&'static str>;

/// Polls a future with this waker. A panic of the waker is caught.
fn poll_with<F: Future + Unpin>(future: &mut F, waker: &Waker) -> Option<Poll<F::Output>> {
    let mut context = Context::from_waker(waker);
    catch_unwind(AssertUnwindSafe(|| Pin::new(future).poll(&mut context))).ok()
}

/// Polls a future with each of these wakers until it is ready, and returns whether it is ready.
fn is_ready_with<F: Future + Unpin>(wakers: [&Waker; 3], future: &mut F) -> bool {
    let mut polls = wakers.into_iter().map(|waker| poll_with(future, waker));
    polls.any(|polled| polled.unwrap().is_ready())
}

/// A child that ends when the sender is used or dropped.
fn child<T: Send + 'static>(
    group: &Group,
    value: impl FnOnce() -> Result<T, &'static str> + Send + 'static,
) -> (GroupTask<T>, oneshot::Sender<()>) {
    let (end, ends) = oneshot::channel();
    let child = group.create_task(async {
        let _ = ends.await;
        value()
    });
    (child.unwrap(), end)
}

/// Children whose values nobody reads, and the errors that `join` returns for them.
async fn joined(group: Group) -> Vec<String> {
    let Err(error) = or_hang(group.join()).await else {
        return Vec::new();
    };
    words(error)
}

fn words(error: TaskGroupError<&'static str>) -> Vec<String> {
    let failures = error.failures.into_iter();
    failures
        .map(|failed| match failed.failure {
            Failure::Returned(error) => error.to_owned(),
            Failure::Ended(error) => text(&*error.into_panic()).to_owned(),
        })
        .collect()
}

// Contract 5.3.
#[test]
fn join_ends_after_the_waker_of_an_awaiter_has_panicked() {
    on_both_flavours(async || {
        for at in Event::ALL {
            let group = Group::new();
            let (mut task, end) = child(&group, || Ok(7));
            let waker = panicking_waker(at);
            poll_with(&mut task, &waker);
            let _ = catch_unwind(AssertUnwindSafe(|| drop(waker)));
            end.send(()).unwrap();
            assert_eq!(joined(group).await, [""; 0], "at {at:?}");
            assert_eq!(task.await, Ok(7), "at {at:?}");
        }
    });
}

/// The events at which a waker of `join` or `scope` may panic. A panic of `clone` ends the poll, and with it the `async
/// fn`.
const LATER: [Event; 2] = [Event::Wake, Event::Drop];

#[test]
fn a_child_gives_its_end_after_the_joiners_waker_has_panicked() {
    on_both_flavours(async || {
        for at in LATER {
            let group = Group::new();
            let (task, end) = child(&group, || Err::<u8, _>("failed"));
            let (sibling, _endless) = child(&group, || Ok(7));
            let mut join = Box::pin(group.join());
            let waker = panicking_waker(at);
            poll_with(&mut join, &waker);
            let _ = catch_unwind(AssertUnwindSafe(|| drop(waker)));
            end.send(()).unwrap();
            assert_eq!(or_hang(task).await, Err(GroupTaskError::Failed), "{at:?}");
            assert_eq!(words(or_hang(join).await.unwrap_err()), ["failed"]);
            assert_eq!(sibling.await, Err(GroupTaskError::Cancelled));
        }
    });
}

// Contract 5.3.
#[test]
fn a_scope_ends_after_its_waker_has_panicked() {
    on_both_flavours(async || {
        for at in LATER {
            let (end, ends) = oneshot::channel::<()>();
            let (give, mut given) = oneshot::channel();
            let mut scope = Box::pin(Group::scope(async |group| {
                let failing = group.create_task(async {
                    let _ = ends.await;
                    Err::<(), _>("failed")
                });
                let _ = give.send(failing.unwrap());
                pending::<Result<(), _>>().await
            }));
            let waker = panicking_waker(at);
            poll_with(&mut scope, &waker);
            let _ = catch_unwind(AssertUnwindSafe(|| drop(waker)));
            let failing = given.try_recv().unwrap();
            end.send(()).unwrap();
            assert_eq!(or_hang(failing).await, Err(GroupTaskError::Failed));
            let failed = or_hang(scope).await;
            assert_eq!(words(failed.unwrap_err()), ["failed"], "at {at:?}");
        }
    });
}

/// A waker of an earlier await is dropped when the group watches the task.
#[test]
fn a_task_whose_waker_panics_when_the_group_replaces_it_is_still_a_child() {
    on_both_flavours(async || {
        let group = Group::new();
        let (end, ends) = oneshot::channel::<()>();
        let mut task = create_task(async {
            let _ = ends.await;
            Ok(7)
        });
        let waker = panicking_waker(Event::Drop);
        {
            let mut awaited = (&mut task).into_future();
            assert_eq!(
                poll_with(&mut awaited, &waker).map(|poll| poll.is_ready()),
                Some(false)
            );
        }
        let _ = catch_unwind(AssertUnwindSafe(|| drop(waker)));
        let task = group.create_task(task).unwrap();
        drop(end);
        assert_eq!(joined(group).await, ["a waker panics at Drop"]);
        assert!(task.is_finished());
    });
}

/// Calls of a group that user code may make while the group handles the user's wakers and values.
fn ask_everything(handle: &TaskGroupHandle<&'static str>, other: &GroupTask<u8>) {
    let _ = (other.is_finished(), other.id());
    let _ = (format!("{handle:?}"), format!("{other:?}"));
    drop(handle.create_task(async { Ok(()) }));
    other.cancel();
    handle.cancel();
}

// Contract 6.1.
#[test]
fn a_waker_of_an_awaiter_may_call_the_group() {
    on_both_flavours(async || {
        for at in Event::ALL {
            let group = Group::new();
            let (handle, (other, _endless)) = (group.handle(), child(&group, || Ok(0)));
            let (mut task, end) = child(&group, || Ok(7));
            let waker = waker_at(at, move || ask_everything(&handle, &other));
            assert!(poll_once(&mut task).is_pending());
            assert!(poll_with(&mut task, &waker).is_some());
            drop(waker);
            let _ = end.send(()); // the waker may have cancelled the child already
            assert_eq!(joined(group).await, [""; 0]);
            if at == Event::Wake {
                assert_eq!(task.await, Ok(7), "it was cancelled when it had ended");
            }
        }
    });
}

// Contract 6.1.
#[test]
fn a_waker_of_the_joiner_and_of_a_scope_may_call_the_group() {
    on_both_flavours(async || {
        for at in Event::ALL {
            let group = Group::new();
            let (handle, (other, _endless)) = (group.handle(), child(&group, || Ok(0)));
            let cancel = handle.clone();
            let waker = waker_at(at, move || ask_everything(&handle, &other));
            let mut join = Box::pin(group.join());
            // The second poll drops the waker of the first.
            let is_ready = is_ready_with([&waker, Waker::noop(), &waker], &mut join);
            drop(waker);
            cancel.cancel();
            yield_now().await; // the child ends, and wakes the waker
            if !is_ready {
                or_hang(join).await.unwrap();
            }
        }
        for at in Event::ALL {
            let (sender, mut receiver) = oneshot::channel();
            let mut scope = Box::pin(Group::scope(async |group| {
                let other = group.create_task(async { Ok(0) }).unwrap();
                let _ = sender.send((group, other));
                pending::<Result<(), _>>().await
            }));
            assert!(poll_once(&mut scope).is_pending());
            let (handle, other) = receiver.try_recv().unwrap();
            let cancel = handle.clone();
            let waker = waker_at(at, move || ask_everything(&handle, &other));
            let is_ready = is_ready_with([&waker, Waker::noop(), &waker], &mut scope);
            drop(waker);
            cancel.cancel();
            if !is_ready {
                assert_eq!(words(or_hang(scope).await.unwrap_err()), [""; 0]);
            }
        }
    });
}

/// Calls a function when it is dropped.
struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// A value that panics when it is dropped.
fn bomb() -> OnDrop<impl FnMut() + Send> {
    OnDrop(|| assert!(thread::panicking(), "bomb"))
}

/// Children that have ended with values that panic when they are dropped.
async fn bombs(group: &Group, number: usize) -> Vec<GroupTask<impl Send + use<>>> {
    let mut tasks = Vec::new();
    for _ in 0..number {
        tasks.push(group.create_task(async { Ok(bomb()) }).unwrap());
    }
    while !tasks.iter().all(GroupTask::is_finished) {
        yield_now().await;
    }
    tasks
}

// Contract 5.6.
#[test]
fn dropping_finished_tasks_whose_values_panic_is_a_failure_of_the_group() {
    on_both_flavours(async || {
        for number in [1, 2] {
            let group = Group::new();
            let (sibling, _endless) = child(&group, || Ok(7));
            drop(bombs(&group, number).await);
            assert_eq!(joined(group).await, vec!["bomb"; number]);
            assert_eq!(sibling.await, Err(GroupTaskError::Cancelled));
        }
    });
}

#[test]
fn dropping_one_while_the_group_is_joined_wakes_the_joiner() {
    on_both_flavours(async || {
        let group = Group::new();
        let (_sibling, _endless) = child(&group, || Ok(7));
        let bomb = bombs(&group, 1).await;
        let join = create_task(group.join());
        yield_now().await;
        drop(bomb);
        let failed = or_hang(join.into_future()).await.unwrap();
        assert_eq!(words(failed.unwrap_err()), ["bomb"]);
    });
}

#[test]
fn dropping_them_when_the_group_has_ended_panics_nowhere() {
    on_both_flavours(async || {
        let group = Group::new();
        let bombs_of_joined = bombs(&group, 2).await;
        assert_eq!(joined(group).await, [""; 0]);
        drop(bombs_of_joined);

        let group = Group::new();
        let bombs_of_dropped = bombs(&group, 2).await;
        drop(group);
        drop(bombs_of_dropped);
    });
}

// Contract 6.1.
#[test]
fn a_value_may_call_the_group_when_it_is_dropped() {
    on_both_flavours(async || {
        for is_finished in [false, true] {
            let group = Group::new();
            let (handle, (other, _endless)) = (group.handle(), child(&group, || Ok(0)));
            let value = OnDrop(move || ask_everything(&handle, &other));
            let (task, end) = child(&group, move || Ok(value));
            if is_finished {
                end.send(()).unwrap();
                while !task.is_finished() {
                    yield_now().await;
                }
                drop(task);
            } else {
                drop(task);
                end.send(()).unwrap();
            }
            assert_eq!(joined(group).await, [""; 0]);
        }
    });
}

// Contract 5.6.
#[test]
fn a_failure_is_not_lost_when_the_value_of_the_body_panics() {
    on_both_flavours(async || {
        let (end, ends) = oneshot::channel::<()>();
        let mut scope = Box::pin(Group::scope(async |group| {
            let failing = async {
                let _ = ends.await;
                Err::<(), _>("failed")
            };
            drop(group.create_task(failing).unwrap());
            Ok(bomb())
        }));
        assert!(poll_once(&mut scope).is_pending());
        end.send(()).unwrap();
        let Err(error) = or_hang(scope).await else {
            panic!("a child has failed");
        };
        assert_eq!(words(error), ["failed", "bomb"]);
    });
}

/// The errors of a dropped group are dropped, too, and may panic.
#[test]
fn errors_that_panic_are_dropped_with_the_group() {
    on_current_thread(async {
        let group = TaskGroup::new();
        for _ in 0..2 {
            drop(group.create_task(async { Err::<(), _>(bomb()) }).unwrap());
        }
        yield_now().await;
        drop(group);
    });
}

/// A waker is woken after the group has updated its state, so the woken code sees the end of the child.
#[test]
fn an_awaiter_is_woken_after_the_child_has_left_the_group() {
    on_current_thread(async {
        let group = Group::new();
        let (mut task, end) = child(&group, || Ok(7));
        let handle = group.handle();
        let seen = Arc::new(std::sync::Mutex::new(String::new()));
        let shows = seen.clone();
        let waker = waker_at(Event::Wake, move || {
            *shows.lock().unwrap() = format!("{handle:?}");
        });
        assert!(poll_with(&mut task, &waker).is_some());
        end.send(()).unwrap();
        let mut join = pin!(group.join());
        or_hang(&mut join).await.unwrap();
        assert!(seen.lock().unwrap().contains("running: 0"), "{seen:?}");
        assert_eq!(task.await, Ok(7));
    });
}
