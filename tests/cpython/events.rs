//! A runtime that runs one coroutine to its end, and work that other threads pass to it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use ensure_future::{Runner, create_task, promise, run, run_coroutine_threadsafe, to_thread};
use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tokio::time::{Instant, pause, sleep};

use support::wakers::{Event, waker_at};
use support::{
    History, current_thread, now, on_both_flavours, on_current_thread, panic_of, panics_here,
};

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
/// tokio promises no order between tasks of a thread and those of the runtime, so this thread waits.
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

/// CPython's `test_events::test_call_soon_threadsafe_same_thread`.
///
/// On a current-thread runtime, tasks begin in the order in which they were created, even if a function on a thread
/// creates them.
#[test]
fn what_the_same_thread_schedules_is_in_order() {
    on_current_thread(async {
        let results = Arc::new(Mutex::new(Vec::new()));
        let push = |word| {
            let results = results.clone();
            async move { results.lock().unwrap().push(word) }
        };
        let hello = run_coroutine_threadsafe(push("hello"), &Handle::current());
        let world = create_task(push("world"));
        world.await.unwrap();
        hello.into_task().await.unwrap();
        assert_eq!(*results.lock().unwrap(), ["hello", "world"]);
    });
}

/// CPython's `test_events::test_close`.
///
/// In a runtime that was shut down, each call gives a cancelled task.
#[test]
fn nothing_that_is_made_in_a_closed_runtime_runs() {
    let handle = Runner::new().unwrap().handle().clone();
    let history = History::default();
    let made = {
        let _guard = handle.enter();
        let (_resolver, promised) = promise();
        let threadsafe = run_coroutine_threadsafe(history.endless(), &handle);
        let function = history.clone();
        let called = to_thread(move || drop(function.endless()));
        let created = create_task(history.endless());
        [promised, threadsafe.into_task(), called, created]
    };
    for task in made {
        assert!(now(task.into_future()).unwrap_err().is_cancelled());
    }
    assert_eq!((history.polls(), history.drops()), (0, 2));
}

/// CPython's `test_events::test_run_in_executor`.
#[test]
fn a_function_runs_on_another_thread() {
    on_both_flavours(async || {
        let word = String::from("yo");
        let called = to_thread(move || (word, thread::current().id()));
        let (word, there) = called.await.unwrap();
        assert_eq!(word, "yo");
        assert_ne!(there, thread::current().id());
    });
}

/// CPython's `test_events::test_run_in_executor_cancel`.
///
/// A function that has begun can't be cancelled, and the runtime waits for it. Nobody gets its result.
#[test]
fn a_function_that_was_cancelled_tells_nobody_when_its_runtime_is_gone() {
    let runtime = current_thread();
    let (release, released) = mpsc::channel::<()>();
    let (sender, begun) = mpsc::channel();
    let task = {
        let _guard = runtime.enter();
        to_thread(move || {
            sender.send(()).unwrap();
            released.recv().unwrap_err();
        })
    };
    begun.recv().unwrap();
    assert!(task.cancel());
    drop(release);
    drop(runtime);
    assert!(task.is_finished());

    let waker = waker_at(Event::Wake, || panic!("it tells somebody"));
    let mut task = task.into_future();
    let polled = Pin::new(&mut task).poll(&mut Context::from_waker(&waker));
    assert!(matches!(polled, Poll::Ready(Ok(()))));
}

/// CPython's `test_events::test_prompt_cancellation`.
///
/// A channel stands for the socket.
#[test]
fn a_task_that_waits_for_others_is_cancelled_promptly() {
    on_both_flavours(async || {
        let (mut sender, receiver) = oneshot::channel::<()>();
        let receiving = create_task(receiver);
        let handle = receiving.cancel_handle();
        let main = create_task(receiving.into_future());
        create_task(async move { handle.cancel() }).await.unwrap();
        assert!(main.await.unwrap().unwrap_err().is_cancelled());
        sender.closed().await;
    });
}

/// CPython's `test_events::test_close_running_event_loop`.
///
/// A coroutine can't drop the runner that runs it: this does not compile. A tokio runtime panics when it is dropped
/// there.
#[test]
fn a_runtime_that_is_dropped_by_what_it_runs_panics() {
    let runtime = Arc::new(Mutex::new(Some(current_thread())));
    let handle = runtime.lock().unwrap().as_ref().unwrap().handle().clone();
    let panic = panic_of(|| {
        handle.block_on(async {
            drop(runtime.lock().unwrap().take());
        });
    });
    assert!(
        panic.message.contains("Cannot drop a runtime"),
        "{}",
        panic.message
    );
}
