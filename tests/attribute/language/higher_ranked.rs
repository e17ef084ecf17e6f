//! Bounds for every lifetime: `for<'a> Fn(&'a str) -> &'a str`, in bounds, `where` clauses and types.

use std::borrow::Cow;
use std::fmt::Debug;

use ensure_future::{Task, accepts_awaitable, create_task, run};

#[accepts_awaitable]
async fn bound<F: for<'a> Fn(&'a str) -> &'a str>(trim: F, task: Task<String>) -> String {
    let text = task.await.unwrap();
    trim(&text).to_owned()
}

#[accepts_awaitable]
async fn in_where_clause<F, T>(pick: F, task: Task<Vec<T>>) -> usize
where
    F: for<'a> FnOnce(&'a [T]) -> Option<&'a T>,
    for<'a> &'a T: PartialEq<&'a u8>,
{
    let items = task.await.unwrap();
    usize::from(pick(&items).is_some_and(|item| item == &7)) + items.len()
}

#[accepts_awaitable]
async fn of_arguments(
    task: Task<u8>,
    shorten: impl for<'a> Fn(&'a str, usize) -> &'a str,
    pointer: for<'a> fn(&'a [u8]) -> Option<&'a u8>,
    object: &dyn for<'a> Fn(&'a u8) -> Cow<'a, str>,
) -> (String, Option<u8>) {
    let number = task.await.unwrap();
    let text = object(&number);
    (shorten(&text, 1).to_owned(), pointer(&[number]).copied())
}

type Name<T> = Box<dyn for<'a> Fn(&'a T) -> &'a str + Send>;
type Push = dyn for<'a> FnMut(&'a mut Vec<u8>) -> &'a mut u8;

/// The output of the task is itself higher-ranked.
#[accepts_awaitable]
async fn in_the_task<T>(task: Task<Name<T>>, value: T) -> usize {
    task.await.unwrap()(&value).len()
}

#[accepts_awaitable]
fn boxed(task: Task<u8>) -> Box<Push> {
    let last = u8::from(task.cancel());
    Box::new(move |numbers| {
        numbers.push(last);
        numbers.last_mut().unwrap()
    })
}

struct Parser<F>(F);

impl<F> Parser<F>
where
    F: for<'a> Fn(&'a str) -> (&'a str, &'a str),
{
    #[accepts_awaitable]
    async fn parse<'input>(&self, input: &'input str, task: Task<u8>) -> (&'input str, u8) {
        (self.0(input).1, task.await.unwrap())
    }
}

#[accepts_awaitable]
impl<F> Parser<F>
where
    for<'a> F: Fn(&'a str) -> (&'a str, &'a str),
{
    async fn twice<'input, G>(&self, input: &'input str, then: G, task: Task<u8>) -> &'input str
    where
        G: for<'a> Fn(&'a str, &u8) -> &'a str,
    {
        then(self.0(input).1, &task.await.unwrap())
    }

    fn mapped<G>(self, then: G, task: Task<u8>) -> impl for<'a> Fn(&'a str) -> &'a str
    where
        G: for<'a> Fn(&'a str) -> &'a str,
    {
        task.cancel();
        move |input| then(self.0(input).1)
    }
}

trait Visit<T> {
    #[accepts_awaitable]
    async fn visit<F>(&mut self, each: F, task: Task<T>) -> usize
    where
        F: for<'a> FnMut(&'a T) -> Option<&'a str>,
        for<'a> &'a T: Debug;
}

#[accepts_awaitable]
impl<T> Visit<T> for Vec<T>
where
    for<'a> &'a T: PartialEq,
{
    async fn visit<F>(&mut self, each: F, task: Task<T>) -> usize
    where
        F: for<'a> FnMut(&'a T) -> Option<&'a str>,
        for<'a> &'a T: Debug,
    {
        self.push(task.await.unwrap());
        self.iter().filter_map(each).map(str::len).sum()
    }
}

#[accepts_awaitable(as = FoldExt)]
trait Fold
where
    for<'a> &'a Self: IntoIterator<Item = &'a u8>,
{
    #[accepts_awaitable(as = fold)]
    fn fold_task<F>(&self, combine: F, task: Task<u8>) -> Option<&u8>
    where
        F: for<'a> Fn(&'a u8, &'a u8) -> &'a u8,
    {
        task.cancel();
        self.into_iter().reduce(combine)
    }
}

impl Fold for [u8; 3] {}

fn cut(text: &str) -> (&str, &str) {
    text.split_at(1)
}

#[test]
fn callbacks_are_called_with_locals() {
    run(async {
        assert_eq!(bound(str::trim, async { String::from(" a ") }).await, "a");
        let handle = tokio::spawn(async { vec![7_u8, 8] });
        assert_eq!(in_where_clause::<_, u8, _>(<[u8]>::first, handle).await, 3);
        let shown = of_arguments(
            async { 42 },
            |text, end| &text[..end],
            <[u8]>::first,
            &|number| number.to_string().into(),
        );
        assert_eq!(shown.await, (String::from("4"), Some(42)));
        let task = create_task(async { Box::new(String::as_str) as Name<_> });
        assert_eq!(in_the_task(task, String::from("abc")).await, 3);
        let mut numbers = vec![];
        *boxed(async { 1 })(&mut numbers) += 1;
        assert_eq!(numbers, [2]);
    });
}

#[test]
fn methods_and_traits_have_such_bounds_too() {
    run(async {
        let parser = Parser(cut);
        assert_eq!(parser.parse("abc", async { 1 }).await, ("bc", 1));
        assert_eq!(
            parser
                .twice("abc", |text, n| &text[usize::from(*n)..], async { 1 })
                .await,
            "c"
        );
        assert_eq!(parser.mapped(str::trim, async { 1 })("a b "), "b");

        let mut texts = vec![String::from("a")];
        let visited = texts.visit(|text| text.strip_prefix('b'), async { "bcd".into() });
        assert_eq!(visited.await, 2);
        assert_eq!([1, 3, 2].fold(|a, b| a.max(b), async { 1 }), Some(&3));
    });
}
