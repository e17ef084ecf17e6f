//! Calls that leave a remote job running, and another client that finds it.

use std::thread;
use std::time::Duration;

use ensure_future::{Awaitable, RemoteErrorKind, WaitForError, ensure_future, shield, wait_for};
use futures_util::FutureExt;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::engine::{End, Engine};
use support::{let_others_run, on_paused_clock};

const LIMIT: Duration = Duration::from_secs(1);

#[test]
fn a_remote_task_that_is_dropped_has_not_touched_the_job() {
    let engine = Engine::default();
    let job = engine.start();
    drop(engine.attach(job));
    assert_eq!((engine.requests(job), engine.waiters(job)), (0, 0));
}

#[test]
fn a_detached_task_leaves_the_job_running_and_its_id_attaches_again() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let remote = engine.attach(job);
        let id: u64 = remote.id().parse().unwrap();
        drop(ensure_future(remote));
        let_others_run().await;
        assert_eq!(engine.requests(job), 0);

        let again = ensure_future(engine.attach(id));
        engine.end(job, End::Value(4));
        assert_eq!(again.await.unwrap().unwrap(), 4);
    });
}

#[test]
fn a_shielded_job_is_not_asked() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        timeout(LIMIT, shield(engine.attach(job)))
            .await
            .unwrap_err();
        let_others_run().await;
        assert_eq!(engine.requests(job), 0);
        assert_eq!(engine.waiters(job), 1, "somebody still waits for it");
    });
}

#[test]
fn an_aborted_handle_leaves_the_job_running() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let handle: JoinHandle<_> = engine.attach(job).ensure();
        let_others_run().await;
        handle.abort();
        assert!(handle.await.unwrap_err().is_cancelled());
        assert_eq!((engine.requests(job), engine.waiters(job)), (0, 0));
    });
}

#[test]
fn wait_for_a_shield_gives_the_wait_up() {
    on_paused_clock(async {
        let engine = Engine::default();
        let job = engine.start();
        let waited = wait_for(shield(engine.attach(job)), LIMIT).await;
        assert!(matches!(waited, Err(WaitForError::TimedOut)));
        assert_eq!((engine.requests(job), engine.waiters(job)), (0, 1));
    });
}

#[test]
fn a_runtime_that_shuts_down_leaves_the_job_running_and_tells_those_outside() {
    let engine = Engine::default();
    let job = engine.start();
    let runtime = Runtime::new().unwrap();
    let waiting = {
        let _entered = runtime.enter();
        engine.attach(job).into_future()
    };
    thread::spawn(|| drop(runtime)).join().unwrap();

    let error = waiting
        .now_or_never()
        .expect("its task is gone")
        .unwrap_err();
    assert_eq!(error.kind(), RemoteErrorKind::Unreachable);
    assert_eq!(engine.requests(job), 0);
}
