//! Generic associated types in results.

use std::collections::BTreeMap;
use std::fmt::Debug;

use ensure_future::{Task, accepts_awaitable, create_task, run};

trait Lends {
    type Lent<'a>: Debug
    where
        Self: 'a;
    type Of<T>;
    type Array<const N: usize>: Default;

    #[accepts_awaitable]
    async fn lend<'a>(&'a mut self, task: Task<u8>) -> Self::Lent<'a>;

    #[accepts_awaitable]
    fn lend_now(&mut self, task: Task<Self::Of<u8>>) -> Option<Self::Lent<'_>>;

    #[accepts_awaitable]
    async fn wrap<T: Send + 'static>(&self, task: Task<T>) -> Self::Of<T>;

    #[accepts_awaitable]
    fn array<const N: usize>(task: Task<u8>) -> Self::Array<N>;

    #[accepts_awaitable]
    async fn twice(&mut self, task: Task<u8>, other: Task<u8>) -> String {
        let first = format!("{:?}", self.lend(task).await);
        format!("{first} {:?}", self.lend(other).await)
    }
}

/// The attribute on each method.
struct Windows<'s, T>(&'s mut [T], usize);

impl<T: Debug> Lends for Windows<'_, T> {
    type Lent<'a>
        = &'a mut [T]
    where
        Self: 'a;
    type Of<U> = Option<U>;
    type Array<const N: usize> = [(); 0];

    #[accepts_awaitable]
    async fn lend<'a>(&'a mut self, task: Task<u8>) -> Self::Lent<'a> {
        self.1 += usize::from(task.await.unwrap());
        &mut self.0[self.1 - 1..]
    }

    #[accepts_awaitable]
    fn lend_now(&mut self, task: Task<Option<u8>>) -> Option<&mut [T]> {
        task.cancel();
        self.0.get_mut(..self.1)
    }

    #[accepts_awaitable]
    async fn wrap<U: Send + 'static>(&self, task: Task<U>) -> Option<U> {
        task.await.ok()
    }

    #[accepts_awaitable]
    fn array<const N: usize>(task: Task<u8>) -> [(); 0] {
        task.cancel();
        []
    }
}

/// The attribute on the whole `impl`.
struct Named(BTreeMap<u8, String>);

#[accepts_awaitable]
impl Lends for Named {
    type Lent<'a> = Option<&'a str>;
    type Of<T> = Vec<T>;
    type Array<const N: usize> = Box<[u8]>;

    async fn lend(&mut self, task: Task<u8>) -> Self::Lent<'_> {
        let key = task.await.unwrap();
        self.0.get(&key).map(String::as_str)
    }

    fn lend_now(&mut self, task: Task<Self::Of<u8>>) -> Option<Self::Lent<'_>> {
        task.cancel();
        Some(self.0.values().next().map(String::as_str))
    }

    async fn wrap<T: Send + 'static>(&self, task: Task<T>) -> Self::Of<T> {
        vec![task.await.unwrap()]
    }

    fn array<const N: usize>(task: Task<u8>) -> Self::Array<N> {
        vec![u8::from(task.cancel()); N].into()
    }
}

/// The attribute on a whole trait.
#[accepts_awaitable(as = CursorExt)]
trait Cursor {
    type Row<'row, T>: Iterator<Item = &'row T>
    where
        Self: 'row,
        T: 'row;

    #[accepts_awaitable(as = row)]
    fn row_task<'row, T>(&'row self, fallback: &'row [T], task: Task<T>) -> Self::Row<'row, T>;
}

struct Only;

impl Cursor for Only {
    type Row<'row, T>
        = std::slice::Iter<'row, T>
    where
        T: 'row;

    fn row_task<'row, T>(&'row self, fallback: &'row [T], task: Task<T>) -> Self::Row<'row, T> {
        task.cancel();
        fallback.iter()
    }
}

#[accepts_awaitable]
async fn drained<L>(lends: &mut L, of: Task<L::Of<u8>>, task: Task<u8>) -> (String, L::Of<u8>)
where
    L: Lends<Of<u8>: Send + 'static>,
    for<'a> L::Lent<'a>: Copy,
{
    let lent = lends.lend(task).await;
    let shown = format!("{lent:?}");
    (shown, of.await.unwrap())
}

#[test]
fn what_is_lent_borrows_from_the_lender() {
    run(async {
        let mut letters = ['a', 'b', 'c'];
        let mut windows = Windows(&mut letters, 0);
        windows.lend(async { 1 }).await[0] = 'd';
        assert_eq!(windows.lend(create_task(async { 1 })).await, ['b', 'c']);
        assert_eq!(windows.lend_now(async { Some(1) }).unwrap(), ['d', 'b']);
        assert_eq!(windows.wrap(async { "x" }).await, Some("x"));
        assert_eq!(Windows::<u8>::array::<3, _>(async { 1 }), []);
        assert_eq!(letters, ['d', 'b', 'c']);
    });
}

#[test]
fn a_whole_impl_lends_as_its_methods_do() {
    run(async {
        let mut named = Named(BTreeMap::from([(1, "one".into()), (2, "two".into())]));
        assert_eq!(named.lend(async { 2 }).await, Some("two"));
        assert_eq!(named.lend_now(async { vec![1] }).unwrap(), Some("one"));
        assert_eq!(named.wrap::<u8, _>(tokio::spawn(async { 1 })).await, [1]);
        assert_eq!(*Named::array::<3, _>(async { 1 }), [1, 1, 1]);
        assert_eq!(
            named.twice(async { 2 }, async { 3 }).await,
            r#"Some("two") None"#
        );
        let drained = drained(&mut named, async { vec![7] }, async { 1 });
        assert_eq!(drained.await, (r#"Some("one")"#.into(), vec![7]));
    });
}

#[test]
fn callers_of_a_whole_trait_are_lent_the_same() {
    run(async {
        let rows = [String::from("a")];
        let mut row = Only.row(&rows, async { String::new() });
        assert!(std::ptr::eq(row.next().unwrap(), &raw const rows[0]));
    });
}
