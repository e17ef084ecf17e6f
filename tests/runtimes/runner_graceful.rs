//! Graceful coroutines that are left when their runtime ends: they are asked to end, and the runtime waits for them.

use std::pin::pin;
use std::rc::Rc;
use std::sync::mpsc;
use std::time::Duration;

use ensure_future::{CancelRequest, Runner, Task, create_local_task, create_task, graceful, run};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::sleep;

use support::{History, current_thread, let_others_run, on_current_thread, panic_of, poll_once};

/// The ways in which a left-over coroutine is asked to end: a runner is dropped, or `run` ends, after a value or after
/// a panic of the main coroutine. In some ways, another runtime is entered.
const ENDS: [fn(&dyn Fn()); 5] = [
    |leave| {
        let mut runner = Runner::new().unwrap();
        runner.run(async {
            leave();
            let_others_run().await;
        });
    },
    |leave| {
        let mut runner = Runner::new().unwrap();
        runner.run(async { leave() });
        runner.run(let_others_run());
    },
    |leave| {
        run(async {
            leave();
            let_others_run().await;
        });
    },
    leave_and_panic,
    |leave| {
        let another = current_thread();
        let _entered = another.enter();
        leave_and_panic(leave);
    },
];

fn leave_and_panic(leave: &dyn Fn()) {
    drop(panic_of(|| {
        run(async {
            leave();
            let_others_run().await;
            panic!("main")
        })
    }));
}

/// Leaves these coroutines behind in every way, and returns their reports.
fn left(leave: impl Fn(mpsc::Sender<&'static str>)) {
    for end in ENDS {
        let (sender, said) = mpsc::channel();
        end(&|| leave(sender.clone()));
        drop(sender);
        assert_eq!(said.iter().collect::<Vec<_>>(), ["asked", "saved"]);
    }
}

/// Reports that it was asked to end, and when it is ready.
async fn save(cancel: CancelRequest, say: mpsc::Sender<&'static str>) {
    cancel.requested().await;
    say.send("asked").unwrap();
    let_others_run().await;
    create_task(yield_now()).await.unwrap();
    say.send("saved").unwrap();
}

#[test]
fn a_graceful_task_is_asked_and_waited_for() {
    left(|say| {
        drop(create_task(graceful(async |cancel| {
            save(cancel, say).await;
        })));
    });
}

#[test]
fn a_graceful_local_task_is_asked_and_waited_for() {
    left(|say| {
        let not_send = Rc::new(());
        drop(create_local_task(graceful(async |cancel| {
            save(cancel, say).await;
            drop(not_send);
        })));
    });
}

/// Otherwise, a supervisor that restarts its children would delay the end forever.
#[test]
fn what_begins_meanwhile_is_dropped_unasked() {
    let (say, said) = mpsc::channel();
    run(async {
        drop(create_task(async move {
            loop {
                let say = say.clone();
                let child = create_task(graceful(async move |cancel: CancelRequest| {
                    cancel.requested().await;
                    say.send("asked").unwrap();
                }));
                child.await.unwrap();
            }
        }));
        let_others_run().await;
    });
    assert_eq!(said.iter().collect::<Vec<_>>(), ["asked"]);
}

#[test]
fn a_refused_run_does_not_wait_inside_the_other_runtime() {
    let mut runner = Runner::new().unwrap();
    runner.run(async {
        drop(create_task(graceful(async |cancel: CancelRequest| {
            cancel.requested().await;
        })));
        let_others_run().await;
    });
    on_current_thread(async {
        let panic = panic_of(move || runner.run(async {}));
        assert!(panic.message.contains("Cannot start a runtime"));
    });
}

#[test]
fn others_go_on_while_a_graceful_one_is_waited_for() {
    left(|say| {
        let (sender, receiver) = oneshot::channel();
        let ordinary = create_task(async move {
            receiver.await.unwrap();
            "saved"
        });
        drop(create_task(graceful(async move |cancel: CancelRequest| {
            cancel.requested().await;
            say.send("asked").unwrap();
            sender.send(()).unwrap();
            say.send(ordinary.await.unwrap()).unwrap();
        })));
    });
}

#[test]
fn whoever_accepts_at_the_end_is_dropped() {
    let history = History::default();
    for (number, end) in ENDS.into_iter().enumerate() {
        end(&|| {
            let accepting = graceful(async |cancel: CancelRequest| {
                cancel.accept().await;
            });
            drop(create_task(history.watch(async {
                let () = accepting.await;
                unreachable!("it goes no further");
            })));
        });
        assert_eq!(history.drops(), number + 1);
    }
}

#[test]
fn a_graceful_one_that_was_asked_before_is_waited_for() {
    left(|say| {
        let task = create_task(graceful(async |cancel| save(cancel, say).await));
        drop(create_task(async move {
            yield_now().await;
            task.cancel();
        }));
    });
}

#[test]
fn a_panic_of_a_graceful_one_is_its_own() {
    let mut runner = Runner::new().unwrap();
    let task: Task<()> = runner.run(async {
        let task = create_task(graceful(async |cancel: CancelRequest| {
            cancel.requested().await;
            panic!("the body's own words")
        }));
        yield_now().await;
        task
    });
    drop(runner);
    assert!(
        on_current_thread(task.into_future())
            .unwrap_err()
            .is_panic()
    );
}

#[test]
fn a_graceful_one_that_has_not_begun_is_dropped() {
    let history = History::default();
    let mut runner = Runner::new().unwrap();
    runner.run(async {
        let coroutine = graceful(async |cancel: CancelRequest| cancel.requested().await);
        drop(create_task(history.watch(coroutine)));
    });
    drop(runner);
    assert_eq!((history.polls(), history.drops()), (0, 1));
}

#[test]
fn those_of_another_runner_are_not_asked() {
    let mut other = Runner::new().unwrap();
    let (sender, receiver) = oneshot::channel();
    let task = other.run(async {
        let task = create_task(graceful(async |cancel: CancelRequest| {
            receiver.await.unwrap();
            cancel.is_requested()
        }));
        yield_now().await;
        task
    });
    run(async {
        drop(create_task(graceful(async |cancel: CancelRequest| {
            cancel.requested().await;
        })));
        yield_now().await;
    });
    sender.send(()).unwrap();
    assert!(!other.run(task.into_future()).unwrap());
}

/// The timer of the task was set before the timer of the runner, and both elapse at the same time.
#[test]
fn a_coroutine_that_is_polled_at_the_limit_is_waited_for() {
    const LIMIT: Duration = Duration::from_millis(100);
    let (ends, ended) = mpsc::channel();
    let mut runner = Runner::new().unwrap().unpolled_limit(LIMIT);
    runner.run(async {
        tokio::time::pause();
        drop(create_task(async move {
            let mut job = pin!(graceful(async move |cancel| {
                cancel.requested().await;
                yield_now().await;
                ends.send("cleaned up").unwrap();
            }));
            assert!(poll_once(&mut job).is_pending());
            sleep(LIMIT).await;
            job.await;
        }));
        let_others_run().await;
    });
    drop(runner);
    assert_eq!(ended.recv(), Ok("cleaned up"));
}
