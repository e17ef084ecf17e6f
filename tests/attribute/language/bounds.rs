//! `where` clauses, bounds on associated types, `?Sized`, and results that mention the parameters' generics.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::{BuildHasher, Hash};
use std::iter::Sum;
use std::ops::{Add, Deref};
use std::str::FromStr;

use ensure_future::{Task, accepts_awaitable, create_task, run};

#[accepts_awaitable]
async fn unsized_generics<T, Q>(item: &T, query: &Q, task: Task<usize>) -> usize
where
    T: ?Sized + AsRef<str>,
    Q: Borrow<str> + ?Sized,
{
    item.as_ref().len() + query.borrow().len() + task.await.unwrap()
}

#[accepts_awaitable]
async fn associated_bounds<I, M>(items: I, task: Task<M>) -> I::Item
where
    I: IntoIterator<Item: Add<Output = I::Item> + Sum<M::Target>, IntoIter: ExactSizeIterator>,
    M: Deref<Target: Copy> + Send,
{
    let items = items.into_iter();
    let length = items.len();
    let factor = task.await.unwrap();
    items.fold(std::iter::repeat_n(*factor, length).sum(), Add::add)
}

#[accepts_awaitable]
async fn parsed<T>(task: Task<String>) -> Result<T, <T as FromStr>::Err>
where
    T: FromStr<Err: Debug>,
{
    task.await.unwrap().trim().parse()
}

#[accepts_awaitable]
async fn keyed<K, V, S>(
    mut map: HashMap<K, V, S>,
    task: Task<(K, V)>,
) -> (HashMap<K, V, S>, Option<V>)
where
    K: Eq + Hash,
    S: BuildHasher,
    (K, V): Debug,
    Vec<V>: PartialEq,
{
    let (key, value) = task.await.unwrap();
    let previous = map.insert(key, value);
    (map, previous)
}

/// The caller chooses the type by turbofish alone.
#[accepts_awaitable]
fn only_in_result<T: Default, const N: usize>(task: Task<u8>) -> ([T; N], Vec<T>)
where
    [T; N]: Default,
{
    task.cancel();
    (Default::default(), vec![])
}

struct Cache<K: ?Sized, V>(Vec<(Box<K>, V)>);

impl<K, V> Cache<K, V>
where
    K: ?Sized + PartialEq,
{
    #[accepts_awaitable]
    async fn insert<'a, T>(&mut self, key: &'a K, task: Task<T>) -> Option<V>
    where
        V: From<T>,
        Box<K>: From<&'a K>,
    {
        let value = task.await.unwrap().into();
        if let Some((_, old)) = self.0.iter_mut().find(|(other, _)| **other == *key) {
            return Some(std::mem::replace(old, value));
        }
        self.0.push((key.into(), value));
        None
    }
}

#[accepts_awaitable]
impl<K: ?Sized + PartialEq, V> Cache<K, V>
where
    V: Deref,
    V::Target: ToOwned<Owned: Display>,
{
    fn owned<Q>(&self, key: &Q, task: Task<u8>) -> Option<<V::Target as ToOwned>::Owned>
    where
        Q: Borrow<K> + ?Sized,
    {
        task.cancel();
        let (_, value) = self.0.iter().find(|(other, _)| **other == *key.borrow())?;
        Some((**value).to_owned())
    }

    async fn shown<T>(&self, task: Task<T>) -> String
    where
        T: Deref<Target = K>,
        for<'a> &'a K: Into<String>,
    {
        let key = task.await.unwrap();
        let mut text: String = (&*key).into();
        if let Some(value) = self.owned(&*key, async { 1 }) {
            text += &value.to_string();
        }
        text
    }
}

trait Converter {
    type From: ?Sized;
    type Into<'a>: Display + PartialEq
    where
        Self: 'a;
    type Error: Debug;

    #[accepts_awaitable]
    fn convert<T>(
        &self,
        from: &Self::From,
        task: Task<T>,
    ) -> Result<Self::Into<'_>, (T, Self::Error)>
    where
        Self::From: PartialEq<str>,
        T: Into<Option<u8>> + Default;
}

struct Lookup<S>(HashMap<String, String, S>);

#[accepts_awaitable]
impl<S> Converter for Lookup<S>
where
    S: BuildHasher + Clone,
{
    type From = str;
    type Into<'a>
        = &'a str
    where
        Self: 'a;
    type Error = String;

    fn convert<T>(&self, from: &str, task: Task<T>) -> Result<&str, (T, Self::Error)>
    where
        T: Into<Option<u8>> + Default,
    {
        task.cancel();
        self.0
            .get(from)
            .map(String::as_str)
            .ok_or_else(|| (T::default(), from.to_owned()))
    }
}

#[accepts_awaitable(as = ReducerExt)]
trait Reducer<T: ?Sized>
where
    T: ToOwned<Owned: Debug + Send + 'static>,
    Self: AsRef<T>,
{
    type State: Default + Extend<T::Owned> + IntoIterator<Item = T::Owned>;

    #[accepts_awaitable(as = reduce)]
    fn reduce_task<R>(&self, task: Task<T::Owned>, fold: R) -> impl Future<Output = String>
    where
        R: FnOnce(Self::State) -> T::Owned;
}

impl Reducer<str> for String {
    type State = Vec<String>;

    async fn reduce_task<R>(&self, task: Task<String>, fold: R) -> String
    where
        R: FnOnce(Self::State) -> String,
    {
        fold(vec![self.clone(), task.await.unwrap()])
    }
}

#[test]
fn functions_keep_their_bounds() {
    run(async {
        assert_eq!(unsized_generics("ab", "c", async { 1 }).await, 4);
        assert_eq!(
            unsized_generics(&String::from("ab"), &String::new(), async { 1 }).await,
            3
        );
        let summed = associated_bounds([1_u8, 2], create_task(async { Box::new(10_u8) }));
        assert_eq!(summed.await, 23);
        assert_eq!(parsed::<u8, _>(async { String::from(" 7") }).await, Ok(7));
        assert!(parsed::<u8, _>(async { String::from("x") }).await.is_err());
        let map = HashMap::from([("a", 1)]);
        let (map, previous) = keyed(map, async { ("a", 2) }).await;
        assert_eq!((map["a"], previous), (2, Some(1)));
        assert_eq!(only_in_result::<u8, 2, _>(async { 1 }), ([0, 0], vec![]));
    });
}

#[test]
fn methods_keep_their_bounds() {
    run(async {
        let mut cache: Cache<str, String> = Cache(Vec::new());
        assert_eq!(cache.insert("a", async { "b" }).await, None);
        assert_eq!(
            cache.insert("a", create_task(async { 'c' })).await,
            Some("b".into())
        );
        assert_eq!(cache.owned("a", async { 1 }), Some("c".into()));
        assert_eq!(cache.owned(&String::from("b"), async { 1 }), None);
        assert_eq!(cache.shown(async { "a" }).await, "ac");
    });
}

#[test]
fn traits_keep_their_bounds() {
    run(async {
        let lookup = Lookup(HashMap::from([(String::from("a"), String::from("b"))]));
        assert_eq!(lookup.convert("a", async { Some(1) }), Ok("b"));
        assert_eq!(
            lookup.convert("c", async { Some(1) }),
            Err((None, "c".into()))
        );
        assert_eq!(
            String::from("a")
                .reduce(async { "b".into() }, |texts| texts.concat())
                .await,
            "ab"
        );
    });
}
