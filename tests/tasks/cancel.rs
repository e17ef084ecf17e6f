//! Cancelling a task: the effect, and the return value of each way.

use std::sync::mpsc;

use ensure_future::{Task, accepts_awaitable, create_task, ensure_future};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use support::{
    History, let_others_run, lifeline, on_both_flavours, on_current_thread, on_multi_thread, text,
};

// Contract 4.1.
#[test]
fn cancelling_a_running_task_says_that_it_was_running_and_ends_it() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        watch.started().await;

        assert!(task.cancel());
        watch.dropped().await;
        let error = task.await.unwrap_err();
        assert!(error.is_cancelled() && !error.is_panic());
    });
}

#[test]
fn every_form_can_be_cancelled_by_a_framework() {
    #[accepts_awaitable]
    async fn stop<T: Send>(task: Task<T>) -> bool {
        task.cancel() && task.await.is_err_and(|error| error.is_cancelled())
    }

    on_both_flavours(async || {
        for form in 0..3 {
            let (line, watch) = lifeline();
            let coroutine = line.endless::<()>();
            let stopped = match form {
                0 => stop(coroutine).await,
                1 => stop(create_task(coroutine)).await,
                _ => stop::<(), _>(tokio::spawn(coroutine)).await,
            };
            assert!(stopped, "form {form}");
            watch.dropped().await;
        }
    });
}

// Contract 4.1.
#[test]
fn cancelling_a_finished_task_says_so_and_leaves_its_result() {
    on_both_flavours(async || {
        let task = create_task(async { 7 });
        while !task.is_finished() {
            yield_now().await;
        }
        assert!(!task.cancel());
        assert!(!task.cancel());
        assert_eq!(task.await.unwrap(), 7);
    });
}

// Contract 4.1.
#[test]
fn cancelling_a_panicked_task_leaves_its_panic() {
    on_both_flavours(async || {
        let task: Task<()> = create_task(async { panic!("first") });
        while !task.is_finished() {
            yield_now().await;
        }
        assert!(!task.cancel());
        assert_eq!(text(&*task.await.unwrap_err().into_panic()), "first");
    });
}

#[test]
fn cancelling_twice_is_cancelling_once() {
    on_current_thread(async {
        let history = History::default();
        let task = create_task(history.endless());
        let_others_run().await;

        assert!(task.cancel());
        assert!(!task.is_finished(), "it has had no turn to end in");
        assert!(task.cancel(), "so it is still running");
        let_others_run().await;
        assert!(!task.cancel());
        assert_eq!(history.drops(), 1);
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn a_coroutine_cancelled_before_its_first_turn_never_runs() {
    on_current_thread(async {
        let history = History::default();
        let task = ensure_future(history.watch(async {}));
        assert!(task.cancel());
        assert!(task.await.unwrap_err().is_cancelled());
        assert_eq!(history.polls(), 0);
        assert_eq!(history.drops(), 1);
    });
}

#[test]
fn an_abort_handle_cancels_from_elsewhere() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        let remote = task.abort_handle();
        assert_eq!(remote.id(), task.id());
        watch.started().await;

        drop(tokio::spawn(async move { remote.abort() }));
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn an_abort_handle_cancels_a_task_that_was_dropped() {
    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = create_task(line.endless::<()>());
        let remote = task.abort_handle();
        drop(task);
        watch.started().await;

        remote.abort();
        watch.dropped().await;
    });
}

#[test]
fn cancel_and_wait_requests_at_once() {
    on_current_thread(async {
        let history = History::default();
        let task = create_task(history.endless());
        let_others_run().await;

        let ending = task.cancel_and_wait();
        let_others_run().await;
        assert_eq!(history.drops(), 1, "though nobody has polled the future");
        assert!(ending.await.unwrap_err().is_cancelled());
    });
}

// Contract 4.3.
#[test]
fn destructors_have_run_when_cancel_and_wait_is_ready() {
    on_both_flavours(async || {
        for _ in 0..200 {
            let history = History::default();
            let (line, mut watch) = lifeline();
            let task = create_task(history.watch(line.endless::<()>()));
            watch.started().await;
            assert!(task.cancel_and_wait().await.unwrap_err().is_cancelled());
            assert_eq!(history.drops(), 1);
            assert!(!watch.is_alive());
        }
    });
}

#[test]
fn cancel_and_wait_gives_the_result_of_a_finished_task() {
    on_both_flavours(async || {
        let task = create_task(async { 7 });
        while !task.is_finished() {
            yield_now().await;
        }
        assert_eq!(task.cancel_and_wait().await.unwrap(), 7);
    });
}

#[test]
fn cancel_and_wait_gives_the_result_that_arrives_anyway() {
    on_multi_thread(async {
        let (begun, begins) = oneshot::channel();
        let (release, released) = mpsc::channel::<u8>();
        // The task is cancelled in the middle of a poll, on another thread.
        let task = create_task(async move {
            begun.send(()).unwrap();
            released.recv().unwrap()
        });
        begins.await.unwrap();

        let ending = task.cancel_and_wait();
        release.send(7).unwrap();
        assert_eq!(ending.await.unwrap(), 7);
    });
}

// Contract 4.1.
#[test]
fn a_cancelled_task_ends_at_its_next_suspension_point() {
    on_multi_thread(async {
        let (begun, begins) = oneshot::channel();
        let (release, released) = mpsc::channel::<()>();
        let (done, is_done) = oneshot::channel();
        let task = create_task(async move {
            begun.send(()).unwrap();
            released.recv().unwrap();
            done.send(()).unwrap();
            yield_now().await;
            unreachable!("it was cancelled before");
        });
        begins.await.unwrap();

        assert!(task.cancel());
        release.send(()).unwrap();
        is_done.await.unwrap();
        assert!(task.await.unwrap_err().is_cancelled());
    });
}

// Contract 5.1.
#[test]
fn a_panic_of_a_destructor_is_the_outcome_of_a_cancelled_task() {
    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("bomb");
        }
    }

    on_both_flavours(async || {
        let (line, mut watch) = lifeline();
        let task = create_task(async {
            let _bomb = Bomb;
            line.endless::<()>().await;
        });
        watch.started().await;
        let error = task.cancel_and_wait().await.unwrap_err();
        assert_eq!(text(&*error.into_panic()), "bomb");
    });
}
