//! How long a type lives, where no bound says so: it follows from references to it, or from the type of the `impl`.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::fmt::Display;
use std::future::ready;
use std::iter;
use std::sync::Arc;

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};
use tokio::task::LocalSet;

struct Queue<T>(Vec<T>);

trait Push<T> {
    #[accepts_awaitable]
    async fn push(&mut self, task: Task<T>) -> &mut Self;

    #[accepts_awaitable]
    fn twice(&self, task: Task<T>) -> impl Iterator<Item = &Self>;

    #[accepts_awaitable]
    fn later(&mut self, task: Task<T>) -> impl Future<Output = &mut Self>;
}

#[accepts_awaitable]
impl<T> Push<T> for Queue<T> {
    async fn push(&mut self, task: Task<T>) -> &mut Self {
        self.0.extend(task.await);
        self
    }

    fn twice(&self, task: Task<T>) -> impl Iterator<Item = &Self> {
        task.cancel();
        iter::repeat_n(self, 2)
    }

    fn later(&mut self, task: Task<T>) -> impl Future<Output = &mut Self> {
        task.cancel();
        ready(self)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct View<'a, T>(&'a T);

trait Looks: Sized {
    #[accepts_awaitable]
    async fn after(self, task: Task<u8>) -> Option<Self>;

    #[accepts_awaitable]
    fn equals(&self, task: Task<u8>, other: &Self) -> bool
    where
        Self: PartialEq;

    #[accepts_awaitable]
    fn made_by<F>(self, make: F) -> bool
    where
        F: FnOnce(Self) -> Task<bool>;

    #[accepts_awaitable]
    fn boxed(self: Box<Self>, task: Task<u8>, other: Arc<Self>) -> (Self, Arc<Self>);
}

#[accepts_awaitable]
impl<T> Looks for View<'_, T> {
    async fn after(self, task: Task<u8>) -> Option<Self> {
        task.await.ok()?;
        Some(self)
    }

    fn equals(&self, task: Task<u8>, other: &Self) -> bool
    where
        Self: PartialEq,
    {
        task.cancel() && self == other
    }

    fn made_by<F>(self, make: F) -> bool
    where
        F: FnOnce(Self) -> Task<bool>,
    {
        make(self).cancel()
    }

    fn boxed(self: Box<Self>, task: Task<u8>, other: Arc<Self>) -> (Self, Arc<Self>) {
        task.cancel();
        (*self, other)
    }
}

trait Same {
    #[accepts_awaitable]
    fn same(&self, task: Task<u8>, other: &Self) -> bool;

    #[accepts_awaitable]
    fn same_as(&self, task: Task<u8>, other: Box<Self>) -> bool;
}

#[accepts_awaitable]
impl Same for dyn Display + Send {
    fn same(&self, task: Task<u8>, other: &Self) -> bool {
        task.cancel() && self.to_string() == other.to_string()
    }

    fn same_as(&self, task: Task<u8>, other: Box<Self>) -> bool {
        self.same(task, &*other)
    }
}

struct Shown<W: Display>(W);

trait Show: Sized {
    #[accepts_awaitable]
    fn show(self, task: Task<u8>) -> Option<Shown<Self>>
    where
        Self: Display;
}

#[accepts_awaitable]
impl Show for u8 {
    fn show(self, task: Task<u8>) -> Option<Shown<Self>> {
        task.cancel().then_some(Shown(self))
    }
}

#[accepts_awaitable]
impl Queue<u8> {
    async fn text(self: Arc<Self>, task: Task<Cow<'_, str>>) -> Option<Cow<'_, str>> {
        task.await.ok()
    }
}

#[accepts_awaitable(as = CallsExt)]
trait Calls: Sized {
    #[accepts_awaitable(as = call)]
    fn call_task(self, name: &str, log: Box<dyn for<'a> Fn(&'a str)>, task: Task<u8>) -> &str {
        log(name);
        task.cancel();
        name
    }
}

impl Calls for u8 {}

#[test]
fn references_say_how_long_it_lives() {
    run(async {
        let mut queue = Queue(Vec::new());
        queue.push(async { 1 }).await.push(async { 2 }).await;
        assert_eq!(queue.0, [1, 2]);
        assert_eq!(queue.twice(async { 3 }).count(), 2);
        queue
            .later(async { 4 })
            .await
            .push(create_task(async { 5 }))
            .await;
        assert_eq!(queue.0, [1, 2, 5]);
        let text = Arc::new(Queue(vec![1])).text(async { Cow::Borrowed("text") });
        assert_eq!(text.await.unwrap(), "text");
    });
}

#[test]
fn the_type_says_how_long_what_is_in_it_lives() {
    run(async {
        let view = View(&1);
        assert_eq!(view.after(async { 1 }).await, Some(view));
        assert!(view.equals(async { 1 }, &view));
        assert!(view.made_by(|view| async move { view == View(&1) }));
        assert_eq!(Box::new(view).boxed(async { 1 }, Arc::new(view)).0, view);
    });
}

#[test]
fn a_trait_object_lives_as_long_as_it_says() {
    run(async {
        let object: &(dyn Display + Send) = &1;
        assert!(object.same(async { 1 }, object));
        assert!(object.same_as(async { 1 }, Box::new(1)));
        assert_eq!(7_u8.show(async { 1 }).unwrap().0, 7);
    });
}

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

#[test]
fn a_lifetime_that_is_chosen_at_each_call_is_none_of_the_results() {
    run(async {
        assert_eq!(1_u8.call("name", Box::new(|_| {}), async { 1 }), "name");
    });
}
