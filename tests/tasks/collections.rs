//! Collections of awaitables: every item is coerced, in order, in its own form.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::future::{Future, pending, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use ensure_future::{LocalTask, Task, accepts_awaitable, create_task, run};
use tokio::task::JoinHandle;

use support::{alive_tasks, let_others_run, on_both_flavours, on_current_thread};

#[accepts_awaitable]
async fn values<T: Send>(tasks: Vec<Task<T>>) -> Vec<T> {
    let mut values = Vec::new();
    for task in tasks {
        values.push(task.await.unwrap());
    }
    values
}

#[test]
fn a_vec_is_made_of_whatever_iterates() {
    on_both_flavours(async || {
        let double = |number: u8| async move { number * 2 };
        assert_eq!(values(vec![double(1), double(2)]).await, [2, 4]);
        assert_eq!(values([double(1), double(2)]).await, [2, 4]);
        assert_eq!(values((1..=3).map(double)).await, [2, 4, 6]);
        assert_eq!(values(Some(double(1))).await, [2]);
        assert_eq!(values(VecDeque::from([double(1)])).await, [2]);

        let map = HashMap::from([("one", double(1)), ("two", double(2))]);
        let mut doubled = values(map.into_values()).await;
        doubled.sort_unstable();
        assert_eq!(doubled, [2, 4]);
    });
}

#[test]
fn a_vec_takes_every_form() {
    on_both_flavours(async || {
        let numbers = 0..3_u8;
        assert_eq!(values(numbers.clone().map(ready)).await, [0, 1, 2]);
        let tasks = numbers.clone().map(|number| create_task(ready(number)));
        assert_eq!(values(tasks).await, [0, 1, 2]);
        let handles = numbers.map(|number| tokio::spawn(ready(number)));
        assert_eq!(values::<u8, _>(handles).await, [0, 1, 2]);
    });
}

#[test]
fn an_item_that_is_not_a_coroutine_yet_can_become_one_beside_running_tasks() {
    on_both_flavours(async || {
        let running = create_task(async { 1 });
        assert_eq!(values([running, create_task(async { 2 })]).await, [1, 2]);

        let running = create_task(async { 1 });
        let boxed: [Pin<Box<dyn Future<Output = u8> + Send>>; 2] = [
            Box::pin(async { running.await.unwrap() }),
            Box::pin(async { 2 }),
        ];
        assert_eq!(values(boxed).await, [1, 2]);
    });
}

#[test]
fn a_vec_of_join_handles_and_one_of_local_tasks_are_coerced_too() {
    #[accepts_awaitable]
    async fn handles(handles: Vec<JoinHandle<u8>>) -> u8 {
        let mut sum = 0;
        for handle in handles {
            sum += handle.await.unwrap();
        }
        sum
    }

    #[accepts_awaitable]
    async fn locals(tasks: Vec<LocalTask<u8>>) -> u8 {
        let mut sum = 0;
        for task in tasks {
            sum += task.await.unwrap();
        }
        sum
    }

    run(async {
        assert_eq!(handles([ready(1), ready(2)]).await, 3);
        assert_eq!(handles([create_task(ready(1))]).await, 1);
        assert_eq!(handles([tokio::spawn(ready(1))]).await, 1);
        assert_eq!(locals([ready(1), ready(2)]).await, 3);
    });
}

#[test]
fn an_option_is_coerced() {
    #[accepts_awaitable]
    async fn optional(task: Option<Task<u8>>) -> Option<u8> {
        Some(task?.await.unwrap())
    }

    on_both_flavours(async || {
        assert_eq!(optional(Some(async { 1 })).await, Some(1));
        assert_eq!(optional(Some(create_task(async { 2 }))).await, Some(2));
        assert_eq!(optional(Some(tokio::spawn(async { 3 }))).await, Some(3));
        assert_eq!(optional(None::<Task<u8>>).await, None);
    });
}

#[test]
fn an_array_keeps_its_length() {
    #[accepts_awaitable]
    async fn sums<const N: usize>(tasks: [Task<u8>; N]) -> (usize, u8) {
        let mut sum = 0;
        for task in tasks {
            sum += task.await.unwrap();
        }
        (N, sum)
    }

    on_both_flavours(async || {
        assert_eq!(sums([ready(1), ready(2)]).await, (2, 3));
        assert_eq!(sums([create_task(ready(1))]).await, (1, 1));
        assert_eq!(sums::<0, _>([] as [Task<u8>; 0]).await, (0, 0));
    });
}

#[test]
fn each_position_of_a_tuple_has_a_form_of_its_own() {
    #[accepts_awaitable]
    async fn three(tasks: (Task<u8>, Task<&'static str>, JoinHandle<char>)) -> String {
        let (number, text, letter) = tasks;
        let (number, text) = (number.await.unwrap(), text.await.unwrap());
        format!("{number} {text} {}", letter.await.unwrap())
    }

    on_both_flavours(async || {
        let a = three((async { 1 }, create_task(async { "b" }), async { 'c' })).await;
        assert_eq!(a, "1 b c");
        let a = three((
            tokio::spawn(async { 1 }),
            async { "b" },
            create_task(async { 'c' }),
        ))
        .await;
        assert_eq!(a, "1 b c");
    });
}

#[test]
fn the_passed_items_of_a_tuple_are_not_spawned_again() {
    #[accepts_awaitable]
    fn both(tasks: (Task<()>, Task<()>)) -> (Task<()>, Task<()>) {
        tasks
    }

    on_both_flavours(async || {
        let running = create_task(pending());
        let (id, before) = (running.id(), alive_tasks());
        let (spawned, running) = both((pending(), running));
        assert_eq!(running.id(), id);
        assert_eq!(alive_tasks(), before + 1);
        assert_ne!(spawned.id(), id);
    });
}

#[test]
fn tuples_have_up_to_twelve_items() {
    type T = Task<u8>;

    #[accepts_awaitable]
    async fn single(#[awaitable] (task,): (T,)) -> u8 {
        task.await.unwrap()
    }

    #[accepts_awaitable]
    async fn twelve(#[awaitable] tasks: (T, T, T, T, T, T, T, T, T, T, T, T)) -> [u8; 12] {
        let mut values = [0; 12];
        #[rustfmt::skip]
        let tasks = [
            tasks.0, tasks.1, tasks.2, tasks.3, tasks.4, tasks.5,
            tasks.6, tasks.7, tasks.8, tasks.9, tasks.10, tasks.11,
        ];
        for (value, task) in values.iter_mut().zip(tasks) {
            *value = task.await.unwrap();
        }
        values
    }

    on_both_flavours(async || {
        assert_eq!(single((ready(1),)).await, 1);
        let (task, handle) = (|n| create_task(ready(n)), |n| tokio::spawn(ready(n)));
        #[rustfmt::skip]
        let values = twelve((
            ready(0), task(1), handle(2), ready(3), task(4), handle(5),
            ready(6), task(7), handle(8), ready(9), task(10), handle(11),
        )).await;
        assert_eq!(values, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    });
}

#[test]
fn collections_nest() {
    #[accepts_awaitable]
    async fn optional(tasks: Vec<Option<Task<u8>>>) -> Vec<Option<u8>> {
        let mut values = Vec::new();
        for task in tasks {
            values.push(match task {
                Some(task) => Some(task.await.unwrap()),
                None => None,
            });
        }
        values
    }

    #[accepts_awaitable]
    async fn grouped(groups: HashMap<char, Vec<Task<u8>>>) -> BTreeMap<char, Vec<u8>> {
        let mut results = BTreeMap::new();
        for (key, tasks) in groups {
            results.insert(key, values(tasks).await);
        }
        results
    }

    on_both_flavours(async || {
        let tasks = [Some(ready(1)), None, Some(ready(3))];
        assert_eq!(optional(tasks).await, [Some(1), None, Some(3)]);
        let tasks = vec![None, Some(create_task(ready(2)))];
        assert_eq!(optional(tasks).await, [None, Some(2)]);

        let groups = HashMap::from([('a', [ready(1), ready(2)]), ('b', [ready(3), ready(4)])]);
        let expected = BTreeMap::from([('a', vec![1, 2]), ('b', vec![3, 4])]);
        assert_eq!(grouped(groups).await, expected);
    });
}

#[test]
fn an_empty_collection_stays_empty() {
    on_both_flavours(async || {
        let before = alive_tasks();
        assert!(values(Vec::<Task<u8>>::new()).await.is_empty());
        assert!(values((0..0).map(ready::<u8>)).await.is_empty());
        assert!(values(None::<Task<u8>>).await.is_empty());
        assert_eq!(alive_tasks(), before);
    });
}

#[test]
fn coroutines_are_spawned_in_the_order_of_the_items() {
    #[accepts_awaitable]
    fn spawn_all(
        vec: Vec<Task<()>>,
        array: [Task<()>; 2],
        tuple: (Task<()>, Task<()>, Task<()>),
        tree: BTreeMap<u8, Task<()>>,
        option: Option<Task<()>>,
    ) {
        drop((vec, array, tuple, tree, option));
    }

    on_current_thread(async {
        let order = Arc::new(Mutex::new(Vec::new()));
        let push = |number| {
            let order = Arc::clone(&order);
            async move { order.lock().unwrap().push(number) }
        };
        let tree = BTreeMap::from([(2, push(8)), (1, push(7))]);
        let tuple = (push(4), push(5), push(6));
        spawn_all(
            (0..2).map(push),
            [push(2), push(3)],
            tuple,
            tree,
            Some(push(9)),
        );
        assert!(order.lock().unwrap().is_empty());

        let_others_run().await;
        assert_eq!(*order.lock().unwrap(), (0..10).collect::<Vec<_>>());
    });
}
