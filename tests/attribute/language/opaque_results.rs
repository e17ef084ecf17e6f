//! `impl Trait` in results, alone and inside other types, with and without `use<..>`.

use std::fmt::{Debug, Display};

use ensure_future::{Task, accepts_awaitable, create_task, run};

#[accepts_awaitable]
fn captured<'a, T: Clone>(
    values: &'a [T],
    _: &str,
    task: Task<u8>,
) -> impl Iterator<Item = T> + use<'a, T> {
    let skipped = usize::from(task.cancel());
    values.iter().skip(skipped).cloned()
}

#[accepts_awaitable]
fn captures_nothing_borrowed<T: ToString>(
    value: &T,
    task: Option<Task<u8>>,
) -> impl Display + use<T> {
    let _ = task.map(|task| task.cancel());
    value.to_string()
}

#[accepts_awaitable]
fn captures_constants<const N: usize>(
    _: &str,
    tasks: [Task<u8>; N],
) -> impl Fn() -> usize + use<N> {
    move || tasks.iter().filter(|task| task.cancel()).count() + N
}

#[accepts_awaitable]
fn of_several<T>(
    first: Task<T>,
    _: &str,
    second: Task<T>,
) -> (impl Future<Output = T> + use<T>, impl Debug + use<T>)
where
    T: Send + 'static,
{
    (async { first.await.unwrap() }, second)
}

#[accepts_awaitable]
fn captures_parts<T>(_: &str, parts: (Task<T>, [Task<u8>; 2])) -> impl Fn() -> usize + use<T> {
    let (first, [second, third]) = parts;
    move || usize::from(first.cancel()) + [&second, &third].map(Task::id).len()
}

#[accepts_awaitable]
fn send_and_static<T: Send + 'static>(
    task: Task<T>,
) -> impl Future<Output = Option<T>> + Send + 'static {
    async { task.await.ok() }
}

#[accepts_awaitable]
fn in_a_result(task: Task<u8>, good: bool) -> Result<impl Display + Send, impl Debug> {
    if good {
        Ok(u8::from(task.cancel()))
    } else {
        Err("on purpose")
    }
}

#[accepts_awaitable]
fn nested(task: Task<u8>) -> Option<Vec<impl Iterator<Item = impl Display>>> {
    task.cancel()
        .then(|| vec![['a', 'b'].into_iter(), ['c', 'd'].into_iter()])
}

#[accepts_awaitable]
async fn from_async<'a>(
    text: &'a str,
    _: &str,
    task: Task<usize>,
) -> impl Iterator<Item = char> + use<'a> {
    text.chars().skip(task.await.unwrap())
}

#[accepts_awaitable]
fn closure(text: String, task: Task<u8>) -> impl FnOnce(&str) -> String + Send {
    task.cancel();
    move |more| text + more
}

#[accepts_awaitable]
fn argument_and_result<T: Send>(
    into: impl Into<String>,
    each: impl Fn(char) -> bool,
    task: Task<T>,
) -> impl AsRef<str> {
    task.cancel();
    into.into().replace(each, "_")
}

struct Store<K> {
    keys: Vec<K>,
}

impl<K: Clone + PartialEq> Store<K> {
    #[accepts_awaitable]
    fn keys(&self, _: &str, task: Task<u8>) -> impl ExactSizeIterator<Item = K> + use<'_, K> {
        task.cancel();
        self.keys.iter().cloned()
    }

    #[accepts_awaitable]
    fn without<'a>(&'a self, key: &'a K, task: Task<u8>) -> impl Iterator<Item = &'a K> {
        task.cancel();
        self.keys.iter().filter(move |other| *other != key)
    }
}

#[accepts_awaitable]
impl<K: Clone + PartialEq> Store<K> {
    fn drained<T>(
        &mut self,
        _: &str,
        values: Vec<T>,
        task: Task<K>,
    ) -> impl Iterator<Item = (K, T)> + use<'_, K, T> {
        task.cancel();
        self.keys.drain(..).zip(values)
    }

    fn owned(&self, _: &str, task: Task<K>) -> impl Future<Output = Vec<K>> + use<K> {
        let mut keys = self.keys.clone();
        async move {
            keys.push(task.await.unwrap());
            keys
        }
    }

    fn found(&self, task: Task<u8>) -> Result<impl Iterator<Item = &K>, impl Display> {
        if task.cancel() {
            Ok(self.keys.iter())
        } else {
            Err("it had ended")
        }
    }
}

fn is_send<T: Send + 'static>(value: T) -> T {
    value
}

#[test]
fn functions_hide_the_types_of_their_results() {
    run(async {
        let other = String::new();
        let values = ['a', 'b'];
        let rest = captured(&values, &other, async { 1 });
        assert_eq!(rest.collect::<String>(), "b");
        let shown = captures_nothing_borrowed(&String::from("not captured"), Some(async { 1 }));
        assert_eq!(shown.to_string(), "not captured");
        let pending = || std::future::pending::<u8>();
        let count = captures_constants(&other, [pending(), pending()]);
        assert_eq!(count(), 4);
        let (first, second) = of_several(async { 1 }, &other, create_task(pending()));
        assert_eq!(first.await, 1);
        assert!(format!("{second:?}").starts_with("Task"));
        let parts = (async { 'a' }, [pending(), pending()]);
        assert_eq!(captures_parts(&other, parts)(), 3);
        assert_eq!(is_send(send_and_static(async { 1 })).await, Some(1));
    });
}

#[test]
fn results_hold_several_hidden_types() {
    run(async {
        let other = String::new();
        assert_eq!(
            is_send(in_a_result(async { 1 }, true).ok().unwrap()).to_string(),
            "1"
        );
        assert_eq!(
            format!("{:?}", in_a_result(async { 1 }, false).err().unwrap()),
            "\"on purpose\""
        );
        let rows = nested(async { 1 }).unwrap().into_iter();
        assert_eq!(
            rows.flatten()
                .map(|item| item.to_string())
                .collect::<String>(),
            "abcd"
        );
        assert_eq!(
            from_async("abc", &other, async { 1 })
                .await
                .collect::<String>(),
            "bc"
        );
        assert_eq!(is_send(closure("a".into(), async { 1 }))("b"), "ab");
        assert_eq!(
            argument_and_result("a-b", |letter| letter == '-', async { 1 }).as_ref(),
            "a_b"
        );
    });
}

#[test]
fn methods_hide_the_types_of_their_results() {
    run(async {
        let other = String::new();
        let mut store = Store {
            keys: vec![1, 2, 3],
        };
        assert_eq!(store.keys(&other, async { 1 }).len(), 3);
        assert!(store.without(&2, async { 1 }).eq(&[1, 3]));
        assert_eq!(store.found(async { 1 }).ok().unwrap().count(), 3);
        let owned = store.owned(&other, async { 4 });
        assert!(store.drained(&other, vec!['a'], async { 1 }).eq([(1, 'a')]));
        assert_eq!(owned.await, [1, 2, 3, 4]);
    });
}
