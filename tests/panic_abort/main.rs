//! Behaviour in a build where a panic aborts the process: only the outcome of a panic differs. `.ci/panic-abort` builds
//! it so.

use std::env;
use std::future::pending;
use std::process::Command;
use std::time::Duration;

use ensure_future::{
    Failure, GroupTaskError, TaskGroup, WaitForError, as_completed, create_task, gather, graceful,
    promise, race_ok, run, run_coroutine_threadsafe, shield, to_thread, try_gather, wait_for,
};
use tokio::runtime::Runtime;
use tokio::task::yield_now;

const MESSAGE: &str = "the task's own panic";

/// The places in which a coroutine or a function panics.
const PLACES: [(&str, fn()); 4] = [
    ("a task", || {
        run(async { drop(create_task(async { panics() }).await) });
    }),
    ("a child of a group", || {
        run(async {
            let group = TaskGroup::<()>::new();
            group.create_task(async { panics() }).unwrap();
            drop(group.join().await);
        });
    }),
    ("a function on a thread", || {
        run(async { drop(to_thread(panics).await) });
    }),
    ("a task that a thread waits for", || {
        let runtime = Runtime::new().unwrap();
        drop(run_coroutine_threadsafe(async { panics() }, runtime.handle()).result());
    }),
];

fn panics() -> Result<(), ()> {
    panic!("{MESSAGE}")
}

fn main() {
    if let Some(place) = env::args().nth(1) {
        let (_, panic) = PLACES.iter().find(|(name, _)| *name == place).unwrap();
        panic();
        unreachable!("a panic in {place} was survived");
    }
    run(values_errors_and_cancellations());
    let runtime = Runtime::new().unwrap();
    runtime.block_on(values_errors_and_cancellations());
    shutdown(runtime);
    for (place, _) in PLACES {
        aborts(place);
    }
}

async fn values_errors_and_cancellations() {
    let limit = Duration::from_millis(1);
    assert_eq!(framework::value(async { 7 }).await, Some(7));
    assert_eq!(framework::value(create_task(async { 7 })).await, Some(7));
    assert_eq!(gather([async { 7 }]).await.pop().unwrap().unwrap(), 7);

    let error = try_gather!(pending::<Result<(), ()>>(), async { Err::<(), _>(()) }).await;
    assert!(matches!(error.unwrap_err().failure, Failure::Returned(())));
    let racing = race_ok([create_task(async { Err(()) }), create_task(async { Ok(7) })]);
    assert_eq!(racing.await.unwrap(), 7);
    let mut completed = as_completed([async { 7 }]);
    assert_eq!(completed.next().await.unwrap().result.unwrap(), 7);

    let late = wait_for(pending::<()>(), limit).await;
    assert!(matches!(late, Err(WaitForError::TimedOut)));
    assert_eq!(shield(async { 7 }).await.unwrap(), 7);
    let (resolver, promised) = promise();
    resolver.resolve(7).unwrap();
    assert_eq!(promised.await.unwrap(), 7);
    assert_eq!(to_thread(|| 7).await.unwrap(), 7);

    let cleans_up = create_task(graceful(async |cancel| cancel.requested().await));
    yield_now().await;
    drop(cleans_up.cancel_and_wait().await);

    let group = TaskGroup::new();
    let sibling = group.create_task(pending::<Result<(), _>>()).unwrap();
    drop(group.create_task(async { Err::<(), _>("failed") }).unwrap());
    assert_eq!(group.join().await.unwrap_err().failures.len(), 1);
    assert_eq!(sibling.await, Err(GroupTaskError::Cancelled));
}

fn shutdown(runtime: Runtime) {
    let task = run_coroutine_threadsafe(pending::<()>(), runtime.handle());
    drop(runtime);
    assert!(task.result().unwrap_err().is_cancelled());
}

/// Checks that a panic ends the process, instead of letting it go on or hang.
fn aborts(place: &str) {
    let program = env::current_exe().unwrap();
    let output = Command::new(program).arg(place).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(words.contains(MESSAGE), "{place}: {words}");
    assert!(!words.contains("was survived"), "{place}: {words}");
    assert_eq!(output.status.code(), None, "{place} has ended by a signal");
    println!("a panic in {place} aborts the process");
}
