//! Functions without `self` that use the generics of their `impl` or trait.

use std::fmt::{Debug, Display};
use std::marker::PhantomData;
use std::sync::Arc;

use ensure_future::{Task, accepts_awaitable, create_task, run};

#[derive(Debug, PartialEq)]
struct Pool<'a, T, const N: usize = 2> {
    name: &'a str,
    items: [Option<T>; N],
}

impl<'a, T: Send + 'static, const N: usize> Pool<'a, T, N> {
    const EMPTY: [Option<T>; N] = [const { None }; N];

    #[accepts_awaitable]
    fn named(name: &'a str, task: Task<u8>) -> Self {
        task.cancel();
        let items = Self::EMPTY;
        Self { name, items }
    }

    #[accepts_awaitable(method)]
    async fn with_first(name: &'a str, task: Task<T>) -> Pool<'a, T, N> {
        let mut items = [const { None }; N];
        items[0] = task.await.ok();
        Pool { name, items }
    }

    #[accepts_awaitable(method)]
    fn size(task: Task<u8>) -> usize {
        task.cancel();
        size_of::<[T; N]>()
    }

    #[accepts_awaitable]
    async fn try_first<E: Debug>(task: Task<Result<T, E>>) -> Result<Arc<Self>, E> {
        let first = task.await.unwrap()?;
        let mut items = [const { None }; N];
        items[0] = Some(first);
        Ok(Arc::new(Self { name: "", items }))
    }
}

#[accepts_awaitable]
impl<'name, Item, const LENGTH: usize> Pool<'name, Item, LENGTH>
where
    Item: Display + Send + 'static,
{
    fn listed(name: &'name str, tasks: Vec<Task<Item>>) -> (usize, Option<&'name str>) {
        let rest = tasks
            .iter()
            .skip(LENGTH)
            .filter(|task| task.cancel())
            .count();
        (rest, (rest > 0).then_some(name))
    }

    async fn shown<Other: Display>(task: Task<Item>, other: Task<Other>) -> String {
        format!("{LENGTH}{}{}", task.await.unwrap(), other.await.unwrap())
    }

    fn marker(task: Task<u8>) -> PhantomData<&'name Item> {
        let marker: PhantomData<&'name Item> = PhantomData;
        task.cancel();
        marker
    }

    async fn filled(task: Task<Item>) -> Result<Self, Item>
    where
        Item: Copy,
    {
        let item = task.await.unwrap();
        if LENGTH == 0 {
            return Err(item);
        }
        Ok(Self {
            name: "filled",
            items: [Some(item); LENGTH],
        })
    }
}

trait Open<K = u8>: Sized {
    type Key: Default;

    #[accepts_awaitable]
    fn open(key: Self::Key, task: Task<K>) -> Self;

    #[accepts_awaitable]
    async fn try_open(task: Task<Option<K>>) -> Option<Self>;

    #[accepts_awaitable]
    async fn open_default(task: Task<K>) -> (Self, Self::Key) {
        (Self::open(Self::Key::default(), task), Self::Key::default())
    }

    #[accepts_awaitable]
    fn twins(task: Task<K>, other: Task<K>) -> [Self; 2];
}

/// The attribute on each method.
impl<Key: Default> Open<Key> for Vec<Key> {
    type Key = usize;

    #[accepts_awaitable]
    fn open(key: Self::Key, task: Task<Key>) -> Self {
        task.cancel();
        Self::with_capacity(key)
    }

    #[accepts_awaitable]
    async fn try_open(task: Task<Option<Key>>) -> Option<Self> {
        Some(vec![task.await.unwrap()?])
    }

    #[accepts_awaitable]
    fn twins(task: Task<Key>, other: Task<Key>) -> [Self; 2] {
        [task, other].map(|task| {
            if task.cancel() {
                vec![Key::default()]
            } else {
                vec![]
            }
        })
    }
}

/// The attribute on the whole `impl`.
#[accepts_awaitable]
impl<T: Copy + Send + 'static, const N: usize> Open<[T; N]> for Pool<'_, T, N> {
    type Key = u16;

    fn open(key: u16, task: Task<[T; N]>) -> Self {
        task.cancel();
        Self {
            name: if key == 0 { "zero" } else { "other" },
            items: Self::EMPTY,
        }
    }

    async fn try_open(task: Task<Option<[T; N]>>) -> Option<Self> {
        let items = task.await.unwrap()?.map(Some);
        Some(Self {
            name: "tried",
            items,
        })
    }

    fn twins(task: Task<[T; N]>, other: Task<[T; N]>) -> [Self; 2] {
        [task, other].map(|task| Self::open(1, task))
    }
}

#[accepts_awaitable(as = MakeExt)]
trait Make<T>: Sized {
    #[accepts_awaitable(as = make)]
    fn make_task<const N: usize>(task: Task<T>, others: [Task<T>; N]) -> Result<Self, usize>;

    #[accepts_awaitable(as = make_default)]
    async fn make_default_task(task: Task<T>) -> (Self, T)
    where
        Self: Default,
        T: Send,
    {
        (Self::default(), task.await.unwrap())
    }
}

impl<T> Make<T> for String {
    fn make_task<const N: usize>(task: Task<T>, others: [Task<T>; N]) -> Result<Self, usize> {
        task.cancel();
        if others.is_empty() {
            Ok("made".into())
        } else {
            Err(others.len())
        }
    }
}

#[test]
fn single_functions_know_the_generics_of_their_impl() {
    run(async {
        assert_eq!(Pool::<u8>::named("a", async { 1 }).name, "a");
        assert_eq!(
            Pool::<_, 2>::with_first("a", async { 'b' }).await.items,
            [Some('b'), None]
        );
        assert_eq!(Pool::<u16, 3>::size(async { 1 }), 6);
        let error = Pool::<u8>::try_first(async { Err("on purpose") }).await;
        assert_eq!(error, Err("on purpose"));
    });
}

#[test]
fn functions_of_a_whole_impl_know_its_generics() {
    run(async {
        let pending = || std::future::pending::<u8>();
        assert_eq!(
            Pool::<u8, 1>::listed("a", [pending(), pending()]),
            (1, Some("a"))
        );
        assert_eq!(
            Pool::<u8, 1>::shown(async { 2 }, create_task(async { "b" })).await,
            "12b"
        );
        assert_eq!(Pool::<u8>::marker(async { 1 }), PhantomData);
        assert_eq!(Pool::<u8, 0>::filled(async { 1 }).await, Err(1));
        assert_eq!(
            Pool::<u8>::filled(async { 1 }).await.unwrap().items,
            [Some(1); 2]
        );
    });
}

#[test]
fn functions_of_traits_know_the_generics_of_both() {
    run(async {
        assert!(Vec::<u8>::open(3, async { 1 }).capacity() >= 3);
        assert_eq!(Vec::<u8>::try_open(async { Some(1) }).await, Some(vec![1]));
        assert_eq!(Vec::twins(async { 1 }, async { 2 }), [[0], [0]]);
        assert_eq!(<Vec<u8>>::open_default(async { 1 }).await, (vec![], 0));

        assert_eq!(
            Pool::<u8, 1>::open_default(async { [1] }).await.0.name,
            "zero"
        );
        let tried = Pool::<u8, 1>::try_open(create_task(async { Some([7]) })).await;
        assert_eq!(
            tried,
            Some(Pool {
                name: "tried",
                items: [Some(7)]
            })
        );
        let twins = Pool::<u8, 1>::twins(async { [1] }, async { [2] });
        assert_eq!(twins.map(|pool| pool.name), ["other"; 2]);

        let ones = [1, 1].map(std::future::ready);
        assert_eq!(<String as MakeExt<u8>>::make(async { 1 }, ones), Err(2));
        assert_eq!(String::make_default(async { 1 }).await, (String::new(), 1));
    });
}
