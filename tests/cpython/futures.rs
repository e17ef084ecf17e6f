//! Promises in the cases of asyncio's `Future`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use ensure_future::{Resolver, SharedTask, Task, create_task, promise};
use tokio::task::yield_now;

use support::{
    alive_tasks, current_thread, on_both_flavours, on_current_thread, panic_of, panics_here,
    poll_once,
};

/// CPython's `test_futures::test_generic_alias`.
#[test]
fn its_type_says_what_is_promised() {
    struct Answer {
        resolver: Resolver<String>,
        task: Task<String>,
    }

    on_both_flavours(async || {
        let (resolver, task) = promise::<String>();
        let answer = Answer { resolver, task };
        answer.resolver.resolve("text".to_owned()).unwrap();
        assert_eq!(answer.task.await.unwrap(), "text");
    });
}

/// CPython's `test_futures::test_initial_state`.
#[test]
fn a_new_promise_is_open_until_it_is_cancelled() {
    on_both_flavours(async || {
        let (mut resolver, mut task) = promise::<u8>();
        assert!(!task.is_finished());
        assert!(!resolver.is_cancelled());

        assert!(task.cancel());
        resolver.cancelled().await;
        assert!(resolver.is_cancelled());
        assert!((&mut task).await.unwrap_err().is_cancelled());
        assert!(task.is_finished());
    });
}

/// CPython's `test_futures::test_constructor_without_loop`.
#[test]
fn without_a_runtime_it_panics_at_the_callers_line() {
    let message = panics_here(|| drop(promise::<u8>()));
    assert!(message.contains("no tokio runtime"), "{message}");
}

/// CPython's `test_futures::test_constructor_use_running_loop`.
#[test]
fn it_belongs_to_the_runtime_that_runs() {
    on_both_flavours(async || {
        let before = alive_tasks();
        let promised = promise::<u8>();
        assert_eq!(alive_tasks(), before + 1);
        drop(promised);
    });
}

/// CPython's `test_futures::test_constructor_use_global_loop`.
#[test]
fn it_belongs_to_a_runtime_that_is_entered() {
    let runtime = current_thread();
    let (resolver, task) = {
        let _entered = runtime.enter();
        promise()
    };
    assert_eq!(runtime.metrics().num_alive_tasks(), 1);
    resolver.resolve(42).unwrap();
    assert_eq!(runtime.block_on(task.into_future()).unwrap(), 42);
}

/// CPython's `test_futures::test_cancel`.
/// CPython's `test_futures::test_set_result_unless_cancelled`.
#[test]
fn one_that_is_cancelled_hands_its_value_back() {
    on_both_flavours(async || {
        for value in [Ok(42), Err("failed")] {
            let (resolver, mut task) = promise();
            assert!(task.cancel());
            assert!((&mut task).await.unwrap_err().is_cancelled());
            assert!(task.is_finished());
            assert!(!task.cancel(), "it has ended");
            assert!(resolver.is_cancelled());
            assert_eq!(resolver.resolve(value), Err(value));
        }
    });
}

/// CPython's `test_futures::test_result`.
/// CPython's `test_futures::test_exception`.
#[test]
fn it_gives_what_it_was_given() {
    on_both_flavours(async || {
        for value in [Ok(42), Err("failed")] {
            let (resolver, mut task) = promise();
            assert!(!task.is_finished());
            assert!(poll_once(&mut (&mut task).into_future()).is_pending());

            resolver.resolve(value).unwrap();
            assert_eq!((&mut task).await.unwrap(), value);
            assert!(task.is_finished());
            assert!(!task.cancel(), "it has ended");
        }
    });
}

/// CPython's `test_futures::test_cancel`.
/// CPython's `test_futures::test_result`.
///
/// Here, a promise is a task, which ends only when it is polled.
#[test]
fn it_can_be_cancelled_until_it_has_had_its_turn() {
    on_current_thread(async {
        let (resolver, task) = promise();
        assert_eq!(resolver.resolve(42), Ok(()));
        assert!(!task.is_finished());
        assert!(task.cancel());
        assert!(task.await.unwrap_err().is_cancelled());

        let (resolver, task) = promise();
        assert!(task.cancel());
        assert_eq!(
            resolver.resolve(42),
            Ok(()),
            "it takes the value, and loses it"
        );
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

/// CPython's `test_futures::test_yield_from_twice`.
#[test]
fn one_that_is_shared_gives_its_value_again() {
    on_both_flavours(async || {
        let (resolver, task) = promise();
        let shared = task.shared();
        let awaited = shared.clone();
        let twice = create_task(async move {
            let first = (&awaited).await.unwrap();
            (first, awaited.await.unwrap())
        });
        resolver.resolve(42).unwrap();
        assert_eq!(twice.await.unwrap(), (42, 42));
        assert_eq!(shared.await.unwrap(), 42);

        let (resolver, mut task) = promise();
        resolver.resolve(42).unwrap();
        assert_eq!((&mut task).await.unwrap(), 42);
        panic_of(|| poll_once(&mut (&mut task).into_future()));
    });
}

/// CPython's `test_futures::test_future_repr`.
#[test]
fn both_sides_show_their_state() {
    struct NotDebug;

    on_current_thread(async {
        let (resolver, mut task) = promise::<NotDebug>();
        let id = task.id();
        let shown = |state: &str| format!("Task {{ id: {id:?}, is_finished: {state} }}");
        assert_eq!(
            format!("{resolver:?}"),
            format!("Resolver {{ id: {id:?}, is_cancelled: false, .. }}")
        );
        assert_eq!(format!("{task:?}"), shown("false"));
        assert!(resolver.resolve(NotDebug).is_ok());
        assert!((&mut task).await.is_ok());
        assert_eq!(format!("{task:?}"), shown("true"));

        let (mut resolver, task) = promise::<NotDebug>();
        task.cancel();
        resolver.cancelled().await;
        assert!(format!("{resolver:?}").contains("is_cancelled: true"));
    });
}

/// CPython's `test_futures::test_copy_state`.
#[test]
fn an_outcome_can_be_passed_on_to_another() {
    async fn pass_on<T>(from: Task<T>, to: Resolver<T>) {
        if let Ok(value) = from.await {
            assert!(to.resolve(value).is_ok());
        }
    }

    on_both_flavours(async || {
        for value in [Ok(10), Err("failed")] {
            let ((first, from), (to, second)) = (promise(), promise());
            let passing = create_task(pass_on(from, to));
            first.resolve(value).unwrap();
            assert_eq!(second.await.unwrap(), value);
            passing.await.unwrap();
        }

        let ((first, from), (to, second)) = (promise::<u8>(), promise());
        let passing = create_task(pass_on(from, to));
        drop(first);
        assert!(second.await.unwrap_err().is_cancelled());
        passing.await.unwrap();
    });
}

/// CPython's `test_futures::test_future_source_traceback`.
#[test]
fn a_misplaced_one_names_the_outermost_caller() {
    #[track_caller]
    fn promise_of_a_framework() -> Task<u8> {
        promise().1
    }

    let message = panics_here(|| drop(promise_of_a_framework()));
    assert!(message.contains("no tokio runtime"), "{message}");
}

/// CPython's `test_futures::test_future_del_collect`.
#[test]
fn the_destructor_of_a_value_may_promise_too() {
    struct Busy(Arc<AtomicUsize>);

    impl Drop for Busy {
        fn drop(&mut self) {
            let (resolver, task) = promise();
            resolver.resolve(42).unwrap();
            drop(task);
            drop(promise::<u8>());
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    on_both_flavours(async || {
        let drops = Arc::new(AtomicUsize::new(0));
        for _ in 0..100 {
            let (resolver, task) = promise();
            assert!(resolver.resolve(Busy(drops.clone())).is_ok());
            drop(task);
        }
        while drops.load(Ordering::SeqCst) < 100 {
            yield_now().await;
        }
    });
}

/// CPython's `test_futures2::test_future_traceback`.
#[test]
fn a_failure_is_the_same_however_often_it_is_awaited() {
    on_both_flavours(async || {
        let failed = create_task(async { Err::<u8, _>("failed") }).shared();
        let panicking: SharedTask<u8> = create_task(async { panic!("own words") }).shared();
        let panic = (&panicking).await.unwrap_err();
        assert!(panic.to_string().contains("own words"), "{panic}");
        for _ in 0..5 {
            assert_eq!((&failed).await.unwrap(), Err("failed"));
            assert!(Arc::ptr_eq(&panic, &(&panicking).await.unwrap_err()));
        }
    });
}

/// CPython's `test_futures2::test_recursive_repr_for_pending_tasks`.
#[test]
fn a_task_that_gives_itself_can_be_shown() {
    #[derive(Clone, Debug, Default)]
    struct Tasks(Arc<Mutex<Vec<SharedTask<Tasks>>>>);

    on_current_thread(async {
        let tasks = Tasks::default();
        let given = tasks.clone();
        let task = create_task(async { given }).shared();
        tasks.0.lock().unwrap().push(task.clone());
        let pending = format!("SharedTask {{ id: {:?}, is_finished: false }}", task.id());
        assert_eq!(format!("{task:?}"), pending);

        let all = (&task).await.unwrap();
        let ended = format!("SharedTask {{ id: {:?}, is_finished: true }}", task.id());
        assert!(format!("{all:?}").contains(&ended), "{all:?}");
        all.0.lock().unwrap().clear(); // otherwise they would keep each other alive
    });
}
