//! A runtime that runs one coroutine to its end, and work that other threads give it.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use ensure_future::{create_task, run, run_coroutine_threadsafe};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::{Instant, pause, sleep};

use support::{History, on_both_flavours, panics_here};

/// CPython's `test_events::test_run_until_complete`.
#[test]
fn a_coroutine_runs_to_its_end() {
    let delay = Duration::from_millis(100);
    let elapsed = run(async {
        pause();
        let begin = Instant::now();
        sleep(delay).await;
        begin.elapsed()
    });
    assert!(elapsed >= delay, "{elapsed:?}");
}

/// CPython's `test_events::test_run_until_complete_nesting`.
#[test]
fn a_coroutine_can_not_run_another_to_its_end() {
    let nested = || {
        let history = History::default();
        let message = panics_here(|| run(history.endless()));
        assert!(message.contains("runtime"), "{message}");
        assert_eq!((history.polls(), history.drops()), (0, 1));
    };
    run(async { nested() });
    on_both_flavours(async || {
        nested();
        create_task(async move { nested() }).await.unwrap();
    });
}

/// CPython's `test_events::test_call_soon_threadsafe`.
///
/// tokio promises no order between a thread's tasks and those of the runtime, so this thread waits.
#[test]
fn what_a_thread_schedules_runs_while_the_runtime_waits() {
    on_both_flavours(async || {
        let results = Arc::new(Mutex::new(Vec::new()));
        let push = |word| {
            let results = results.clone();
            async move { results.lock().unwrap().push(word) }
        };
        let (runtime, hello) = (Handle::current(), push("hello"));
        let (sender, receiver) = oneshot::channel();
        let thread = thread::spawn(move || {
            let outcome = run_coroutine_threadsafe(hello, &runtime).result();
            sender.send(outcome).unwrap();
        });
        receiver.await.unwrap().unwrap();
        create_task(push("world")).await.unwrap();
        thread.join().unwrap();
        assert_eq!(*results.lock().unwrap(), ["hello", "world"]);
    });
}
