//! The scenarios, under the same names as in `scenarios.py`.

use std::pin::Pin;

use ensure_future::{
    ReturnWhen, Task, TaskGroup, TaskGroupHandle, Wait, Waited, as_completed, create_task, gather,
    graceful, promise, shield, wait, wait_for,
};
use tokio::time::{Duration, sleep};

use crate::trace::{Show, trace};

type Scenario = fn() -> Pin<Box<dyn Future<Output = ()>>>;

macro_rules! scenarios {
    ($($name:ident)+) => {
        pub(crate) const SCENARIOS: &[(&str, Scenario)] =
            &[$((stringify!($name), || Box::pin($name()))),+];
    };
}

scenarios! {
    gather_keeps_the_order
    gather_gives_failures_too
    a_dropped_gather_cancels_its_children
    gather_takes_running_tasks
    wait_until_the_first_has_ended
    wait_until_the_first_has_failed
    wait_with_a_timeout_cancels_nothing
    wait_for_what_is_in_time
    wait_for_what_is_too_late
    wait_for_waits_for_the_end
    wait_for_keeps_a_late_value
    a_shielded_task_survives
    a_shield_shows_the_task_cancelled
    as_completed_gives_the_first_first
    a_group_keeps_results
    a_failure_cancels_the_group
    a_failure_cancels_the_body
    a_group_reports_all_failures
    a_child_adds_another
    groups_in_groups_are_cancelled
    what_is_cancelled_first_never_starts
    a_cancellation_travels_along
    a_request_may_be_ignored
    a_promise_is_kept
    a_promise_is_cancelled_with_who_awaits_it
    what_is_left_is_cancelled_at_the_end
    what_is_left_may_clean_up_at_the_end
}

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

/// Reports its drop, unless the child has ended before.
struct Cancelled(Option<&'static str>);

impl Drop for Cancelled {
    fn drop(&mut self) {
        if let Some(name) = self.0 {
            trace(format!("{name} is cancelled"));
        }
    }
}

async fn child<T>(
    name: &'static str,
    time: u64,
    outcome: Result<T, &'static str>,
) -> Result<T, &'static str> {
    trace(format!("{name} starts"));
    let mut cancelled = Cancelled(Some(name));
    sleep(seconds(time)).await;
    cancelled.0 = None;
    let end = if outcome.is_ok() { "ends" } else { "fails" };
    trace(format!("{name} {end}"));
    outcome
}

/// Sees its cancellation, cleans up, and returns the outcome. With `None`, it ends as cancelled.
async fn cleans_up<T>(name: &'static str, time: u64, outcome: Option<T>) -> T {
    trace(format!("{name} starts"));
    graceful(async |cancel| {
        cancel.requested().await;
        trace(format!("{name} is asked to end"));
        sleep(seconds(time)).await;
        trace(format!("{name} has cleaned up"));
        match outcome {
            Some(outcome) => outcome,
            None => cancel.accept().await,
        }
    })
    .await
}

fn show_all<T: Show>(outcomes: impl IntoIterator<Item = T>, separator: &str) -> String {
    let outcomes = outcomes.into_iter().map(|outcome| outcome.show());
    outcomes.collect::<Vec<_>>().join(separator)
}

async fn gather_keeps_the_order() {
    let children = [
        child("a", 3, Ok(1)),
        child("b", 1, Ok(2)),
        child("c", 2, Ok(3)),
    ];
    let results = gather(children).await;
    trace(format!("results: {}", show_all(results, " ")));
}

async fn gather_gives_failures_too() {
    let children = [child("a", 2, Ok(1)), child("b", 1, Err("b's error"))];
    let results = gather(children).await;
    trace(format!("results: {}", show_all(results, ", ")));
}

async fn a_dropped_gather_cancels_its_children() {
    let parent = create_task(async {
        gather([
            child("a", 3, Ok(1)),
            child("b", 1, Ok(2)),
            child("c", 4, Ok(3)),
        ])
        .await;
        0
    });
    sleep(seconds(2)).await;
    trace(format!("parent: {}", parent.cancel_and_wait().await.show()));
}

async fn gather_takes_running_tasks() {
    let task = create_task(child("a", 2, Ok(1)));
    sleep(seconds(1)).await;
    let (first, second) = gather!(task, child("b", 2, Ok(2))).await;
    trace(format!("results: {}", show_all([first, second], " ")));
}

async fn wait_until_the_first_has_ended() {
    let children = [
        child("a", 2, Ok(1)),
        child("b", 1, Ok(2)),
        child("c", 3, Ok(3)),
    ];
    let pending = wait_and_trace(wait(children, ReturnWhen::FirstCompleted)).await;
    wait(pending, ReturnWhen::AllCompleted).await.unwrap();
    trace("the others went on");
}

async fn wait_until_the_first_has_failed() {
    let children = [
        child("a", 1, Ok(1)),
        child("b", 2, Err("b's error")),
        child("c", 3, Ok(3)),
    ];
    let waiting = wait(children, ReturnWhen::FirstException).exception_if(Result::is_err);
    let pending = wait_and_trace(waiting).await;
    wait(pending, ReturnWhen::AllCompleted).await.unwrap();
}

async fn wait_with_a_timeout_cancels_nothing() {
    let children = [child("a", 1, Ok(1)), child("b", 3, Ok(2))];
    let waiting = wait(children, ReturnWhen::AllCompleted).timeout(seconds(2));
    let pending = wait_and_trace(waiting).await;
    wait(pending, ReturnWhen::AllCompleted).await.unwrap();
}

async fn wait_and_trace<T>(waiting: Wait<T>) -> Vec<Task<T>> {
    let Waited { done, pending } = waiting.await.unwrap();
    trace(format!("done: {}, pending: {}", done.len(), pending.len()));
    pending
}

async fn wait_for_what_is_in_time() {
    let outcome = wait_for(child("a", 1, Ok("a value")), seconds(2)).await;
    trace(format!("outcome: {}", outcome.show()));
}

async fn wait_for_what_is_too_late() {
    let outcome = wait_for(child("a", 3, Ok(1)), seconds(2)).await;
    trace(format!("outcome: {}", outcome.show()));
}

async fn wait_for_waits_for_the_end() {
    let outcome = wait_for(cleans_up::<u8>("a", 5, None), seconds(2)).await;
    trace(format!("outcome: {}", outcome.show()));
}

async fn wait_for_keeps_a_late_value() {
    let outcome = wait_for(cleans_up("a", 1, Some("a value")), seconds(2)).await;
    trace(format!("outcome: {}", outcome.show()));
}

async fn a_shielded_task_survives() {
    let task = create_task(child("a", 3, Ok("a value")));
    let of_task = task.abort_handle();
    let awaiter = create_task(async {
        let _ = shield(task).await;
        0
    });
    sleep(seconds(1)).await;
    trace(format!(
        "awaiter: {}",
        awaiter.cancel_and_wait().await.show()
    ));
    sleep(seconds(3)).await;
    let done = if of_task.is_finished() {
        "True"
    } else {
        "False"
    };
    trace(format!("done: {done}"));
}

async fn a_shield_shows_the_task_cancelled() {
    let task = create_task(child("a", 3, Ok(1)));
    let of_task = task.abort_handle();
    let shield = shield(task);
    sleep(seconds(1)).await;
    of_task.abort();
    trace(format!("shield: {}", shield.await.show()));
}

async fn as_completed_gives_the_first_first() {
    let children = [
        child("a", 3, Ok(1)),
        child("b", 1, Ok(2)),
        child("c", 2, Ok(3)),
    ];
    let mut completed = as_completed(children);
    while let Some(child) = completed.next().await {
        trace(format!("drawn: {}", child.result.show()));
    }
}

async fn a_group_keeps_results() {
    let group = TaskGroup::new();
    let first = group.create_task(child("a", 2, Ok(1))).unwrap();
    let second = group.create_task(child("b", 1, Ok("two"))).unwrap();
    group.join().await.unwrap();
    let (first, second) = (first.await.unwrap(), second.await.unwrap());
    trace(format!("results: {first} {second}"));
}

async fn a_failure_cancels_the_group() {
    let group = TaskGroup::new();
    add(&group.handle(), child("a", 3, Ok(1)));
    add(&group.handle(), child("b", 1, Err("b's error")));
    add(&group.handle(), child("c", 2, Ok(1)));
    trace(format!(
        "failures: {}",
        group.join().await.unwrap_err().show()
    ));
}

async fn a_failure_cancels_the_body() {
    let failures = TaskGroup::scope(async |group| {
        add(&group, child("a", 1, Err("a's error")));
        child("body", 5, Ok(1)).await
    });
    trace(format!("failures: {}", failures.await.unwrap_err().show()));
}

async fn a_group_reports_all_failures() {
    let group = TaskGroup::new();
    add(&group.handle(), cleans_up("a", 2, Some(Err("a's error"))));
    add(&group.handle(), child("b", 1, Err("b's error")));
    trace(format!(
        "failures: {}",
        group.join().await.unwrap_err().show()
    ));
}

async fn a_child_adds_another() {
    let group = TaskGroup::new();
    let handle = group.handle();
    add(&group.handle(), async move {
        trace("parent adds a child");
        add(&handle, child("late", 2, Ok(1)));
        Ok(0)
    });
    group.join().await.unwrap();
    trace("the group has ended");
}

async fn groups_in_groups_are_cancelled() {
    let group = TaskGroup::new();
    add(&group.handle(), async {
        let inner = TaskGroup::new();
        add(&inner.handle(), child("d", 4, Ok(1)));
        add(&inner.handle(), child("e", 5, Ok(1)));
        inner.join().await.map_err(|_| "inner's error").map(|()| 0)
    });
    add(&group.handle(), child("outer", 1, Err("outer's error")));
    trace(format!(
        "failures: {}",
        group.join().await.unwrap_err().show()
    ));
}

/// Adds a child whose value is not used.
fn add(
    group: &TaskGroupHandle<&'static str>,
    child: impl Future<Output = Result<u8, &'static str>> + Send + 'static,
) {
    drop(group.create_task(child).unwrap());
}

async fn what_is_cancelled_first_never_starts() {
    let task = create_task(child("a", 1, Ok(1)));
    trace(format!("outcome: {}", task.cancel_and_wait().await.show()));
}

async fn a_cancellation_travels_along() {
    let outer = create_task(async {
        let _ = create_task(child("inner", 3, Ok(1))).await;
        0
    });
    sleep(seconds(1)).await;
    trace(format!("outer: {}", outer.cancel_and_wait().await.show()));
}

async fn a_request_may_be_ignored() {
    let task = create_task(cleans_up("a", 2, Some("a value")));
    sleep(seconds(1)).await;
    trace(format!("outcome: {}", task.cancel_and_wait().await.show()));
}

async fn a_promise_is_kept() {
    let (resolver, task) = promise();
    drop(create_task(async {
        sleep(seconds(2)).await;
        resolver.resolve("a value").unwrap();
    }));
    trace(format!("outcome: {}", task.await.show()));
}

async fn a_promise_is_cancelled_with_who_awaits_it() {
    let (mut resolver, promised) = promise::<u8>();
    let awaiter = create_task(async { promised.await.unwrap() });
    sleep(seconds(1)).await;
    trace(format!(
        "awaiter: {}",
        awaiter.cancel_and_wait().await.show()
    ));
    resolver.cancelled().await;
    let cancelled = if resolver.is_cancelled() {
        "True"
    } else {
        "False"
    };
    trace(format!("promise cancelled: {cancelled}"));
}

async fn what_is_left_is_cancelled_at_the_end() {
    drop(create_task(child("a", 5, Ok(1))));
    drop(create_task(child("b", 5, Ok(1))));
    sleep(seconds(1)).await;
    trace("main ends");
}

async fn what_is_left_may_clean_up_at_the_end() {
    drop(create_task(cleans_up::<u8>("a", 2, None)));
    sleep(seconds(1)).await;
    trace("main ends");
}
