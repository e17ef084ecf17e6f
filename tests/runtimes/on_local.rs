//! The option `on` for local tasks.

use std::cell::RefCell;
use std::future::ready;
use std::rc::Rc;

use ensure_future::{LocalTask, accepts_awaitable, create_local_task};
use tokio::runtime::{Handle, LocalRuntime};
use tokio::task::LocalSet;

use support::{now, on_current_thread, panics_here};

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
