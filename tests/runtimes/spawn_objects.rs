//! Trait objects of spawners: a second task forwards the outcome of the task that the object has spawned.

use std::future::pending;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ensure_future::{
    LocalTask, Spawn, SpawnLocal, Task, accepts_awaitable, create_task, current_task, graceful,
    run, wait_for,
};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, LocalSet, yield_now};

use support::{
    History, alive_tasks, current_thread, let_others_run, on_both_flavours, on_current_thread,
    on_multi_thread, panics_here, text,
};

/// Keeps the handles of the tasks that it spawns on the current runtime.
#[derive(Default)]
struct Keeping(Mutex<Vec<AbortHandle>>);

impl Spawn for Keeping {
    fn spawn<F>(&self, coroutine: F) -> Task<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        let task = create_task(coroutine);
        self.0.lock().unwrap().push(task.abort_handle());
        task
    }

    fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
        self.spawn(coroutine)
    }
}

type Object = Arc<dyn Spawn + Send + Sync>;

struct Queue {
    executor: Object,
}

impl Queue {
    #[accepts_awaitable(on = self.executor)]
    fn submit<T>(&self, task: Task<T>) -> Task<T> {
        task
    }
}

fn keeping() -> (Queue, Arc<Keeping>) {
    let keeping = Arc::new(Keeping::default());
    let executor = keeping.clone();
    (Queue { executor }, keeping)
}

#[test]
fn the_value_comes_out() {
    on_both_flavours(async || {
        let (queue, keeping) = keeping();
        let task = queue.submit(async {
            yield_now().await;
            String::from("value")
        });
        assert_eq!(keeping.0.lock().unwrap().len(), 1);
        assert_eq!(task.await.unwrap(), "value");
        let same = create_task(async { 1 });
        let id = same.id();
        assert_eq!(queue.submit(same).id(), id);
        assert_eq!(keeping.0.lock().unwrap().len(), 1);
    });
}

#[test]
fn a_panic_comes_out() {
    on_both_flavours(async || {
        let (queue, _) = keeping();
        let task: Task<u8> = queue.submit(async { panic!("broken") });
        let panic = task.await.unwrap_err().into_panic();
        assert_eq!(text(&*panic), "broken");
    });
}

#[test]
fn its_end_is_the_end_of_a_cancelled_coroutine() {
    on_both_flavours(async || {
        let (queue, keeping) = keeping();
        let history = History::default();
        let task = queue.submit(history.endless());
        while history.polls() == 0 {
            yield_now().await;
        }
        assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert_eq!(history.drops(), 1);
        assert!(keeping.0.lock().unwrap()[0].is_finished());
    });
}

#[test]
fn cancelled_before_the_first_poll_it_leaves_nothing() {
    on_current_thread(async {
        let (queue, _) = keeping();
        let history = History::default();
        let task = queue.submit(history.endless());
        assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert_eq!((history.polls(), history.drops()), (0, 1));

        let history = History::default();
        let task = queue.submit(history.endless());
        task.cancel();
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!((history.polls(), history.drops()), (0, 1));

        let history = History::default();
        let task = queue.submit(history.endless());
        assert!(wait_for(task, Duration::ZERO).await.is_err());
        assert_eq!((history.polls(), history.drops()), (0, 1));
        let_others_run().await;
        assert_eq!(alive_tasks(), 0);
    });
}

#[test]
fn cancelled_at_any_time_it_ends_after_its_coroutine() {
    /// More rounds than tokio's scheduler needs to choose each order of the two tasks.
    const ROUNDS: usize = 2_000;

    /// Counts the coroutines that have begun and are still alive.
    struct Begun(Arc<AtomicUsize>);

    impl Drop for Begun {
        fn drop(&mut self) {
            self.0.fetch_sub(1, SeqCst);
        }
    }

    on_multi_thread(async {
        let (queue, _) = keeping();
        for round in 0..ROUNDS {
            let running = Arc::new(AtomicUsize::new(0));
            let counted = running.clone();
            let task = queue.submit(graceful(async move |cancel| {
                counted.fetch_add(1, SeqCst);
                let _begun = Begun(counted);
                cancel.requested().await;
                yield_now().await;
            }));
            for _ in 0..round % 5 {
                yield_now().await;
            }
            let _saved_or_cancelled = task.cancel_and_wait().await;
            assert_eq!(running.load(SeqCst), 0);
            assert_eq!(
                Arc::strong_count(&running),
                1,
                "the coroutine is still there"
            );
        }
    });
}

#[test]
fn a_dropped_await_cancels_the_coroutine() {
    on_current_thread(async {
        let (queue, _) = keeping();
        let history = History::default();
        let awaiting = queue.submit(history.endless()).into_future();
        let_others_run().await;
        drop(awaiting);
        let_others_run().await;
        assert_eq!((history.drops(), alive_tasks()), (1, 0));
    });
}

#[test]
fn a_dropped_task_is_detached() {
    on_current_thread(async {
        let (queue, _) = keeping();
        let (sender, receiver) = oneshot::channel();
        drop(queue.submit(async { sender.send(1) }));
        assert_eq!(receiver.await, Ok(1));
    });
}

#[test]
fn a_graceful_coroutine_is_asked_and_waited_for() {
    on_both_flavours(async || {
        let (queue, _) = keeping();
        let (begun, begins) = oneshot::channel();
        let task = queue.submit(graceful(async |cancel| {
            begun.send(()).unwrap();
            cancel.requested().await;
            yield_now().await;
            "saved"
        }));
        begins.await.unwrap();
        assert_eq!(task.cancel_and_wait().await.unwrap(), "saved");
    });
}

#[test]
fn an_abort_asks_a_graceful_coroutine_and_does_not_wait() {
    on_current_thread(async {
        let (queue, _) = keeping();
        let (saved, is_saved) = oneshot::channel();
        let task = queue.submit(graceful(async |cancel| {
            cancel.requested().await;
            yield_now().await;
            saved.send(()).unwrap();
        }));
        let_others_run().await;
        task.abort_handle().abort();
        assert!(task.await.unwrap_err().is_cancelled());
        is_saved.await.unwrap();
    });
}

#[test]
fn in_the_coroutine_the_current_task_is_that_of_the_object() {
    on_both_flavours(async || {
        let (queue, keeping) = keeping();
        let task = queue.submit(async { current_task() });
        let id = task.id();
        let current = task.await.unwrap().unwrap();
        assert_eq!(keeping.0.lock().unwrap()[0].id(), current);
        assert_ne!(current, id);
    });
}

#[test]
fn aborted_by_the_executor_the_task_is_cancelled() {
    on_both_flavours(async || {
        let (queue, keeping) = keeping();
        let task = queue.submit(pending::<u8>());
        keeping.0.lock().unwrap()[0].abort();
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn an_executor_that_drops_the_coroutine_cancels_the_task() {
    /// A spawner that runs nothing.
    struct Closed;

    impl Spawn for Closed {
        fn spawn<F>(&self, _: F) -> Task<F::Output>
        where
            F: Future<Output: Send + 'static> + Send + 'static,
        {
            unreachable!("a trait object has no generic method")
        }

        fn spawn_boxed(&self, coroutine: Pin<Box<dyn Future<Output = ()> + Send>>) -> Task<()> {
            drop(coroutine);
            create_task(async {})
        }
    }

    on_both_flavours(async || {
        let executor = Arc::new(Closed);
        let task = Queue { executor }.submit(async { 1 });
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn the_second_task_is_on_the_runtime_of_the_object() {
    let runtime = current_thread();
    let executor: Object = Arc::new(runtime.handle().clone());
    let task = Queue { executor }.submit(async { Handle::current().id() }); // outside any runtime
    assert_eq!(runtime.handle().metrics().num_alive_tasks(), 2);
    let ran_on = runtime.block_on(task.into_future()).unwrap();
    assert_eq!(ran_on, runtime.handle().id());
}

#[test]
fn without_a_runtime_it_panics_at_the_callers_line() {
    let (queue, _) = keeping();
    let history = History::default();
    let message = panics_here(|| queue.submit(history.endless()));
    assert!(message.contains("no tokio runtime"), "{message}");
    assert_eq!((history.polls(), history.drops()), (0, 1));
}

#[test]
fn local_objects_end_as_their_coroutines_do() {
    #[accepts_awaitable(on = *spawner)]
    fn start<T>(spawner: &Rc<dyn SpawnLocal>, task: LocalTask<T>) -> LocalTask<T> {
        task
    }

    let set = Rc::new(LocalSet::new());
    let spawner: Rc<dyn SpawnLocal> = set.clone();
    let not_send = Rc::new(1);
    let value = start(&spawner, async move { not_send });
    let panics: LocalTask<Rc<u8>> = start(&spawner, async { panic!("broken") });
    let history = History::default();
    let endless = start(&spawner, history.endless());
    let asked = start(&spawner, graceful(async |cancel| cancel.requested().await));
    run(set.run_until(async {
        let_others_run().await;
        assert_eq!(*value.await.unwrap(), 1);
        assert!(panics.await.unwrap_err().is_panic());
        assert!(endless.cancel_and_wait().await.unwrap_err().is_cancelled());
        assert_eq!((history.polls(), history.drops()), (1, 1));
        asked.cancel_and_wait().await.unwrap();
    }));
}
