//! The types that implement a trait: references, slices, trait objects, arrays, tuples, pointers, and all types that
//! meet a bound.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{Debug, Display};
use std::ops::Deref;

use ensure_future::{Task, accepts_awaitable, create_task, run};

trait Weigh {
    #[accepts_awaitable]
    fn weigh(&self, task: Task<u8>) -> usize;
}

trait Named {
    fn name(&self) -> &str;
}

impl Named for str {
    fn name(&self) -> &str {
        self
    }
}

#[accepts_awaitable]
impl Weigh for u8 {
    fn weigh(&self, task: Task<u8>) -> usize {
        usize::from(*self) + usize::from(task.cancel())
    }
}

#[accepts_awaitable]
impl Weigh for str {
    fn weigh(&self, task: Task<u8>) -> usize {
        self.len() + usize::from(task.cancel())
    }
}

#[accepts_awaitable]
impl<T: Weigh + ?Sized> Weigh for &T {
    fn weigh(&self, task: Task<u8>) -> usize {
        (**self).weigh(task) + 100
    }
}

#[accepts_awaitable]
impl<'a, T: 'a> Weigh for &'a mut T
where
    T: Weigh,
{
    fn weigh(&self, task: Task<u8>) -> usize {
        let inner: &T = self;
        inner.weigh(task) + 200
    }
}

#[accepts_awaitable]
impl<T: Weigh> Weigh for [T] {
    fn weigh(&self, task: Task<u8>) -> usize {
        task.cancel();
        self.iter()
            .map(|item| item.weigh(std::future::pending()))
            .sum()
    }
}

#[accepts_awaitable]
impl<T, const N: usize> Weigh for [T; N]
where
    [T]: Weigh,
{
    fn weigh(&self, task: Task<u8>) -> usize {
        self.as_slice().weigh(task) + N * 10
    }
}

#[accepts_awaitable]
impl Weigh for dyn Named + '_ {
    fn weigh(&self, task: Task<u8>) -> usize {
        self.name().weigh(task)
    }
}

#[accepts_awaitable]
impl<T: ?Sized> Weigh for Box<T>
where
    Self: Deref<Target = T>,
    T: Weigh,
{
    fn weigh(&self, task: Task<u8>) -> usize {
        (**self).weigh(task) + 300
    }
}

#[accepts_awaitable]
impl<A, B> Weigh for (A, B)
where
    A: Weigh,
    B: IntoIterator + Clone,
    B::Item: Weigh,
{
    fn weigh(&self, task: Task<u8>) -> usize {
        let second = self
            .1
            .clone()
            .into_iter()
            .map(|item| item.weigh(std::future::pending()));
        self.0.weigh(task) + second.sum::<usize>()
    }
}

#[accepts_awaitable]
impl<T> Weigh for fn(&T) -> usize {
    fn weigh(&self, task: Task<u8>) -> usize {
        task.cancel();
        size_of::<T>()
    }
}

#[accepts_awaitable]
impl Weigh for Cow<'_, str> {
    fn weigh(&self, task: Task<u8>) -> usize {
        self.as_ref().weigh(task) + usize::from(matches!(self, Self::Owned(_)))
    }
}

#[accepts_awaitable]
impl<K, V> Weigh for BTreeMap<K, Option<V>>
where
    V: Weigh,
{
    fn weigh(&self, task: Task<u8>) -> usize {
        task.cancel();
        self.values()
            .flatten()
            .map(|value| value.weigh(std::future::pending()))
            .sum()
    }
}

trait Describe<T: ?Sized = Self> {
    #[accepts_awaitable]
    async fn describe(&self, other: &T, task: Task<String>) -> String;
}

/// For all types that meet a bound.
#[accepts_awaitable]
impl<T, U: Display + ?Sized> Describe<U> for T
where
    T: Debug + ?Sized,
{
    async fn describe(&self, other: &U, task: Task<String>) -> String {
        format!("{self:?} {other} {}", task.await.unwrap())
    }
}

trait Last: Iterator {
    #[accepts_awaitable]
    async fn last_or(self, task: Task<Self::Item>) -> Self::Item;
}

#[accepts_awaitable]
impl<I> Last for I
where
    I: DoubleEndedIterator<Item: Copy>,
{
    async fn last_or(mut self, task: Task<I::Item>) -> I::Item {
        match self.next_back() {
            Some(last) => last,
            None => task.await.unwrap(),
        }
    }
}

fn pending() -> std::future::Pending<u8> {
    std::future::pending()
}

#[test]
fn types_of_every_kind_implement_a_trait() {
    run(async {
        assert_eq!(3_u8.weigh(pending()), 4);
        assert_eq!("ab".weigh(create_task(pending())), 3);
        assert_eq!((&&3_u8).weigh(pending()), 104);
        assert_eq!(<&mut u8 as Weigh>::weigh(&&mut 3, pending()), 204);
        assert_eq!([1_u8, 2][..].weigh(pending()), 5);
        assert_eq!([1_u8, 2].weigh(pending()), 25);
        assert_eq!(Box::<[u8]>::from([1, 2]).weigh(pending()), 305);
        assert_eq!((1_u8, Some(2_u8)).weigh(pending()), 5);
        let pointer: fn(&u32) -> usize = |_| 0;
        assert_eq!(pointer.weigh(pending()), 4);
        assert_eq!(Cow::from(String::from("ab")).weigh(pending()), 4);
        assert_eq!(
            BTreeMap::from([('a', Some(1_u8)), ('b', None)]).weigh(pending()),
            2
        );
    });
}

#[test]
fn all_that_fits_a_bound_implements_a_trait() {
    run(async {
        assert_eq!("a".describe("b", async { "c".into() }).await, r#""a" b c"#);
        assert_eq!([1].describe(&'b', async { "c".into() }).await, "[1] b c");
        assert_eq!([1, 2].into_iter().last_or(async { 3 }).await, 2);
        assert_eq!("".chars().last_or(async { 'z' }).await, 'z');
    });
}
