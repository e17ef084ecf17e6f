//! The framework, on tokio's paused clock: when services are started again, and how they are stopped.

use std::future::{pending, ready};
use std::time::Duration;

use ensure_future::{Task, create_task, graceful};
use supervisor::{Backoff, Event, Exit, GaveUp, Supervisor};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::time::{Instant, sleep};

const BACKOFF: Backoff = Backoff {
    first: seconds(1),
    max: seconds(5),
    reset_after: seconds(10),
    max_restarts: None,
};

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn crash() -> Exit {
    Exit::Restart("crash".into())
}

/// A supervisor, and what it reports.
fn supervisor(backoff: Backoff) -> (Supervisor, UnboundedReceiver<(String, Event)>) {
    let (report, events) = mpsc::unbounded_channel();
    let supervisor = Supervisor::new(backoff, move |name, event| {
        let _ = report.send((name.to_owned(), event));
    });
    (supervisor, events)
}

/// The names of the stopped services, in the order of their stops.
fn stopped(mut events: UnboundedReceiver<(String, Event)>) -> Vec<String> {
    let mut names = Vec::new();
    while let Ok((name, event)) = events.try_recv() {
        if matches!(event, Event::Stopped { .. }) {
            names.push(name);
        }
    }
    names
}

/// Starts a service that gets the number of its start, and returns the seconds of its first starts.
async fn starts<F>(count: usize, service: impl Fn(usize) -> F + Send + 'static) -> Vec<u64>
where
    F: Future<Output = Exit> + Send + 'static,
{
    let begin = Instant::now();
    let (started, mut starts) = mpsc::unbounded_channel();
    let (mut supervisor, _) = supervisor(BACKOFF);
    let mut number = 0;
    supervisor.start("service", move || {
        let _ = started.send(begin.elapsed().as_secs());
        number += 1;
        service(number)
    });
    let mut times = Vec::new();
    while times.len() < count {
        times.extend(starts.recv().await);
    }
    times
}

#[tokio::test(start_paused = true)]
async fn the_delay_doubles_up_to_the_maximum() {
    let times = starts(6, |_| ready(crash())).await;
    assert_eq!(times, [0, 1, 3, 7, 12, 17]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_long_enough_begins_with_the_first_delay_again() {
    let times = starts(5, async |number| {
        sleep(seconds(if number == 3 { 10 } else { 0 })).await;
        crash()
    });
    assert_eq!(times.await, [0, 1, 3, 14, 16]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_was_too_short_does_not() {
    let times = starts(5, async |number| {
        sleep(seconds(if number == 3 { 9 } else { 0 })).await;
        crash()
    });
    assert_eq!(times.await, [0, 1, 3, 16, 21]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_and_a_cancelled_task_are_crashes() {
    let (mut supervisor, mut events) = supervisor(BACKOFF);
    supervisor.start("panics", || async { panic!("by itself") });
    supervisor.start("is cancelled", || {
        let task = create_task(pending());
        task.cancel();
        task
    });
    for (name, reason) in [("panics", "panicked"), ("is cancelled", "was cancelled")] {
        let (reported, event) = events.recv().await.unwrap();
        let Event::Restarting { reason: why, delay } = event else {
            panic!("{event:?}");
        };
        assert_eq!((&*reported, delay), (name, seconds(1)));
        assert!(why.contains(reason), "{why}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_is_given_up_after_the_last_restart() {
    let max_restarts = Some(2);
    let (mut supervisor, mut events) = supervisor(Backoff {
        max_restarts,
        ..BACKOFF
    });
    supervisor.start("service", || ready(crash()));
    let (name, reason) = ("service".into(), "crash".into());
    assert_eq!(
        supervisor.run_until(pending()).await,
        Err(GaveUp { name, reason })
    );

    let restarting = |delay| Event::Restarting {
        reason: "crash".into(),
        delay,
    };
    let stopped = Event::Stopped {
        reason: "crash".into(),
    };
    for event in [restarting(seconds(1)), restarting(seconds(2)), stopped] {
        assert_eq!(events.recv().await, Some(("service".into(), event)));
    }
    assert_eq!(events.recv().await, None);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_gives_up_is_not_restarted_and_stops_the_others() {
    let (mut supervisor, events) = supervisor(BACKOFF);
    supervisor.start("first", pending);
    supervisor.start("second", pending);
    supervisor.start("hopeless", || ready(Exit::GiveUp("not found".into())));
    supervisor.start("fourth", pending);
    let gave_up = supervisor.run_until(pending()).await.unwrap_err();
    assert_eq!(gave_up.to_string(), "gave up on hopeless: not found");
    assert_eq!(stopped(events), ["hopeless", "fourth", "second", "first"]);
}

#[tokio::test(start_paused = true)]
async fn a_start_that_panics_gives_the_service_up() {
    let (mut supervisor, _events) = supervisor(BACKOFF);
    supervisor.start("service", || -> Task<Exit> { panic!("no such service") });
    let gave_up = supervisor.run_until(pending()).await.unwrap_err();
    assert!(gave_up.reason.contains("panicked"), "{gave_up}");
}

/// Waits for a cancellation, and takes a second to clean up.
async fn service() -> Exit {
    graceful(async |cancel| {
        cancel.requested().await;
        sleep(seconds(1)).await;
        crash()
    })
    .await
}

/// Starts a service in every form. Each takes a second to clean up.
fn start_in_every_form(supervisor: &mut Supervisor) {
    supervisor.start("coroutine", service);
    supervisor.start("async closure", async || service().await);
    supervisor.start("task", || create_task(service()));
    supervisor.start("handle", || tokio::spawn(service()));
}

#[tokio::test(start_paused = true)]
async fn services_of_every_form_are_stopped_one_after_the_other() {
    let (mut supervisor, events) = supervisor(BACKOFF);
    start_in_every_form(&mut supervisor);
    let begin = Instant::now();
    supervisor.run_until(sleep(seconds(60))).await.unwrap();
    assert_eq!(begin.elapsed(), seconds(64));
    assert_eq!(
        stopped(events),
        ["handle", "task", "async closure", "coroutine"]
    );
}

#[tokio::test(start_paused = true)]
async fn services_of_every_form_are_restarted() {
    let (mut supervisor, mut events) = supervisor(BACKOFF);
    supervisor.start("coroutine", || ready(crash()));
    supervisor.start("async closure", async || crash());
    supervisor.start("task", || create_task(ready(crash())));
    supervisor.start("handle", || tokio::spawn(ready(crash())));
    for delay in [1, 2, 4] {
        for form in ["coroutine", "async closure", "task", "handle"] {
            let (name, event) = events.recv().await.unwrap();
            let (reason, delay) = ("crash".into(), seconds(delay));
            assert_eq!((&*name, event), (form, Event::Restarting { reason, delay }));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_stop_is_awaited_in_every_form() {
    let supervisor = || supervisor(BACKOFF).0;
    let begin = Instant::now();
    supervisor().run_until(sleep(seconds(1))).await.unwrap();
    let task = create_task(sleep(seconds(1)));
    supervisor().run_until(task).await.unwrap();
    let handle = tokio::spawn(sleep(seconds(1)));
    supervisor().run_until(handle).await.unwrap();
    assert_eq!(begin.elapsed(), seconds(3));
}

#[tokio::test(start_paused = true)]
async fn a_stop_does_not_wait_for_a_delay() {
    let (mut supervisor, events) = supervisor(BACKOFF);
    supervisor.start("service", || ready(crash()));
    let begin = Instant::now();
    supervisor.run_until(sleep(seconds(2))).await.unwrap();
    assert_eq!(begin.elapsed(), seconds(2));
    assert_eq!(stopped(events), ["service"]);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_supervisor_cancels_all_services_at_once() {
    let (mut supervisor, mut events) = supervisor(BACKOFF);
    start_in_every_form(&mut supervisor);
    sleep(seconds(1)).await;
    let begin = Instant::now();
    drop(supervisor);
    let mut count = 0;
    while let Some((_, event)) = events.recv().await {
        assert!(matches!(event, Event::Stopped { .. }), "{event:?}");
        count += 1;
    }
    assert_eq!((count, begin.elapsed()), (4, seconds(1)));
}
