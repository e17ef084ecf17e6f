//! Generics, lifetimes, where clauses and const generics.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::iter;

use ensure_future::{Task, accepts_awaitable, create_task, run};

#[accepts_awaitable]
async fn generic<T>(task: Task<T>) -> Option<T>
where
    T: Debug + Send + 'static,
{
    task.await.ok()
}

#[accepts_awaitable]
async fn with_lifetimes<'a, 'b: 'a, T: ?Sized + ToString>(
    prefix: &'a str,
    task: Task<u8>,
    value: &'b T,
) -> Cow<'a, str> {
    format!("{prefix}{}{}", task.await.unwrap(), value.to_string()).into()
}

#[accepts_awaitable]
async fn elided(prefix: &str, task: Task<Cow<'static, str>>) -> String {
    format!("{prefix}{}", task.await.unwrap())
}

#[accepts_awaitable]
fn anonymous_lifetimes<'a, T: Display + Copy>(
    prefix: &str,
    named: HashMap<&str, Task<u8>>,
    tasks: Vec<(Task<Cow<'a, str>>, Task<T>)>,
) -> usize {
    prefix.len() + named.len() + tasks.len()
}

#[accepts_awaitable]
fn in_trait_objects<'a, T: Send>(
    numbers: Task<Box<dyn Iterator<Item = &'a u8> + Send + 'a>>,
    others: Task<Box<dyn Iterator<Item = T> + Send>>,
) -> bool {
    numbers.cancel() && others.cancel()
}

/// The lifetime of `&str` is chosen at each call, not by the caller.
#[accepts_awaitable]
async fn higher_ranked<F: Fn(&str) -> usize>(
    task: Task<F>,
    pointer: Task<fn(&str) -> &str>,
) -> usize {
    let text = String::from("local");
    task.await.unwrap()(&text) + pointer.await.unwrap()(&text).len()
}

trait Engine {
    type Task;

    #[accepts_awaitable]
    fn push(&self, own: Self::Task, task: Task<u8>) -> Self::Task;
}

impl Engine for () {
    type Task = char;

    #[accepts_awaitable]
    fn push(&self, own: char, task: Task<u8>) -> char {
        task.cancel();
        own
    }
}

type Length = usize;

#[accepts_awaitable]
async fn with_const<const N: Length, T: Copy>(tasks: [Task<T>; N]) -> [Option<T>; N] {
    let mut results = [None; N];
    for (result, task) in results.iter_mut().zip(tasks) {
        *result = task.await.ok();
    }
    results
}

#[accepts_awaitable]
fn taken_names<TaskForm, TaskForm2>(task: Task<(TaskForm, TaskForm2)>) -> bool {
    task.cancel()
}

struct LoginForm(&'static str);

/// The body names a type with the name that generated code would give a generic parameter.
#[accepts_awaitable]
async fn named_in_the_body(login: Task<&'static str>, tasks: (Task<u8>, Task<u8>)) -> LoginForm {
    struct TasksForm2(Option<u8>);
    let last = TasksForm2(tasks.1.await.ok());
    assert!(last.0.is_some());
    LoginForm(login.await.unwrap())
}

struct Holder<TaskForm>(TaskForm);

impl<TaskForm: Copy> Holder<TaskForm> {
    #[accepts_awaitable]
    async fn with<T>(&self, task: Task<T>) -> (TaskForm, T) {
        (self.0, task.await.unwrap())
    }

    #[accepts_awaitable]
    async fn with_body<T>(&self, task: Task<T>) -> T {
        let _: &TaskForm = &self.0;
        task.await.unwrap()
    }
}

#[test]
fn generics_are_inferred_beside_ours() {
    run(async {
        assert_eq!(generic(async { 1 }).await, Some(1));
        assert_eq!(generic::<u8, _>(tokio::spawn(async { 1 })).await, Some(1));
        assert_eq!(with_lifetimes("a", async { 1 }, "b").await, "a1b");
        let named = HashMap::from([("a", async { 1 })]);
        let tasks = [(async { "b".into() }, async { 'c' })];
        assert_eq!(anonymous_lifetimes("abc", named, tasks), 5);
        assert_eq!(
            higher_ranked(async { str::len }, async { str::trim as fn(&str) -> &str }).await,
            10
        );
        let empty = || -> Box<dyn Iterator<Item = &'static u8> + Send> { Box::new(iter::empty()) };
        assert!(in_trait_objects(
            async move { empty() },
            async move { empty() }
        ));
        assert_eq!(().push('a', async { 1 }), 'a');
        assert_eq!(elided("a", async { Cow::Borrowed("b") }).await, "ab");
        assert_eq!(
            with_const([create_task(async { 1 }), create_task(async { 2 })]).await,
            [Some(1), Some(2)]
        );
    });
}

#[test]
fn names_of_the_authors_own_stay_free() {
    run(async {
        assert!(taken_names(async { (1, 2) }));
        assert_eq!(Holder('a').with(async { 'b' }).await, ('a', 'b'));
        assert_eq!(Holder('a').with_body(async { 'b' }).await, 'b');
        let tasks = (async { 1 }, async { 2 });
        let LoginForm(name) = named_in_the_body(async { "name" }, tasks).await;
        assert_eq!(name, "name");
    });
}

trait Spawner {
    type Task;
    type JoinHandle<T>;
}

impl Spawner for u8 {
    type Task = String;
    type JoinHandle<T> = Vec<T>;
}

#[accepts_awaitable]
fn own_names<S: Spawner>(
    _: S,
    own: S::Task,
    many: S::JoinHandle<u8>,
    task: Task<u8>,
) -> (S::Task, usize) {
    let length = std::iter::once(many).count();
    (own, length + usize::from(task.cancel()))
}

#[test]
fn what_a_traits_implementation_names_like_a_task_is_none() {
    let (own, number) = run(async { own_names(1, "own".to_owned(), vec![1], async { 1 }) });
    assert_eq!((own.as_str(), number), ("own", 2));
}
