//! Ways to take the outcome of a task. The tasks that it has left behind then belong to the taker, so the taker's group
//! waits.

use std::sync::Arc;
use std::time::Duration;

use ensure_future::{
    LocalTask, ReturnWhen, Task, TaskGroup, accepts_awaitable, create_task, graceful, shield, wait,
};
use tokio::task::{JoinError, JoinHandle, yield_now};
use tokio::time::{Instant, sleep};

use support::on_paused_clock;

type Value = Result<u8, Arc<JoinError>>;

const CLEAN_UP: Duration = Duration::from_secs(1);

/// Ends at once, and leaves a task behind that cleans up.
async fn leaves_behind() -> Value {
    let cleans_up = create_task(graceful(async |cancel| {
        cancel.requested().await;
        sleep(CLEAN_UP).await;
    }));
    yield_now().await;
    drop(cleans_up.into_future());
    Ok(1)
}

/// The time that a group waits whose child takes the value of such a task. The child gets the value at once.
fn waits<F>(take: impl FnOnce(Task<Value>) -> F) -> Duration
where
    F: Future<Output = u8> + Send + 'static,
{
    let mut waited = None;
    on_paused_clock(async {
        let started = Instant::now();
        let group = TaskGroup::<()>::new();
        let taking = take(create_task(leaves_behind()));
        let child = group.create_task(async { Ok(taking.await) });
        assert_eq!(child.unwrap().await, Ok(1));
        assert_eq!(started.elapsed(), Duration::ZERO);
        group.join().await.unwrap();
        waited = Some(started.elapsed());
    });
    waited.unwrap()
}

// Contract 3.4.
#[test]
fn a_task_that_is_watched() {
    let watched = waits(async |mut task| (&mut task).await.unwrap().unwrap());
    assert_eq!(watched, CLEAN_UP);
    let local = waits(async |task| (&mut LocalTask::from(task)).await.unwrap().unwrap());
    assert_eq!(local, CLEAN_UP);
}

/// Awaits its argument in place.
#[accepts_awaitable]
async fn in_place(#[awaitable] child: impl Future<Output = Value>) -> Value {
    child.await
}

// Contract 3.4.
#[test]
fn a_task_that_is_watched_in_place() {
    let in_place = waits(async |mut task| in_place(&mut task).await.unwrap());
    assert_eq!(in_place, CLEAN_UP);
}

// Contract 3.4.
#[test]
fn a_task_that_wait_has_waited_for() {
    for when in [ReturnWhen::AllCompleted, ReturnWhen::FirstCompleted] {
        let waited = waits(async move |task| {
            let mut waited = wait([task], when).await.unwrap();
            waited.done.remove(0).result.unwrap().unwrap()
        });
        assert_eq!(waited, CLEAN_UP, "{when:?}");
    }
}

// Contract 3.4.
#[test]
fn a_task_that_is_shielded() {
    let shielded = waits(async |task| shield(task).await.unwrap().unwrap());
    assert_eq!(shielded, CLEAN_UP);
}

// Contract 3.4.
#[test]
fn a_task_that_is_shared() {
    let shared = waits(async |task| task.shared().await.unwrap().unwrap());
    assert_eq!(shared, CLEAN_UP);
    let waited = waits(async |task| {
        let waited = wait([task.shared()], ReturnWhen::AllCompleted);
        let mut waited = waited.await.unwrap();
        waited.done.remove(0).result.unwrap().unwrap()
    });
    assert_eq!(waited, CLEAN_UP);
}

/// tokio's own handle does not pass left-behind tasks on.
#[test]
fn a_handle_of_tokios() {
    let handle = waits(async |task| JoinHandle::from(task).await.unwrap().unwrap());
    assert_eq!(handle, Duration::ZERO);
}
