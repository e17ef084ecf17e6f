//! What the end of `run` does to a job.

use ensure_future::{ensure_future, ensure_future_on, run, shield};
use tokio::runtime::Runtime;

use crate::engine::{End, Engine};

#[test]
fn a_job_whose_task_was_dropped_is_asked_and_waited_for() {
    let engine = Engine::silent();
    let job = engine.start();
    run(async {
        drop(ensure_future(engine.attach(job)));
    });
    assert_eq!(engine.requests(job), 1);
    assert_eq!(engine.waiters(job), 0);
}

#[test]
fn a_shielded_job_is_asked_and_waited_for() {
    let engine = Engine::silent();
    let job = engine.start();
    run(async {
        drop(shield(engine.attach(job)));
    });
    assert_eq!(engine.requests(job), 1);
    assert_eq!(engine.waiters(job), 0);
}

#[test]
fn a_job_that_a_task_of_another_runtime_waits_for_is_not_asked() {
    let engine = Engine::silent();
    let job = engine.start();
    let other = Runtime::new().unwrap();
    let task = run(async { ensure_future_on(other.handle(), engine.attach(job)) });
    assert_eq!(engine.requests(job), 0);

    engine.end(job, End::Value(4));
    assert_eq!(other.block_on(task.into_future()).unwrap().unwrap(), 4);
}
