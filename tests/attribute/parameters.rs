//! The parameters that are coerced: by type, by `#[awaitable]`, and not with `#[awaitable(skip)]`.

use std::collections::{BTreeMap, HashMap};

use ensure_future::{Awaitable, Task, accepts_awaitable, create_task, form, run};
use tokio::task::JoinHandle;

type Job = Task<u8>;

#[accepts_awaitable]
async fn aliased(#[awaitable] job: Job) -> u8 {
    job.await.unwrap()
}

#[accepts_awaitable]
async fn skipped(#[awaitable(skip)] task: Task<u8>, job: ensure_future::Task<u8>) -> u8 {
    task.await.unwrap() + job.await.unwrap()
}

/// `#[awaitable]` changes nothing for a parameter that is found by its type.
#[accepts_awaitable]
async fn marked(#[awaitable] task: Task<u8>) -> u8 {
    task.await.unwrap()
}

#[accepts_awaitable]
async fn nested(
    tasks: Vec<Option<Task<u8>>>,
    handles: HashMap<&'static str, Vec<JoinHandle<u8>>>,
    sorted: BTreeMap<u8, (Task<u8>,)>,
) -> u8 {
    let mut sum = 0;
    for task in tasks.into_iter().flatten() {
        sum += task.await.unwrap();
    }
    for handle in handles.into_values().flatten() {
        sum += handle.await.unwrap();
    }
    for (task,) in sorted.into_values() {
        sum += task.await.unwrap();
    }
    sum
}

#[accepts_awaitable]
fn callbacks(
    task: Task<u8>,
    #[awaitable(skip)] on_start: impl Fn(&Task<u8>),
    #[awaitable(skip)] on_end: &dyn Fn(Task<u8>) -> u8,
) -> u8 {
    on_start(&task);
    on_end(task)
}

mod named_like_a_task {
    /// A type that is not a task, and that nothing becomes.
    pub(super) struct SharedTask<T>(pub(super) T);

    /// A type that is not a task, and that only numbers become.
    pub(super) struct JoinHandle<T>(pub(super) T);
}

impl Awaitable<named_like_a_task::JoinHandle<u16>, form::Itself> for u8 {
    fn ensure(self) -> named_like_a_task::JoinHandle<u16> {
        named_like_a_task::JoinHandle(self.into())
    }
}

#[accepts_awaitable]
fn told_by_marks<T: Into<u16>>(
    #[awaitable(skip)] skipped: named_like_a_task::SharedTask<T>,
    #[awaitable] marked: named_like_a_task::JoinHandle<u16>,
    #[awaitable] all: Vec<named_like_a_task::JoinHandle<u16>>,
    task: Task<u8>,
) -> u16 {
    let sum: u16 = all.into_iter().map(|handle| handle.0).sum();
    skipped.0.into() + marked.0 + sum + u16::from(task.cancel())
}

#[test]
fn another_type_with_the_name_of_a_task_is_what_its_mark_says() {
    run(async {
        let skipped = named_like_a_task::SharedTask(1_u8);
        let sum = told_by_marks(skipped, 2_u8, [3_u8, 4], std::future::pending());
        assert_eq!(sum, 11);
    });
}

#[test]
fn an_alias_is_coerced_where_it_is_marked() {
    assert_eq!(run(async { aliased(async { 1 }).await }), 1);
    assert_eq!(run(async { marked(async { 1 }).await }), 1);
}

#[test]
fn a_skipped_parameter_takes_the_task_alone() {
    run(async {
        assert_eq!(skipped(create_task(async { 1 }), async { 2 }).await, 3);
        let ended = callbacks(async { 1 }, |task| assert!(!task.is_finished()), &|task| {
            u8::from(task.cancel())
        });
        assert_eq!(ended, 1);
    });
}

#[test]
fn a_task_is_found_anywhere_in_the_type() {
    run(async {
        let sum = nested(
            [Some(async { 1 }), None],
            HashMap::from([("a", [async { 2 }])]),
            BTreeMap::from([(0, (create_task(async { 4 }),))]),
        );
        assert_eq!(sum.await, 7);
    });
}
