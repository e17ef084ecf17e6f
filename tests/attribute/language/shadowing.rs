//! Types that shadow those of the prelude, and variables that are shadowed inside bodies.

#![allow(dead_code)]

use ::ensure_future::{Task, accepts_awaitable, create_task, run};

type Result<T> = ::std::result::Result<T, &'static str>;

mod alloc {}
mod core {}
mod ensure_future {}
mod std {}
mod tokio {}

trait Awaitable {}
trait FnOnce {}
trait Future {}
trait IntoIterator {}
trait Iterator {}
trait Send {}

struct Box;
struct None;
struct Option;
struct Some(u8);
struct String;
struct Vec;

fn drop(number: u8) -> u8 {
    number + 1
}

#[accepts_awaitable]
async fn value(task: Task<u8>) -> Result<u8> {
    let value = task.await.map_err(|_| "it did not end well")?;
    Ok(drop(value))
}

#[accepts_awaitable]
fn count(#[awaitable] tasks: Tasks, factory: impl Fn() -> Task<u8>) -> usize {
    let factory = factory();
    tasks
        .iter()
        .chain([&factory])
        .filter(|task| task.cancel())
        .count()
}

type Tasks = ::std::vec::Vec<Task<u8>>;

mod own {
    /// A type that is not a task of this crate.
    pub(super) struct Task(pub(super) u8);
    pub(super) type Job = ::ensure_future::Task<u8>;
}

#[accepts_awaitable]
fn beside_another_task(#[awaitable(skip)] task: own::Task, #[awaitable] job: own::Job) -> Some {
    Some(task.0 + u8::from(job.cancel()))
}

struct Pool(u8);

#[accepts_awaitable]
impl Pool {
    fn drop(&self, task: Task<u8>) -> u8 {
        drop(self.0) + u8::from(task.cancel())
    }

    /// The body binds the same name several times.
    async fn shadowed(self, task: Task<u8>, number: u8) -> u8 {
        fn shadowed(task: u8) -> u8 {
            task + 1
        }

        let task = task.await.unwrap();
        let number = task + number;
        let value = |task: u8| task * number;
        let task = shadowed(value(task));
        let kept = {
            let task = number;
            drop(task)
        };
        kept + task
    }
}

trait Clone {
    #[accepts_awaitable]
    fn clone(&self, task: Task<u8>) -> Self;

    #[accepts_awaitable]
    async fn into(self, task: Task<u8>) -> u8;
}

#[accepts_awaitable]
impl Clone for Pool {
    fn clone(&self, task: Task<u8>) -> Self {
        Self(self.0 + u8::from(task.cancel()))
    }

    async fn into(self, task: Task<u8>) -> u8 {
        task.await.unwrap() + self.0
    }
}

#[accepts_awaitable(as = Default)]
trait Owner {
    #[accepts_awaitable(as = to_string)]
    fn to_string_task(&self, task: Task<u8>) -> Result<u8> {
        if task.cancel() {
            Ok(1)
        } else {
            Err("it had ended")
        }
    }
}

impl Owner for Pool {}

#[test]
fn generated_code_takes_nothing_from_the_prelude() {
    run(async {
        assert_eq!(value(async { 1 }).await, Ok(2));
        assert_eq!(
            value(async { panic!("on purpose") }).await,
            Err("it did not end well")
        );
        let pending = ::std::future::pending::<u8>;
        assert_eq!(count([pending(), pending()], pending), 3);
        assert_eq!(beside_another_task(own::Task(1), pending()).0, 2);
        assert_eq!(Pool(1).drop(pending()), 3);
        assert_eq!(Clone::clone(&Pool(1), pending()).0, 2);
        assert_eq!(Clone::into(Pool(1), async { 2 }).await, 3);
        assert_eq!(Default::to_string(&Pool(1), create_task(pending())), Ok(1));
    });
}

#[test]
fn shadowed_names_are_the_bodys_own() {
    run(async {
        assert_eq!(Pool(1).shadowed(async { 2 }, 3).await, 17);
    });
}
