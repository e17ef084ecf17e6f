//! Implied bounds on the lifetimes of what a reference refers to.

use std::cell::{Ref, RefCell};

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};
use tokio::task::LocalSet;

struct Queue<T>(Vec<T>);

#[accepts_awaitable]
fn is_cancelled<T>(task: Task<&T>) -> bool {
    task.cancel()
}

#[accepts_awaitable]
async fn first<'a, T: Clone + 'a>(mut tasks: impl Iterator<Item = Task<&'a [T]>>) -> Option<T> {
    tasks.next()?.await.unwrap().first().cloned()
}

trait Lookup<Entry> {
    #[accepts_awaitable]
    async fn look_up(&self, task: Task<&Entry>) -> bool
    where
        Entry: Sync + 'static;
}

#[accepts_awaitable]
impl<T: PartialEq> Lookup<T> for Queue<T> {
    async fn look_up(&self, task: Task<&T>) -> bool
    where
        T: Sync + 'static,
    {
        self.0.contains(task.await.unwrap())
    }
}

impl<T: PartialEq + Sync> Queue<T> {
    #[accepts_awaitable]
    async fn contains(&self, task: Task<&T>) -> bool {
        self.0.contains(task.await.unwrap())
    }
}

#[accepts_awaitable]
fn is_locally_cancelled<'a, T>(
    of_cell: LocalTask<Ref<'a, T>>,
    of_references: LocalTask<&'a &str>,
    of_slices: LocalTask<&mut [&str]>,
) -> bool {
    of_cell.cancel() && of_references.cancel() && of_slices.cancel()
}

trait Handler<Request> {
    #[accepts_awaitable]
    fn handle(&self, task: Task<u8>) -> u8;
}

struct Handlers;

#[accepts_awaitable]
impl<T> Handler<&T> for Handlers {
    fn handle(&self, task: Task<u8>) -> u8 {
        u8::from(task.cancel())
    }
}

#[accepts_awaitable]
impl Handler<&mut &str> for Handlers {
    fn handle(&self, task: Task<u8>) -> u8 {
        2 * u8::from(task.cancel())
    }
}

#[accepts_awaitable]
impl<T> Handler<Ref<'_, T>> for Handlers {
    fn handle(&self, task: Task<u8>) -> u8 {
        3 * u8::from(task.cancel())
    }
}

/// A type with a lifetime that its other argument need not outlive.
struct Marked<'a, T>(&'a str, T);

trait Unmark<Item> {
    #[accepts_awaitable]
    fn unmark(&self, task: LocalTask<Marked<'_, Item>>) -> bool;
}

#[accepts_awaitable]
impl<T> Unmark<T> for Handlers {
    fn unmark(&self, task: LocalTask<Marked<'_, T>>) -> bool {
        task.cancel()
    }
}

#[test]
fn a_traits_implementation_asks_for_no_more_than_the_trait() {
    run(async {
        let unmark = async { Handlers.unmark(async { Marked("text", 1) }) };
        assert!(LocalSet::new().run_until(unmark).await);
        let Marked(text, number) = Marked("text", 1);
        assert_eq!((text, number), ("text", 1));
    });
}

#[test]
fn what_a_traits_arguments_imply_holds_for_its_methods() {
    run(async {
        let handlers = Handlers;
        assert_eq!(Handler::<&u8>::handle(&handlers, async { 1 }), 1);
        assert_eq!(Handler::<&mut &str>::handle(&handlers, async { 1 }), 2);
        assert_eq!(Handler::<Ref<'_, u8>>::handle(&handlers, async { 1 }), 3);
    });
}

#[test]
fn what_is_in_a_type_with_a_lifetime_lives_as_long() {
    run(async {
        LocalSet::new()
            .run_until(async {
                let cell: &'static RefCell<u8> = Box::leak(Box::new(RefCell::new(1)));
                let slice: &'static mut [&'static str] = Box::leak(Box::new(["a"]));
                let text = &"text";
                assert!(is_locally_cancelled(
                    async { cell.borrow() },
                    async move { text },
                    async move { slice }
                ));
            })
            .await;
    });
}

#[test]
fn what_a_reference_refers_to_lives_as_long() {
    run(async {
        assert!(is_cancelled(async { &1 }));
        let tasks = [async { &[1, 2][..] }].into_iter();
        assert_eq!(first(tasks).await, Some(1));
        assert!(Queue(vec![1, 2]).contains(async { &2 }).await);
        assert!(Queue(vec![1, 2]).look_up(create_task(async { &2 })).await);
    });
}
