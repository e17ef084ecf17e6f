//! The option `on` for local tasks.

use std::cell::RefCell;
use std::future::ready;
use std::rc::Rc;

use ensure_future::{
    Awaitable, LocalTask, Task, accepts_awaitable, create_local_task, create_task,
    ensure_future_on, form,
};
use tokio::runtime::{Handle, LocalRuntime};
use tokio::task::LocalSet;

use support::{now, on_current_thread, panic_of, panics_here};

#[test]
fn a_local_set_is_entered() {
    struct Window {
        locals: LocalSet,
    }

    impl Window {
        #[accepts_awaitable(on = self.locals)]
        fn start<T>(&self, task: LocalTask<T>) -> LocalTask<T> {
            task
        }

        #[accepts_awaitable(on = self.locals)]
        async fn start_async<T>(&self, task: LocalTask<T>) -> LocalTask<T> {
            ready(()).await;
            task
        }
    }

    let window = Window {
        locals: LocalSet::new(),
    };
    let order = Rc::new(RefCell::new(Vec::new()));
    let push = |number| {
        let order = Rc::clone(&order);
        async move { order.borrow_mut().push(number) }
    };
    let first = window.start(push(1));
    let second = now(window.start_async(push(2)));
    assert!(order.borrow().is_empty());

    let finish = async {
        first.await.unwrap();
        second.await.unwrap();
    };
    on_current_thread(window.locals.run_until(finish));
    assert_eq!(*order.borrow(), [1, 2]);
    panics_here(|| create_local_task(async {}));
}

#[test]
fn a_local_runtime_is_entered() {
    #[accepts_awaitable(on = runtime)]
    fn start<T>(runtime: &LocalRuntime, task: LocalTask<T>) -> LocalTask<T> {
        task
    }

    let runtime = LocalRuntime::new().unwrap();
    let not_send = Rc::new(7);
    let task = start(&runtime, async { not_send });
    assert!(Handle::try_current().is_err());
    let value = runtime.block_on(task.into_future()).unwrap();
    assert_eq!(*value, 7);
}

/// An awaitable of another crate, which spawns without the spawner.
struct SpawnsByItself;

impl Awaitable<Task<u8>, form::Coroutine> for SpawnsByItself {
    fn ensure(self) -> Task<u8> {
        create_task(ready(1))
    }
}

#[test]
fn through_a_local_set_an_awaitable_of_another_crate_finds_no_runtime() {
    let locals = LocalSet::new();
    let message = panic_of(|| ensure_future_on(&locals, SpawnsByItself)).message;
    assert!(message.contains("no tokio runtime"), "{message}");
    let value =
        on_current_thread(async { ensure_future_on(&locals, SpawnsByItself).await.unwrap() });
    assert_eq!(value, 1);
}
