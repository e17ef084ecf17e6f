//! Lifetimes of traits, of their implementors and of their methods, side by side.

use std::borrow::Cow;
use std::cell::Ref;
use std::fmt::Debug;

use ensure_future::{Task, accepts_awaitable, run};

struct Parser<'input> {
    input: &'input str,
}

trait Words<'input> {
    #[accepts_awaitable]
    async fn first<'a>(&'a self, task: Task<usize>) -> (&'a str, &'input str)
    where
        'input: 'a;

    #[accepts_awaitable]
    fn search(&self, text: &'input str, other: &str, task: Task<u8>) -> Option<&'input str>;
}

#[accepts_awaitable]
impl<'input> Words<'input> for Parser<'input> {
    async fn first<'a>(&'a self, task: Task<usize>) -> (&'a str, &'input str)
    where
        'input: 'a,
    {
        let end = task.await.unwrap();
        (self.input, &self.input[..end])
    }

    fn search(&self, text: &'input str, other: &str, task: Task<u8>) -> Option<&'input str> {
        task.cancel();
        [text, self.input]
            .into_iter()
            .find(|text| text.contains(other))
    }
}

#[accepts_awaitable]
impl Words<'static> for &str {
    async fn first<'a>(&'a self, task: Task<usize>) -> (&'a str, &'static str)
    where
        'static: 'a,
    {
        (&self[task.await.unwrap()..], "static")
    }

    fn search(&self, text: &'static str, other: &str, task: Task<u8>) -> Option<&'static str> {
        task.cancel();
        (*self == other).then_some(text)
    }
}

#[accepts_awaitable(as = LexerExt)]
trait Lexer<'input>: Debug {
    #[accepts_awaitable(as = token)]
    fn token_task<'a>(
        &'a mut self,
        task: Task<usize>,
    ) -> impl Future<Output = &'input str> + Send + 'a
    where
        'input: 'a;

    #[accepts_awaitable(as = peek)]
    fn peek_task<'a>(&self, text: &'input str, task: Task<Cow<'a, str>>) -> (&Self, &'input str);
}

#[derive(Debug)]
struct Rest<'input>(&'input str);

impl<'input> Lexer<'input> for Rest<'input> {
    fn token_task<'a>(
        &'a mut self,
        task: Task<usize>,
    ) -> impl Future<Output = &'input str> + Send + 'a
    where
        'input: 'a,
    {
        let id = task.id();
        async move {
            assert_ne!(tokio::task::try_id(), Some(id));
            let (token, rest) = self.0.split_at(task.await.unwrap());
            self.0 = rest;
            token
        }
    }

    fn peek_task<'a>(&self, text: &'input str, task: Task<Cow<'a, str>>) -> (&Self, &'input str) {
        task.cancel();
        (self, text)
    }
}

/// The trait has a lifetime and a type that its method does not use.
trait Tagged<'tag, T: ?Sized> {
    #[accepts_awaitable]
    fn tagged(&self, task: Task<u8>) -> usize;
}

#[accepts_awaitable]
impl Tagged<'_, &str> for Parser<'_> {
    fn tagged(&self, task: Task<u8>) -> usize {
        self.input.len() + usize::from(task.cancel())
    }
}

#[accepts_awaitable]
impl Tagged<'_, Parser<'_>> for &mut [&str] {
    fn tagged(&self, task: Task<u8>) -> usize {
        self[0].len() * 10 + usize::from(task.cancel())
    }
}

#[accepts_awaitable]
impl<'b> Tagged<'b, dyn Debug + '_> for Rest<'b> {
    fn tagged(&self, task: Task<u8>) -> usize {
        self.0.len() * 100 + usize::from(task.cancel())
    }
}

/// The request may be a reference. Its target lives as long as the reference, without a bound that says so.
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

#[test]
fn traits_and_their_implementors_keep_lifetimes_apart() {
    run(async {
        let input = String::from("one two");
        let (word, found, token) = {
            let parser = Parser { input: &input };
            let other = String::from("two");
            let mut rest = Rest(&input);
            let (same, _) = rest.peek(&input, async { "a".into() });
            assert_eq!(same.0, "one two");
            (
                parser.first(async { 3 }).await.1,
                parser.search("", &other, async { 1 }),
                rest.token(async { 3 }).await,
            )
        };
        assert_eq!((word, found, token), ("one", Some("one two"), "one"));
        assert_eq!("abc".first(async { 1 }).await, ("bc", "static"));
        assert_eq!(
            "abc".search("found", &String::from("abc"), async { 1 }),
            Some("found")
        );
    });
}

#[test]
fn lifetimes_need_no_name_in_the_header() {
    run(async {
        let input = String::from("abc");
        let parser = Parser { input: &input };
        assert_eq!(parser.tagged(async { 1 }), 4);
        let words: &mut [&str] = &mut [&input];
        assert_eq!(words.tagged(async { 1 }), 31);
        assert_eq!(Rest(&input).tagged(async { 1 }), 301);
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
