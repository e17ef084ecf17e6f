//! Running tasks that are passed on unchanged, with the same id.

use std::collections::{BTreeMap, HashMap};
use std::future::pending;
use std::mem::size_of;
use std::sync::mpsc;

use ensure_future::{
    LocalTask, Task, accepts_awaitable, create_local_task, create_task, ensure_future, run,
};
use tokio::task::{Id, JoinHandle, LocalSet};

use support::keep::{
    keep, keep_all, keep_async, keep_handle, keep_handle_async, keep_local, keep_local_async,
};
use support::{alive_tasks, on_both_flavours};

fn task() -> Task<u8> {
    create_task(pending())
}

fn handle() -> JoinHandle<u8> {
    tokio::spawn(pending())
}

// Contract 1.1.
#[test]
fn a_task_stays_itself() {
    on_both_flavours(async || {
        let task = task();
        let (id, before) = (task.id(), alive_tasks());

        let task = ensure_future(task);
        assert_eq!(task.id(), id);
        let task = keep(task);
        assert_eq!(task.id(), id);
        let task = keep_async(task).await;
        assert_eq!(task.id(), id);
        assert_eq!(alive_tasks(), before);
    });
}

// Contract 1.1.
#[test]
fn a_join_handle_becomes_the_same_task() {
    on_both_flavours(async || {
        let handles: Vec<_> = (0..3).map(|_| handle()).collect();
        let (ids, before) = (handles.iter().map(JoinHandle::id), alive_tasks());
        let ids: Vec<Id> = ids.collect();
        let [first, second, third] = <[_; 3]>::try_from(handles).unwrap();

        let first: Task<u8> = ensure_future(first);
        let second: Task<u8> = keep(second);
        let third: Task<u8> = keep_async(third).await;
        assert_eq!([first.id(), second.id(), third.id()], ids[..]);
        assert_eq!(alive_tasks(), before);
    });
}

// Contract 1.1.
#[test]
fn a_join_handle_stays_itself() {
    on_both_flavours(async || {
        let handle = handle();
        let (id, before) = (handle.id(), alive_tasks());

        let handle: JoinHandle<u8> = keep_handle(handle);
        assert_eq!(handle.id(), id);
        let handle: JoinHandle<u8> = keep_handle_async(handle).await;
        assert_eq!(handle.id(), id);
        assert_eq!(alive_tasks(), before);
    });
}

// Contract 1.1.
#[test]
fn a_task_becomes_the_same_join_handle() {
    on_both_flavours(async || {
        let (first, second) = (task(), task());
        let (ids, before) = ([first.id(), second.id()], alive_tasks());

        let first = keep_handle(first);
        let second = keep_handle_async(second).await;
        assert_eq!([first.id(), second.id()], ids);
        assert_eq!(alive_tasks(), before);
    });
}

#[test]
fn a_local_task_stays_itself_on_a_local_runtime() {
    run(async {
        let task = create_local_task(pending::<u8>());
        let (id, before) = (task.id(), alive_tasks());

        let task = keep_local(task);
        assert_eq!(task.id(), id);
        let task = keep_local_async(task).await;
        assert_eq!(task.id(), id);
        assert_eq!(alive_tasks(), before);
    });
}

#[test]
fn a_local_task_stays_itself_on_a_local_set() {
    on_both_flavours(async || {
        let locals = LocalSet::new();
        locals
            .run_until(async {
                let task = create_local_task(pending::<u8>());
                let id = task.id();

                let task = keep_local(task);
                assert_eq!(task.id(), id);
                let task = keep_local_async(task).await;
                assert_eq!(task.id(), id);
                assert!(task.cancel(), "it is the coroutine that never ends");
                assert!(task.await.unwrap_err().is_cancelled());
            })
            .await;
    });
}

// Contract 1.1.
#[test]
fn every_running_form_becomes_the_same_local_task() {
    run(async {
        let (task, handle) = (task(), handle());
        let local = tokio::task::spawn_local(pending::<u8>());
        let (ids, before) = ([task.id(), handle.id(), local.id()], alive_tasks());

        let task: LocalTask<u8> = keep_local(task);
        let handle = keep_local_async::<u8, _>(handle).await;
        let local = keep_local::<u8, _>(local);
        assert_eq!([task.id(), handle.id(), local.id()], ids);
        assert_eq!(alive_tasks(), before);
    });
}

#[test]
fn the_task_of_a_blocking_closure_stays_itself() {
    on_both_flavours(async || {
        let (release, released) = mpsc::channel::<u8>();
        let handle = tokio::task::spawn_blocking(move || released.recv().unwrap());
        let (id, before) = (handle.id(), alive_tasks());

        let task: Task<u8> = keep(handle);
        assert_eq!(task.id(), id);
        let task = keep_async(task).await;
        assert_eq!(task.id(), id);
        let handle = keep_handle(task);
        assert_eq!(handle.id(), id);
        assert_eq!(alive_tasks(), before);

        release.send(7).unwrap();
        assert_eq!(handle.await.unwrap(), 7);
    });
}

// Contract 1.1.
#[test]
fn a_vec_keeps_its_tasks_in_order() {
    on_both_flavours(async || {
        let tasks: Vec<_> = (0..10).map(|_| task()).collect();
        let ids: Vec<_> = tasks.iter().map(Task::id).collect();
        let before = alive_tasks();

        let tasks = keep_all(tasks);
        assert_eq!(tasks.iter().map(Task::id).collect::<Vec<_>>(), ids);
        assert_eq!(alive_tasks(), before);
    });
}

// Contract 2.1.
#[test]
fn a_vec_of_join_handles_becomes_the_same_tasks_in_order() {
    on_both_flavours(async || {
        let handles: Vec<_> = (0..10).map(|_| handle()).collect();
        let ids: Vec<_> = handles.iter().map(JoinHandle::id).collect();
        let before = alive_tasks();

        let tasks: Vec<Task<u8>> = keep_all(handles);
        assert_eq!(tasks.iter().map(Task::id).collect::<Vec<_>>(), ids);
        assert_eq!(alive_tasks(), before);
    });
}

// Contract 1.1.
#[test]
fn every_other_collection_keeps_its_tasks() {
    #[accepts_awaitable]
    fn ids(
        array: [Task<u8>; 2],
        option: Option<Task<u8>>,
        (first, second): (Task<u8>, JoinHandle<u8>),
        map: HashMap<char, Task<u8>>,
        tree: BTreeMap<u8, Task<u8>>,
    ) -> Vec<Id> {
        let mut ids: Vec<_> = array.iter().chain(&option).map(Task::id).collect();
        ids.extend([first.id(), second.id()]);
        ids.extend(map.values().chain(tree.values()).map(Task::id));
        ids
    }

    on_both_flavours(async || {
        let tasks: [_; 8] = std::array::from_fn(|_| task());
        let expected = tasks.each_ref().map(Task::id);
        let before = alive_tasks();

        let mut tasks = tasks.into_iter();
        let mut next = || tasks.next().unwrap();
        let (array, option, tuple) = ([next(), next()], Some(next()), (next(), next()));
        let map = HashMap::from([('a', next())]);
        let tree = BTreeMap::from([(1, next()), (2, next())]);
        let ids = ids(array, option, tuple, map, tree);
        assert_eq!(ids, expected);
        assert_eq!(alive_tasks(), before);
    });
}

#[test]
fn a_task_is_at_most_two_words_and_a_local_one_three() {
    assert!(size_of::<Task<[u8; 100]>>() <= 2 * size_of::<usize>());
    assert!(size_of::<LocalTask<[u8; 100]>>() <= 3 * size_of::<usize>());
}

#[test]
fn an_optional_task_is_no_larger_than_a_task() {
    assert_eq!(size_of::<Option<Task<u8>>>(), size_of::<Task<u8>>());
    assert_eq!(
        size_of::<Option<LocalTask<u8>>>(),
        size_of::<LocalTask<u8>>()
    );
}
