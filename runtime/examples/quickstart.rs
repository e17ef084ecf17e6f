//! A four-step demo: each step is asserted and printed.
//!
//! Run it with `cargo run --example quickstart`.

use std::future::pending;

use ensure_future::{Task, accepts_awaitable, create_task, ensure_future, run};
use tokio::task::yield_now;

/// A framework's function. It needs a task, since only a task can be cancelled, and still accepts a coroutine.
#[accepts_awaitable]
fn stop(task: Task<()>) -> bool {
    task.cancel()
}

async fn greet() -> &'static str {
    yield_now().await;
    "hello"
}

fn main() {
    run(async {
        let task: Task<_> = create_task(greet());
        assert_eq!(task.await.unwrap(), "hello");
        println!("1. create_task(coroutine) schedules it and gives a Task");

        let task: Task<_> = ensure_future(greet());
        assert_eq!(task.await.unwrap(), "hello");
        println!("2. ensure_future(coroutine) does the same");

        let task = create_task(greet());
        let id = task.id();
        let same = ensure_future(task);
        assert_eq!(same.id(), id);
        println!("3. ensure_future(task) is that very task: {same:?}");

        assert!(
            stop(pending()),
            "a coroutine became a task that was running"
        );
        assert!(stop(create_task(pending())), "the task was running");
        assert!(stop(tokio::spawn(pending())), "tokio's handle: so was that");
        println!("4. one framework function takes either, and cancels it");
    });
}
