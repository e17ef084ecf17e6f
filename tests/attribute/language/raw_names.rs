//! Raw identifiers, and names that the generated code uses as well.

#![allow(non_camel_case_types)]

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};

#[derive(Debug, Default, PartialEq)]
struct r#struct<r#type>(r#type);

#[accepts_awaitable]
async fn r#match<'r#fn, r#enum: Send>(
    _: &str,
    r#type: Task<r#struct<r#enum>>,
    r#ref: &'r#fn str,
    (r#in, _): (Task<u8>, Task<u8>),
    r#const: Option<Task<u8>>,
) -> (r#struct<r#enum>, &'r#fn str, u8) {
    let r#loop = r#in.await.unwrap();
    assert!(r#const.is_none());
    (r#type.await.unwrap(), r#ref, r#loop)
}

#[accepts_awaitable(on = r#if)]
fn r#yield(r#if: &tokio::runtime::Handle, r#else: Task<u8>) -> bool {
    r#else.cancel()
}

mod r#mod {
    use super::{Task, accepts_awaitable};

    pub(super) trait r#trait<r#dyn> {
        type r#type;

        #[accepts_awaitable]
        fn r#move(&self, r#let: Task<Self::r#type>, r#for: r#dyn) -> (r#dyn, bool);

        #[accepts_awaitable]
        async fn r#async(r#await: Task<u8>) -> u8 {
            r#await.await.unwrap()
        }
    }
}

#[accepts_awaitable]
impl<r#use: Default> r#struct<r#use> {
    fn r#where(&mut self, r#true: Task<u8>) -> r#use {
        r#true.cancel();
        std::mem::take(&mut self.0)
    }

    async fn r#impl<r#static>(self, r#false: Task<r#static>) -> (r#use, r#static) {
        (self.0, r#false.await.unwrap())
    }
}

#[accepts_awaitable]
impl<r#use> r#mod::r#trait<char> for r#struct<r#use> {
    type r#type = r#use;

    fn r#move(&self, r#let: Task<Self::r#type>, r#for: char) -> (char, bool) {
        (r#for, r#let.cancel())
    }

    async fn r#async(r#await: Task<u8>) -> u8 {
        r#await.await.unwrap() + 1
    }
}

impl r#mod::r#trait<u8> for () {
    type r#type = u8;

    #[accepts_awaitable]
    fn r#move(&self, r#let: Task<u8>, r#for: u8) -> (u8, bool) {
        (r#for, r#let.cancel())
    }
}

#[accepts_awaitable(as = r#do)]
trait r#final {
    #[accepts_awaitable(as = r#become)]
    fn r#abstract(&self, r#virtual: Task<u8>) -> bool {
        r#virtual.cancel()
    }
}

impl r#final for () {}

/// The arguments have the names that the expansion gives its own.
#[accepts_awaitable]
fn names_of_arguments(
    argument0: u8,
    (first, _): (Task<u8>, Task<u8>),
    __task1: Task<u8>,
    item: Vec<Task<u8>>,
    __names_of_arguments_body: u8,
) -> [u8; 2] {
    let count = u8::from(first.cancel()) + u8::from(__task1.cancel());
    let items = u8::try_from(item.iter().filter(|item| item.cancel()).count()).unwrap();
    [argument0 + count + items, __names_of_arguments_body]
}

struct Taken(u8);

#[accepts_awaitable]
impl Taken {
    fn __submit_body(&self) -> u8 {
        self.0
    }

    fn submit(&self, task: Task<u8>, other: LocalTask<u8>) -> u8 {
        u8::from(task.cancel() && other.cancel()) + self.__submit_body()
    }
}

trait __SubmitBody {
    const __TASK: u8;

    #[accepts_awaitable]
    fn give<TaskForm>(&self, task: Task<TaskForm>) -> u8;
}

#[accepts_awaitable]
impl __SubmitBody for Taken {
    const __TASK: u8 = 3;

    fn give<TaskForm>(&self, task: Task<TaskForm>) -> u8 {
        struct __GiveBody(u8);
        task.cancel();
        __GiveBody(Self::__TASK).0
    }
}

#[accepts_awaitable(as = __Submitter)]
trait Submitter<TaskForm, Implementor> {
    #[accepts_awaitable(as = submit_one)]
    fn submit_task(&self, task: Task<TaskForm>, implementor: Implementor) -> Implementor {
        task.cancel();
        implementor
    }
}

impl<A, B> Submitter<A, B> for Taken {}

#[test]
fn raw_names_stay_raw() {
    run(async {
        let others = (async { 1 }, create_task(async { 2 }));
        let matched = r#match("", async { r#struct('a') }, "b", others, None::<Task<u8>>);
        assert_eq!(matched.await, (r#struct('a'), "b", 1));
        assert!(r#yield(&tokio::runtime::Handle::current(), async { 1 }));
        let mut raw = r#struct(1);
        assert_eq!(raw.r#where(async { 1 }), 1);
        assert_eq!(raw.r#impl(async { 'b' }).await, (0, 'b'));
    });
}

#[test]
fn raw_names_stay_raw_in_traits() {
    use r#mod::r#trait;
    run(async {
        assert_eq!(r#struct(1).r#move(async { 1 }, 'a'), ('a', true));
        assert_eq!(r#struct::<u8>::r#async(async { 1 }).await, 2);
        assert_eq!(().r#move(async { 1 }, 2), (2, true));
        assert_eq!(<()>::r#async(async { 1 }).await, 1);
        assert!(().r#become(async { 1 }));
    });
}

#[test]
fn the_authors_names_win() {
    run(async {
        let pending = || std::future::pending::<u8>();
        let counts = names_of_arguments(1, (pending(), pending()), pending(), [pending()], 9);
        assert_eq!(counts, [4, 9]);
        assert_eq!(Taken(7).submit(pending(), pending()), 8);
        assert_eq!(Taken(7).give(async { 'a' }), 3);
        assert_eq!(Taken(7).submit_one(async { 1 }, 'b'), 'b');
    });
}
