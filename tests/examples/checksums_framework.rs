//! The framework inside the example `checksums`.

use std::future::{pending, ready};
use std::time::Duration;

use ensure_future::create_task;
use tokio::sync::oneshot;
use tokio::task::{spawn_blocking, yield_now};
use tokio::time::timeout;

use self::framework::{InOrder, Until};

#[path = "../../runtime/examples/checksums/framework.rs"]
mod framework;

/// A coroutine that never ends, and a receiver that reports its drop.
fn endless<T: Send>() -> (impl Future<Output = T> + Send, oneshot::Receiver<()>) {
    let (alive, dropped) = oneshot::channel();
    let coroutine = async move {
        let _alive = alive;
        pending().await
    };
    (coroutine, dropped)
}

/// Whether the coroutine is dropped instead of running on. On the paused clock, waiting takes no time.
async fn is_closed(dropped: oneshot::Receiver<()>) -> bool {
    let outcome = timeout(Duration::from_secs(1), dropped).await;
    outcome.is_ok_and(|heard| heard.is_err())
}

fn never() -> Until {
    Until::new(pending())
}

#[tokio::test]
async fn tasks_of_every_form_leave_in_the_order_in_which_they_came() {
    let (finish, last_to_end) = oneshot::channel();
    let mut tasks = InOrder::new(3);
    tasks.push("coroutine", async { last_to_end.await.unwrap() });
    tasks.push("task", create_task(ready(2)));
    tasks.push(
        "handle",
        spawn_blocking(|| finish.send(1).map_or(0, |()| 3)),
    );

    let mut left = Vec::new();
    while let Some((key, task)) = tasks.pop() {
        left.push((key, task.await.unwrap()));
    }
    assert_eq!(left, [("coroutine", 1), ("task", 2), ("handle", 3)]);
}

#[tokio::test]
async fn the_queue_is_full_at_its_limit_and_no_longer_when_the_oldest_has_left() {
    let mut tasks = InOrder::new(2);
    tasks.push(1, ready(()));
    assert!(!tasks.is_full());
    tasks.push(2, ready(()));
    assert!(tasks.is_full());
    tasks.pop();
    assert!(!tasks.is_full());
}

#[tokio::test]
async fn the_queue_is_ready_when_the_oldest_has_ended() {
    let mut tasks = InOrder::new(2);
    assert!(!tasks.is_ready(), "it is empty");
    let (end, ended) = oneshot::channel::<()>();
    tasks.push((), async { ended.await.unwrap() });
    tasks.push((), ready(()));
    yield_now().await;
    assert!(!tasks.is_ready(), "only the second has ended");
    end.send(()).unwrap();
    yield_now().await;
    assert!(tasks.is_ready());
}

#[tokio::test(start_paused = true)]
async fn dropping_the_queue_cancels_what_is_left() {
    let (first, first_dropped) = endless::<()>();
    let (second, second_dropped) = endless();
    let mut tasks = InOrder::new(2);
    tasks.push((), first);
    tasks.push((), create_task(second));
    drop(tasks);
    assert!(is_closed(first_dropped).await);
    assert!(is_closed(second_dropped).await);
}

#[tokio::test]
async fn work_of_every_form_is_waited_for() {
    let mut until = never();
    let one: u8 = until.wait(async { 1 }).await.unwrap().unwrap();
    let two: u8 = until.wait(create_task(async { 2 })).await.unwrap().unwrap();
    let three: u8 = until.wait(spawn_blocking(|| 3)).await.unwrap().unwrap();
    assert_eq!([one, two, three], [1, 2, 3]);
}

#[tokio::test(start_paused = true)]
async fn the_stop_cancels_the_work() {
    let (stop, stopped) = oneshot::channel::<()>();
    let mut until = Until::new(async { stopped.await.unwrap() });
    let (work, work_dropped) = endless::<()>();
    stop.send(()).unwrap();
    until.wait(work).await.unwrap_err();
    assert!(is_closed(work_dropped).await);
}

#[tokio::test]
async fn work_that_has_ended_wins_over_the_stop() {
    let stop = create_task(ready(()));
    let work = create_task(async { "kept" });
    yield_now().await;
    assert!(stop.is_finished() && work.is_finished());
    assert_eq!(Until::new(stop).wait(work).await.unwrap().unwrap(), "kept");
}

#[tokio::test]
async fn a_panic_of_the_work_is_returned() {
    let work = spawn_blocking(|| panic!("the disk has melted"));
    let outcome: Result<(), _> = never().wait(work).await.unwrap();
    let error = outcome.unwrap_err();
    assert!(error.to_string().contains("the disk has melted"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_waited_for_after_the_stop() {
    let mut until = Until::new(ready(()));
    let (work, dropped) = endless::<()>();
    assert!(until.wait(work).await.is_err());
    assert!(is_closed(dropped).await);

    let (work, dropped) = endless::<()>();
    assert!(until.wait(work).await.is_err());
    assert!(is_closed(dropped).await);
}
