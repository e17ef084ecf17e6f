//! Lifetimes of parameters and results: named, elided, several, and `'static`.

use std::borrow::Cow;
use std::cell::Ref;
use std::collections::BTreeMap;
use std::fmt::Debug;

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};

#[accepts_awaitable]
async fn elided_in_result(text: &str, task: Task<usize>) -> &str {
    &text[task.await.unwrap()..]
}

#[accepts_awaitable]
async fn one_of_several<'a, 'b>(first: &'a str, task: Task<bool>, second: &'b str) -> &'a str
where
    'b: 'a,
{
    if task.await.unwrap() { first } else { second }
}

#[accepts_awaitable]
async fn unrelated<'a, 'b>(
    first: &'a mut u8,
    second: &'b [u8],
    task: Task<u8>,
) -> (&'a u8, &'b u8) {
    *first += task.await.unwrap();
    (first, &second[0])
}

#[accepts_awaitable]
async fn outlives_static<'a: 'static>(
    name: &'a str,
    task: Task<&'static str>,
) -> [&'static str; 2] {
    [name, task.await.unwrap()]
}

#[accepts_awaitable]
async fn generic_over_a_reference<'a, T: Debug + 'a>(value: &'a T, task: Task<u8>) -> Cow<'a, str> {
    Cow::Owned(format!("{value:?}{}", task.await.unwrap()))
}

/// A task gets no bound from its type, unlike a parameter of that type: `T: 'a` has to be written.
#[accepts_awaitable]
async fn first_of<'a, T>(
    mut slices: impl Iterator<Item = Task<&'a [T]>>,
    other: Task<&'a T>,
    cell: LocalTask<Ref<'a, T>>,
) -> Option<&'a T>
where
    T: PartialEq + 'a,
{
    cell.cancel();
    let other = other.await.unwrap();
    let slice = slices.next()?.await.unwrap();
    slice.first().filter(|first| *first != other)
}

#[accepts_awaitable]
fn borrowing_future<'a>(
    names: &'a BTreeMap<u8, String>,
    _other: &str,
    task: Task<u8>,
) -> impl Future<Output = Option<&'a str>> + use<'a> {
    let handle = tokio::task::JoinHandle::from(task);
    async move { names.get(&handle.await.unwrap()).map(String::as_str) }
}

#[accepts_awaitable]
fn anonymous(parser: &mut Parser<'_>, task: Task<Cow<'static, str>>, rest: &[&str]) -> usize {
    parser.position += rest.len();
    task.cancel();
    parser.position
}

struct Parser<'input> {
    input: &'input str,
    position: usize,
}

impl<'input> Parser<'input> {
    #[accepts_awaitable]
    async fn word(&mut self, task: Task<usize>) -> &'input str {
        let start = self.position;
        self.position += task.await.unwrap();
        &self.input[start..self.position]
    }

    #[accepts_awaitable]
    fn nested<'parser>(&'parser mut self, task: Task<u8>) -> Nested<'parser, 'input> {
        task.cancel();
        Nested { parser: self }
    }

    #[accepts_awaitable]
    fn over(input: &'input str, task: Task<u8>) -> Self {
        task.cancel();
        Parser { input, position: 0 }
    }
}

struct Nested<'parser, 'input> {
    parser: &'parser mut Parser<'input>,
}

#[accepts_awaitable]
impl<'parser, 'input: 'parser> Nested<'parser, 'input> {
    async fn word(self, task: Task<usize>) -> (&'parser mut Parser<'input>, &'input str) {
        let word = self.parser.word(task).await;
        (self.parser, word)
    }

    fn longest<'a>(&'a self, other: &'a str, task: Task<u8>) -> &'a str {
        task.cancel();
        if other.len() > self.parser.input.len() {
            other
        } else {
            self.parser.input
        }
    }

    fn all<'a, 'b: 'a>(
        &'a self,
        others: &'b [&'a str],
        task: Task<u8>,
    ) -> impl Iterator<Item = &'a str> {
        task.cancel();
        others.iter().copied().chain([self.parser.input])
    }
}

#[test]
fn results_borrow_from_what_they_say() {
    run(async {
        let text = String::from("a text");
        assert_eq!(elided_in_result(&text, async { 2 }).await, "text");
        let first = {
            let second = String::from("b");
            let chosen = one_of_several(&text, create_task(async { false }), &second);
            chosen.await.to_owned()
        };
        assert_eq!(first, "b");
        let mut number = 1;
        assert_eq!(unrelated(&mut number, &[7], async { 2 }).await, (&3, &7));
        assert_eq!(outlives_static("a", async { "b" }).await, ["a", "b"]);
        assert_eq!(
            generic_over_a_reference(&text, async { 1 }).await,
            "\"a text\"1"
        );
        let slices = [async { &[1, 2][..] }].into_iter();
        let first = first_of(slices, async { &2 }, std::future::pending());
        assert_eq!(first.await, Some(&1));
        let names = BTreeMap::from([(1, text)]);
        assert_eq!(
            borrowing_future(&names, &String::from("b"), async { 1 }).await,
            Some("a text")
        );
    });
}

#[test]
fn methods_tell_their_own_lifetimes_from_the_types() {
    run(async {
        let input = String::from("one two");
        let word = {
            let mut parser = Parser::over(&input, async { 1 });
            assert_eq!(anonymous(&mut parser, async { "a".into() }, &["b"; 0]), 0);
            let nested = parser.nested(async { 1 });
            assert_eq!(nested.longest("a longer one", async { 1 }), "a longer one");
            assert!(nested.all(&["zero"], async { 1 }).eq(["zero", "one two"]));
            let (parser, first) = nested.word(async { 3 }).await;
            assert_eq!(first, "one");
            parser.word(async { 4 }).await
        };
        assert_eq!(word, " two");
    });
}
