//! Tasks that await another task, in the cases of asyncio's done callbacks.
//!
//! Cancelling such a task removes the callback. The scheduler decides the order in which such tasks go on; no contract
//! promises one.

use std::sync::{Arc, Mutex};

use ensure_future::{SharedTask, Task, create_task, promise};

use support::{lifeline, on_both_flavours, poll_once};

/// What the callbacks that have run have put into the bag.
#[derive(Clone, Default)]
struct Bag(Arc<Mutex<Vec<u8>>>);

impl Bag {
    fn sorted(&self) -> Vec<u8> {
        let mut things = self.0.lock().unwrap().clone();
        things.sort_unstable();
        things
    }
}

/// Registers a callback that puts something into a bag.
async fn callback<T>(future: &SharedTask<T>, bag: &Bag, thing: u8) -> Task<()>
where
    T: Clone + Send + Sync + 'static,
{
    let (future, bag) = (future.clone(), bag.clone());
    let (mut line, mut watch) = lifeline();
    let task = create_task(async move {
        line.started();
        assert!(future.await.is_ok());
        bag.0.lock().unwrap().push(thing);
    });
    watch.started().await;
    task
}

/// Removes callbacks, and returns their number.
async fn remove(callbacks: Vec<Task<()>>) -> usize {
    let mut removed = 0;
    for mut callback in callbacks {
        let was_there = callback.cancel();
        assert_eq!((&mut callback).await.is_err(), was_there);
        assert!(!callback.cancel(), "there is nothing to be removed again");
        removed += usize::from(was_there);
    }
    removed
}

/// Registers the callbacks 17, 42 and 100, removes some of them again, and returns those that have run.
async fn run_without(things: &[u8]) -> Vec<u8> {
    let (resolver, task) = promise();
    let (future, bag) = (task.shared(), Bag::default());
    let (mut removed, mut kept) = (Vec::new(), Vec::new());
    for thing in [42, 17, 100] {
        let is_removed = things.contains(&thing);
        let callbacks = if is_removed { &mut removed } else { &mut kept };
        callbacks.push(callback(&future, &bag, thing).await);
    }
    assert_eq!(remove(removed).await, things.len());
    assert_eq!(bag.sorted(), []);

    resolver.resolve("foo").unwrap();
    for callback in kept {
        callback.await.unwrap();
    }
    assert_eq!(future.await.unwrap(), "foo");
    bag.sorted()
}

/// CPython's `test_futures::test_callbacks_invoked_on_set_result`.
#[test]
fn all_run_when_the_value_is_given() {
    on_both_flavours(async || assert_eq!(run_without(&[]).await, [17, 42, 100]));
}

/// CPython's `test_futures::test_callbacks_remove_first_callback`.
/// CPython's `test_futures::test_callbacks_remove_first_and_second_callback`.
/// CPython's `test_futures::test_callbacks_remove_third_callback`.
#[test]
fn those_that_are_removed_do_not_run() {
    on_both_flavours(async || {
        assert_eq!(run_without(&[42]).await, [17, 100]);
        assert_eq!(run_without(&[42, 17]).await, [100]);
        assert_eq!(run_without(&[100]).await, [17, 42]);
    });
}

/// CPython's `test_futures::test_callbacks_invoked_on_set_exception`.
#[test]
fn they_run_when_an_error_is_given() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let (future, bag) = (task.shared(), Bag::default());
        let callback = callback(&future, &bag, 100).await;
        resolver.resolve(Err::<u8, _>("failed")).unwrap();
        callback.await.unwrap();
        assert_eq!(bag.sorted(), [100]);
        assert_eq!(future.await.unwrap(), Err("failed"));
    });
}

/// CPython's `test_futures::test_remove_done_callback`.
#[test]
fn cancel_tells_whether_there_was_one_to_be_removed() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let (future, bag) = (task.shared(), Bag::default());
        let mut ones = vec![callback(&future, &bag, 1).await];
        assert_eq!(remove(vec![callback(&future, &bag, 2).await]).await, 1);
        assert_eq!(remove(Vec::new()).await, 0);

        let two = callback(&future, &bag, 2).await;
        for _ in 0..5 {
            ones.push(callback(&future, &bag, 1).await);
        }
        assert_eq!(remove(ones).await, 6);

        resolver.resolve("foo").unwrap();
        two.await.unwrap();
        assert_eq!(bag.sorted(), [2]);
        assert_eq!(future.await.unwrap(), "foo");
    });
}

/// CPython's `test_futures::test_schedule_callbacks_list_mutation_1`.
#[test]
fn a_callback_may_remove_others_while_they_run() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let (future, bag) = (task.shared(), Bag::default());
        let mut others = Vec::new();
        for thing in [1, 2] {
            others.push(callback(&future, &bag, thing).await);
        }
        let remover = create_task(async move {
            future.await.unwrap();
            let mut have_run = 0;
            for other in others {
                match other.cancel_and_wait().await {
                    Ok(()) => have_run += 1,
                    Err(error) => assert!(error.is_cancelled()),
                }
            }
            have_run
        });
        resolver.resolve("foo").unwrap();
        assert_eq!(remover.await.unwrap(), bag.sorted().len());
    });
}

/// CPython's `test_futures::test_schedule_callbacks_list_mutation_1`.
///
/// In asyncio, a comparison of callbacks runs user code in between. Here, the clone of the value does.
#[test]
fn the_clone_of_a_value_may_use_its_task() {
    struct Meddling(Arc<Mutex<Option<SharedTask<Meddling>>>>);

    impl Clone for Meddling {
        fn clone(&self) -> Self {
            let task = self.0.lock().unwrap().take();
            if let Some(task) = task {
                assert!(!task.cancel());
                let mut again = task.clone().into_future();
                assert!(poll_once(&mut again).is_ready());
                drop(task.into_future());
            }
            Self(self.0.clone())
        }
    }

    on_both_flavours(async || {
        let (resolver, task) = promise();
        let (future, bag) = (task.shared(), Bag::default());
        let meddling = Meddling(Arc::new(Mutex::new(Some(future.clone()))));
        let callback = callback(&future, &bag, 1).await;
        assert!(resolver.resolve(meddling).is_ok());
        assert!(future.await.unwrap().0.lock().unwrap().is_none());
        callback.await.unwrap();
        assert_eq!(bag.sorted(), [1]);
    });
}
