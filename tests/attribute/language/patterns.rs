//! Patterns of a parameter that is a task: every pattern, its lifetime, and names that occur twice.

use std::cell::RefCell;

use ensure_future::{Awaitable, LocalTask, Task, accepts_awaitable, create_task, form, run};

#[accepts_awaitable]
async fn mutable(mut task: Task<u8>) -> u8 {
    (&mut task).await.unwrap()
}

#[accepts_awaitable]
async fn reassigned(mut task: Task<u8>) -> u8 {
    task = create_task(async move { task.await.unwrap() + 1 });
    task.await.unwrap()
}

#[accepts_awaitable]
async fn tuple((first, mut second): (Task<u8>, Task<char>)) -> (u8, char) {
    let second = (&mut second).await.unwrap();
    (first.await.unwrap(), second)
}

#[accepts_awaitable]
fn array([first, .., last]: [Task<u8>; 3]) -> (bool, bool) {
    (first.cancel(), last.cancel())
}

#[accepts_awaitable]
fn whole(tasks @ [_, _]: [Task<u8>; 2]) -> usize {
    tasks.len()
}

#[accepts_awaitable]
#[expect(clippy::toplevel_ref_arg)]
fn by_ref(ref task: Task<u8>) -> bool {
    task.cancel()
}

#[accepts_awaitable]
#[expect(clippy::toplevel_ref_arg)]
fn by_ref_mut(ref mut task: Task<u8>, (ref mut first, _): (Task<u8>, Task<u8>)) -> bool {
    std::mem::swap(task, first);
    task.cancel()
}

#[accepts_awaitable]
fn ignored(_: Task<u8>, _named: Task<u8>) {}

#[accepts_awaitable]
fn raw(r#type: Task<u8>) -> bool {
    r#type.cancel()
}

#[accepts_awaitable]
fn locals_named_like_ours((first, _): (Task<u8>, Task<u8>)) -> (u8, bool) {
    let __awaitable0 = 1;
    let __guard = __awaitable0;
    (__guard, first.cancel())
}

#[test]
fn every_pattern_binds_the_task() {
    run(async {
        assert_eq!(mutable(async { 1 }).await, 1);
        assert_eq!(reassigned(async { 1 }).await, 2);
        assert_eq!(
            tuple((async { 1 }, create_task(async { 'a' }))).await,
            (1, 'a')
        );
        let endless = || std::future::pending::<u8>();
        assert_eq!(array([endless(), endless(), endless()]), (true, true));
        assert_eq!(whole([endless(), endless()]), 2);
        assert!(by_ref(endless()));
        assert!(by_ref_mut(endless(), (async { 1 }, endless())));
        assert!(raw(endless()));
        assert_eq!(locals_named_like_ours((endless(), endless())), (1, true));
    });
}

#[test]
fn an_ignored_task_is_spawned_all_the_same() {
    run(async {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let announce = async {
            sender.send(()).unwrap();
            1
        };
        ignored(announce, async { 1 });
        receiver.await.unwrap();
    });
}

thread_local! {
    static DROPPED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// An awaitable that becomes itself, and reports its drop.
struct Loud(&'static str);

impl Drop for Loud {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
    }
}

impl Awaitable<Loud, form::Itself> for Loud {
    fn ensure(self) -> Loud {
        self
    }
}

#[accepts_awaitable]
fn leaves_one_behind(#[awaitable] (_, _kept): (Loud, Loud), #[awaitable] _: Loud) {
    DROPPED.with_borrow_mut(|dropped| dropped.push("body"));
}

#[test]
fn what_a_pattern_leaves_lives_as_long_as_a_parameter() {
    leaves_one_behind((Loud("left"), Loud("kept")), Loud("ignored"));
    assert_eq!(DROPPED.take()[0], "body");
}

#[accepts_awaitable]
fn drops_free(#[awaitable] _coerced: Loud, _other: Loud) {
    DROPPED.with_borrow_mut(|dropped| dropped.push("body"));
}

trait Drops {
    #[accepts_awaitable]
    fn drops(#[awaitable] coerced: Loud, other: Loud);
}

#[accepts_awaitable]
impl Drops for Unit {
    fn drops(#[awaitable] _coerced: Loud, _other: Loud) {
        DROPPED.with_borrow_mut(|dropped| dropped.push("body"));
    }
}

#[test]
fn what_is_coerced_is_dropped_like_a_parameter_and_in_a_traits_impl_like_a_variable() {
    drops_free(Loud("coerced"), Loud("other"));
    assert_eq!(DROPPED.take(), ["body", "other", "coerced"]);
    Unit::drops(Loud("coerced"), Loud("other"));
    assert_eq!(DROPPED.take(), ["body", "coerced", "other"]);
}

#[accepts_awaitable]
async fn local_tuple((first, _second): (LocalTask<u8>, LocalTask<u8>)) -> u8 {
    first.await.unwrap()
}

#[test]
fn patterns_bind_local_tasks_too() {
    assert_eq!(
        run(async { local_tuple((async { 1 }, async { 2 })).await }),
        1
    );
}

struct Unit;

#[accepts_awaitable]
fn alternatives(
    (Ok(value) | Err(value)): Result<u8, u8>,
    task: Task<u8>,
    Unit: Unit,
    Unit: Unit,
) -> u8 {
    value + u8::from(task.cancel())
}

macro_rules! told_apart_by_hygiene {
    ($name:ident, $other:ident, $value:expr) => {
        #[accepts_awaitable]
        fn $name(task: Task<u8>, $other: u8) -> (bool, u8) {
            (task.cancel(), $value)
        }
    };
}

told_apart_by_hygiene!(two_of_one_name, task, task + 1);

struct Adder(u8);

macro_rules! method_told_apart_by_hygiene {
    ($name:ident, $other:ident, $value:expr) => {
        impl Adder {
            #[accepts_awaitable]
            fn $name(&self, task: Task<u8>, $other: u8) -> (bool, u8) {
                (task.cancel(), self.0 + $value)
            }
        }
    };
}

method_told_apart_by_hygiene!(two_of_one_name, task, task + 1);

#[test]
fn a_name_may_be_there_more_than_once_where_rust_allows_it() {
    run(async {
        assert_eq!(alternatives(Err(1), std::future::pending(), Unit, Unit), 2);
        assert_eq!(two_of_one_name(std::future::pending(), 1), (true, 2));
        let added = Adder(3).two_of_one_name(std::future::pending(), 1);
        assert_eq!(added, (true, 5));
    });
}
