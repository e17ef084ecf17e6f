//! `run_coroutine_threadsafe`: results of tasks for threads outside the runtime, with and without a limit.

use std::future::pending;
use std::thread;
use std::time::{Duration, Instant};

use ensure_future::{ThreadsafeTask, create_task, run_coroutine_threadsafe, to_thread};
use tokio::runtime::Handle;
use tokio::task::{block_in_place, yield_now};

use support::alive::{in_every_form_leaving_none, leaving_none};
use support::child::{Child, ChildOf, End, Returned, VALUE, Way, child};
use support::forms::Form;
use support::phases::{self, Fate, handle_in_every_phase};
use support::{
    current_thread, lifeline, multi_thread, on_both_flavours, on_multi_thread, panic_of,
    panics_here,
};

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(20);

handle_in_every_phase! { OnAThread }

struct OnAThread(ThreadsafeTask<Returned>);

impl phases::Handle for OnAThread {
    const WHEN_DROPPED: Fate = Fate::GoesOn;

    fn of<F: Form>(child: ChildOf<F>) -> Self {
        Self(run_coroutine_threadsafe(child, &Handle::current()))
    }

    fn cancel(&self) -> bool {
        self.0.cancel()
    }

    fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    async fn end(self) -> End {
        End::of(to_thread(|| self.0.result()).await.unwrap())
    }
}

in_every_form_leaving_none! {
    within_a_limit_every_end_is_its_outcome
    a_limit_gives_it_back_and_leaves_it_running
    before_a_deadline_every_end_is_its_outcome
    a_deadline_gives_it_back_and_leaves_it_running
    it_is_the_very_same_task
}

async fn running<F: Form>(way: Way) -> (ThreadsafeTask<Returned>, Child) {
    let (awaitable, mut child) = child::<F>(way).await;
    let task = run_coroutine_threadsafe(awaitable, &Handle::current());
    child.started().await;
    (task, child)
}

async fn within_a_limit_every_end_is_its_outcome<F: Form>() {
    for limit in [Duration::from_secs(3600), Duration::MAX] {
        for way in Way::BY_ITSELF {
            let (task, mut child) = running::<F>(way).await;
            let waiting = to_thread(move || task.result_timeout(limit));
            child.end();
            let outcome = waiting.await.unwrap().expect("it ended in time");
            assert_eq!(End::of(outcome), way.end());
        }
    }
}

async fn a_limit_gives_it_back_and_leaves_it_running<F: Form>() {
    for limit in [Duration::ZERO, Duration::from_millis(1)] {
        let (task, mut child) = running::<F>(Way::Returns).await;
        let id = task.id();
        let waiting = to_thread(move || task.result_timeout(limit));
        let task = waiting.await.unwrap().unwrap_err();
        assert_eq!(task.id(), id);
        assert!(!task.is_finished());
        child.end();
        assert_eq!(child.ended().await, End::Value);
        while !task.is_finished() {
            yield_now().await;
        }
        let late = to_thread(move || task.result_timeout(Duration::ZERO));
        let outcome = late.await.unwrap().expect("it had ended before");
        assert_eq!(outcome.unwrap(), Ok(VALUE));
    }
}

async fn before_a_deadline_every_end_is_its_outcome<F: Form>() {
    let deadline = Instant::now() + Duration::from_secs(3600);
    for way in Way::BY_ITSELF {
        let (task, mut child) = running::<F>(way).await;
        let waiting = to_thread(move || task.result_timeout_at(deadline));
        child.end();
        let outcome = waiting.await.unwrap().expect("it ended in time");
        assert_eq!(End::of(outcome), way.end());
    }
}

async fn a_deadline_gives_it_back_and_leaves_it_running<F: Form>() {
    let passed = Instant::now();
    for limit in [Duration::ZERO, Duration::from_millis(1)] {
        let (task, mut child) = running::<F>(Way::Returns).await;
        let deadline = Instant::now() + limit;
        let waiting = to_thread(move || (task.result_timeout_at(deadline), Instant::now()));
        let (given_back, when) = waiting.await.unwrap();
        assert!(when >= deadline);
        let task = given_back.unwrap_err();
        assert!(!task.is_finished());
        child.end();
        assert_eq!(child.ended().await, End::Value);
        while !task.is_finished() {
            yield_now().await;
        }
        let late = to_thread(move || task.result_timeout_at(passed));
        let outcome = late.await.unwrap().expect("it had ended before");
        assert_eq!(outcome.unwrap(), Ok(VALUE));
    }
}

async fn it_is_the_very_same_task<F: Form>() {
    let (task, child) = running::<F>(Way::Returns).await;
    if let Some(id) = child.id() {
        assert_eq!(task.id(), id);
    }
    let id = task.id();
    let shown = format!("Task {{ id: {id:?}, is_finished: false }}");
    assert_eq!(
        format!("{task:?}"),
        format!("ThreadsafeTask {{ task: {shown} }}")
    );
    let task = task.into_task();
    assert_eq!(task.id(), id);
    child.goes_on().await;
    assert_eq!(task.await.unwrap(), Ok(VALUE));
}

#[test]
fn a_plain_thread_needs_no_runtime_of_its_own() {
    let runtime = multi_thread();
    let task = run_coroutine_threadsafe(async { create_task(async { 7 }).await }, runtime.handle());
    assert_eq!(task.result().unwrap().unwrap(), 7);
}

#[test]
fn many_threads_have_their_own_result_each() {
    on_both_flavours(async || {
        leaving_none(async {
            let runtime = Handle::current();
            let threads = to_thread(move || {
                let threads: Vec<_> = (0..50)
                    .map(|number| (number, runtime.clone()))
                    .map(|(number, runtime)| {
                        thread::spawn(move || {
                            let coroutine = async move {
                                yield_now().await;
                                number
                            };
                            let result = run_coroutine_threadsafe(coroutine, &runtime).result();
                            assert_eq!(result.unwrap(), number);
                        })
                    })
                    .collect();
                for thread in threads {
                    thread.join().unwrap();
                }
            });
            threads.await.unwrap();
        })
        .await;
    });
}

/// Other code may unpark the thread, before or during the wait.
#[test]
fn a_thread_that_was_woken_by_others_goes_on_waiting() {
    on_both_flavours(async || {
        let (mut line, mut watch) = lifeline();
        let (proceed, proceeds) = tokio::sync::oneshot::channel();
        let coroutine = async move {
            line.started();
            proceeds.await.unwrap()
        };
        let task = run_coroutine_threadsafe(coroutine, &Handle::current());
        let waiting = thread::spawn(move || {
            thread::current().unpark();
            task.result().unwrap()
        });
        watch.started().await;
        for _ in 0..100 {
            waiting.thread().unpark();
            yield_now().await;
        }
        proceed.send(7).unwrap();
        let joined = to_thread(|| waiting.join().unwrap());
        assert_eq!(joined.await.unwrap(), 7);
    });
}

// Contract 6.5.
#[test]
fn inside_a_runtime_it_panics_at_the_callers_line_and_the_task_goes_on() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = run_coroutine_threadsafe(line.endless::<()>(), &Handle::current());
        let remote = task.into_task();
        let (remote, task) = (remote.abort_handle(), remote);
        watch.started().await;
        let task = run_coroutine_threadsafe(task, &Handle::current());
        panics_here(|| task.result());
        assert!(watch.is_alive() && !remote.is_finished());
        remote.abort();
        watch.dropped().await;

        let task = run_coroutine_threadsafe(async {}, &Handle::current());
        panics_here(|| task.result_timeout(Duration::ZERO));
        let task = run_coroutine_threadsafe(async {}, &Handle::current());
        panics_here(|| task.result_timeout_at(Instant::now()));
        let refused = create_task(async {
            let task = run_coroutine_threadsafe(async {}, &Handle::current());
            drop(panic_of(|| task.result()));
        });
        refused.await.unwrap();
    });
}

#[test]
fn where_blocking_is_allowed_inside_a_runtime_it_blocks() {
    on_multi_thread(async {
        let runtime = Handle::current();
        let blocking = create_task(async move {
            let task = run_coroutine_threadsafe(async { 7 }, &runtime);
            block_in_place(|| task.result()).unwrap()
        });
        assert_eq!(blocking.await.unwrap(), 7);
    });
}

// Contract 6.3.
#[test]
fn a_runtime_that_is_shut_down_ends_the_wait() {
    let runtime = multi_thread();
    let task = run_coroutine_threadsafe(pending::<()>(), runtime.handle());
    let waiting = thread::spawn(|| task.result());
    drop(runtime);
    assert!(waiting.join().unwrap().unwrap_err().is_cancelled());

    let runtime = current_thread();
    let handle = runtime.handle().clone();
    drop(runtime);
    let task = run_coroutine_threadsafe(async { 7 }, &handle);
    assert!(task.result().unwrap_err().is_cancelled());
}

#[test]
fn it_takes_no_unpark_that_is_meant_for_other_code_on_the_thread() {
    let runtime = multi_thread();
    for limit in [None, Some(LONG)] {
        for is_unparked_before in [true, false] {
            let handle = runtime.handle().clone();
            let waiting = thread::spawn(move || {
                let waiter = thread::current();
                if is_unparked_before {
                    waiter.unpark();
                }
                let task = run_coroutine_threadsafe(
                    async move {
                        if !is_unparked_before {
                            waiter.unpark();
                        }
                        yield_now().await;
                    },
                    &handle,
                );
                match limit {
                    None => task.result().unwrap(),
                    Some(limit) => task.result_timeout(limit).unwrap().unwrap(),
                }
                let begin = Instant::now();
                thread::park_timeout(LONG);
                begin.elapsed()
            });
            assert!(waiting.join().unwrap() < LONG, "the unpark was lost");
        }
    }
}
