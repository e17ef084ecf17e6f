//! `Awaitable` implementations for types of other crates and of the user.

use std::future::pending;

use ensure_future::form::{Each, Itself};
use ensure_future::{
    Awaitable, Task, accepts_awaitable, create_task, ensure_future, try_ensure_future,
};
use tokio::sync::oneshot::{self, Receiver};
use tokio::task::Id;

use support::{alive_tasks, on_both_flavours, panics_here, text};

/// The form marker of a foreign type: a value that another party sends.
enum Sent {}

impl<T: Send + 'static> Awaitable<Task<T>, Sent> for Receiver<T> {
    fn ensure(self) -> Task<T> {
        create_task(async { self.await.expect("the sender sends") })
    }
}

#[accepts_awaitable]
async fn value<T: Send>(task: Task<T>) -> T {
    task.await.unwrap()
}

#[accepts_awaitable]
async fn sum(tasks: Vec<Task<u8>>) -> u8 {
    let mut sum = 0;
    for task in tasks {
        sum += task.await.unwrap();
    }
    sum
}

#[test]
fn a_foreign_handle_is_accepted_under_a_form_of_our_own() {
    on_both_flavours(async || {
        let (sender, receiver) = oneshot::channel();
        sender.send(7).unwrap();
        assert_eq!(value::<u8, _>(receiver).await, 7);

        let (sender, receiver) = oneshot::channel();
        let task: Task<&str> = ensure_future(receiver);
        assert!(!task.is_finished());
        sender.send("sent").unwrap();
        assert_eq!(task.await.unwrap(), "sent");
    });
}

#[test]
fn a_foreign_handle_fails_as_its_impl_says() {
    on_both_flavours(async || {
        let (sender, receiver) = oneshot::channel::<u8>();
        let task: Task<u8> = ensure_future(receiver);
        drop(sender);
        let payload = task.await.unwrap_err().into_panic();
        assert!(text(&*payload).contains("the sender sends"));
    });
}

#[test]
fn foreign_handles_are_accepted_in_collections() {
    on_both_flavours(async || {
        let (senders, receivers): (Vec<_>, Vec<_>) = (0..3).map(|_| oneshot::channel()).unzip();
        for (sender, number) in senders.into_iter().zip(1..) {
            sender.send(number).unwrap();
        }
        assert_eq!(sum(receivers).await, 6);
    });
}

#[test]
fn a_foreign_handle_is_still_a_coroutine_of_what_it_really_gives() {
    on_both_flavours(async || {
        let (sender, receiver) = oneshot::channel();
        sender.send(7).unwrap();
        let outcome: Result<u8, oneshot::error::RecvError> = value(receiver).await;
        assert_eq!(outcome, Ok(7));
    });
}

#[test]
fn a_foreign_handle_without_a_runtime_panics_at_the_callers_line() {
    #[accepts_awaitable]
    fn forget(task: Task<u8>) {
        drop(task);
    }

    let (sender, receiver) = oneshot::channel::<u8>();
    let message = panics_here(|| forget(receiver));
    assert!(message.contains("no tokio runtime"), "{message}");
    assert!(sender.is_closed());
}

#[test]
fn a_foreign_handle_without_a_runtime_is_handed_back() {
    let (sender, receiver) = oneshot::channel::<u8>();
    let refused = try_ensure_future::<_, u8, _>(receiver).unwrap_err();
    sender.send(7).unwrap();
    assert_eq!(refused.into_awaitable().try_recv(), Ok(7));
}

/// A type of this crate that wraps a task.
struct Job {
    task: Task<u8>,
}

impl Awaitable<Task<u8>, Sent> for Job {
    const SPAWNS: bool = false;

    fn ensure(self) -> Task<u8> {
        self.task
    }
}

#[test]
fn a_type_of_our_own_can_hand_over_its_task() {
    on_both_flavours(async || {
        let task = create_task(pending());
        let (id, before) = (task.id(), alive_tasks());
        assert_eq!(ensure_future(Job { task }).id(), id);
        assert_eq!(alive_tasks(), before);
    });
}

#[test]
fn a_type_of_our_own_that_does_not_spawn_needs_no_runtime() {
    let runtime = support::current_thread();
    let handle = runtime.spawn(async { 7 });
    let id = handle.id();
    let task = Task::from(handle);
    assert_eq!(try_ensure_future(Job { task }).unwrap().id(), id);
}

/// A type of this crate that may hold a task.
struct Slot(Option<Task<u8>>);

impl Awaitable<Option<Task<u8>>, Itself> for Slot {
    const SPAWNS: bool = false;

    fn ensure(self) -> Option<Task<u8>> {
        self.0
    }
}

#[accepts_awaitable]
fn id(#[awaitable] task: Option<Task<u8>>) -> Option<Id> {
    task.as_ref().map(Task::id)
}

#[test]
fn a_marked_option_is_made_of_whatever_an_impl_says() {
    on_both_flavours(async || {
        let task = create_task(pending());
        let expected = task.id();
        assert_eq!(id(Slot(Some(task))), Some(expected));
        assert_eq!(id(Slot(None)), None);
        assert!(id(Some(async { 1 })).is_some());
    });
}

/// A collection type of this crate.
struct Jobs {
    first: Task<u8>,
    others: Vec<Task<u8>>,
}

impl Awaitable<Jobs, Itself> for Jobs {
    const SPAWNS: bool = false;

    fn ensure(self) -> Jobs {
        self
    }
}

impl<A, O, F, G> Awaitable<Jobs, (F, Each<G>)> for (A, O)
where
    A: Awaitable<Task<u8>, F>,
    O: Awaitable<Vec<Task<u8>>, Each<G>>,
{
    const SPAWNS: bool = A::SPAWNS || O::SPAWNS;

    fn ensure(self) -> Jobs {
        Jobs {
            first: self.0.ensure(),
            others: self.1.ensure(),
        }
    }
}

#[accepts_awaitable]
fn ids(#[awaitable] jobs: Jobs) -> Vec<Id> {
    let Jobs { first, others } = jobs;
    [first].iter().chain(&others).map(Task::id).collect()
}

#[accepts_awaitable]
async fn total(#[awaitable] jobs: Jobs) -> u8 {
    jobs.first.await.unwrap() + sum(jobs.others).await
}

#[test]
fn a_collection_of_our_own_is_made_of_what_its_impl_says() {
    on_both_flavours(async || {
        let running = create_task(async { 1 });
        let others = [2, 3].map(std::future::ready);
        assert_eq!(total((running, others)).await, 6);
        assert_eq!(total((async { 1 }, [tokio::spawn(async { 2 })])).await, 3);
    });
}

#[test]
fn a_collection_of_our_own_is_itself() {
    on_both_flavours(async || {
        let jobs = Jobs {
            first: create_task(pending()),
            others: vec![create_task(pending())],
        };
        let expected = [jobs.first.id(), jobs.others[0].id()];
        let before = alive_tasks();
        assert_eq!(ids(jobs), expected);
        assert_eq!(alive_tasks(), before);
    });
}

#[test]
fn a_collection_of_our_own_without_a_runtime_panics_at_the_callers_line() {
    let message = panics_here(|| ids((pending(), [pending()])));
    assert!(message.contains("no tokio runtime"), "{message}");
}
