//! Trait methods with and without a body, and their implementations.

use ensure_future::{Task, accepts_awaitable, create_task, run};

trait Scheduler {
    #[accepts_awaitable]
    fn priority(&self, task: Task<u8>) -> u8;

    #[accepts_awaitable]
    async fn submit<T, U>(&mut self, task: Task<T>, _: Task<U>) -> T;

    #[accepts_awaitable]
    fn cancel(&self, task: Task<()>) -> bool {
        task.cancel()
    }

    #[accepts_awaitable]
    fn later(&self, task: Task<u8>) -> impl Future<Output = u8> + Send;
}

struct Fixed(u8);

impl Scheduler for Fixed {
    #[accepts_awaitable]
    fn priority(&self, task: Task<u8>) -> u8 {
        drop(task);
        self.0
    }

    #[accepts_awaitable]
    async fn submit<T, U>(&mut self, task: Task<T>, mut other: Task<U>) -> T {
        let _ = (&mut other).await;
        self.0 += 1;
        task.await.unwrap()
    }

    #[accepts_awaitable]
    fn later(&self, task: Task<u8>) -> impl Future<Output = u8> + Send {
        let own = self.0;
        async move { own + task.await.unwrap() }
    }
}

struct Refusing;

impl Scheduler for Refusing {
    #[accepts_awaitable]
    fn priority(&self, _: Task<u8>) -> u8 {
        0
    }

    #[accepts_awaitable]
    async fn submit<T, U>(&mut self, task: Task<T>, _: Task<U>) -> T {
        task.await.unwrap()
    }

    #[accepts_awaitable]
    fn cancel(&self, _task: Task<()>) -> bool {
        false
    }

    #[accepts_awaitable]
    fn later(&self, task: Task<u8>) -> impl Future<Output = u8> + Send {
        async { task.await.unwrap() }
    }
}

async fn use_it(mut scheduler: impl Scheduler) -> (u8, &'static str, bool, u8) {
    (
        scheduler.priority(create_task(async { 1 })),
        scheduler.submit(async { "done" }, async { 1 }).await,
        scheduler.cancel(async {}),
        scheduler.later(async { 1 }).await,
    )
}

#[test]
fn trait_methods_take_every_form() {
    run(async {
        assert_eq!(use_it(Fixed(7)).await, (7, "done", true, 9));
        assert_eq!(use_it(Refusing).await, (0, "done", false, 1));
    });
}
