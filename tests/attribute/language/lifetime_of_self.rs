//! The lifetime of `Self` where no bound names it: implied by references, or by the type of the `impl`.

use std::borrow::Cow;
use std::fmt::Display;
use std::future::ready;
use std::iter;
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, create_task, run};

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
    async fn text<'a>(self: Arc<Self>, task: Task<Cow<'a, str>>) -> Option<Cow<'a, str>> {
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

#[test]
fn a_lifetime_that_is_chosen_at_each_call_is_none_of_the_results() {
    run(async {
        assert_eq!(1_u8.call("name", Box::new(|_| {}), async { 1 }), "name");
    });
}
