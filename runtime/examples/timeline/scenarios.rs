//! The scenarios of the picture. Each really runs, on a clock that jumps to the next timer.

use std::time::Duration;

use ensure_future::{
    Task, TaskGroup, accepts_awaitable, create_task, gather, graceful, shield, wait_for,
};
use tokio::runtime::Builder;
use tokio::select;
use tokio::time::{sleep, timeout};

use super::record::{Failed, Outcome, Recorder, Recording, Watched};

/// Related scenarios. They share an axis, so that times can be compared.
pub(crate) struct Panel {
    pub(crate) title: &'static str,
    pub(crate) notes: &'static [&'static str],
    pub(crate) scenarios: Vec<Scenario>,
}

/// A part of a program, and the recording of its run.
pub(crate) struct Scenario {
    pub(crate) code: &'static str,
    pub(crate) note: &'static str,
    pub(crate) recording: Recording,
}

/// Runs all scenarios.
pub(crate) fn panels() -> Vec<Panel> {
    vec![
        Panel {
            title: "A coroutine, a task, and a future in place",
            notes: &[
                "takes_task declares a Task<T>, takes_future declares an impl Future<Output = T>.",
                "Both do something else for 1 s, then await their argument. work() takes 2 s.",
            ],
            scenarios: vec![coroutine_is_passed(), task_is_passed(), future_is_passed()],
        },
        Panel {
            title: "gather waits for all",
            notes: &[],
            scenarios: vec![gathered()],
        },
        Panel {
            title: "A TaskGroup ends together",
            notes: &[],
            scenarios: vec![grouped()],
        },
        Panel {
            title: "wait_for sets a limit",
            notes: &[],
            scenarios: vec![limited(), limited_gracefully()],
        },
        Panel {
            title: "shield keeps a task running",
            notes: &[],
            scenarios: vec![not_shielded(), shielded()],
        },
    ]
}

const SECOND: Duration = Duration::from_secs(1);

/// Runs a coroutine as the task "caller", until all tasks that it has started have ended.
fn record<F>(caller: impl FnOnce(Recorder) -> F) -> Recording
where
    F: Future<Output = Outcome> + Send + 'static,
{
    let runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("the system has what a runtime needs");
    runtime.block_on(async {
        let recorder = Recorder::new();
        let caller = caller(recorder.clone());
        drop(create_task(recorder.watch("caller", caller)));
        sleep(60 * SECOND).await; // takes no time on the paused clock
        recorder.recording()
    })
}

/// A future that is polled every half second, and returns the outcome in the end.
async fn work(seconds: u32, outcome: Outcome) -> Outcome {
    for _ in 0..2 * seconds {
        sleep(SECOND / 2).await;
    }
    outcome
}

/// Declares a task, which runs beside this function.
#[accepts_awaitable]
async fn takes_task(recorder: &Recorder, work: Task<Outcome>) -> Outcome {
    sleep(SECOND).await;
    recorder.mark("await");
    work.await.expect("it is not cancelled")
}

/// Declares a future, which runs inside this function.
#[accepts_awaitable]
async fn takes_future(
    recorder: &Recorder,
    #[awaitable] work: impl Future<Output = Outcome>,
) -> Outcome {
    sleep(SECOND).await;
    recorder.mark("await");
    work.await
}

fn coroutine_is_passed() -> Scenario {
    Scenario {
        code: "takes_task(work())",
        note: "A coroutine: the call spawns it. It runs in a task of its own, beside the function.",
        recording: record(async |recorder| {
            let work = recorder.watch("work", work(2, Ok(())));
            sleep(SECOND).await;
            recorder.mark("call");
            takes_task(&recorder, work).await
        }),
    }
}

fn task_is_passed() -> Scenario {
    Scenario {
        code: "takes_task(create_task(work()))",
        note: "A task: it was running before the call, and stays the same task.",
        recording: record(async |recorder| {
            let work = create_task(recorder.watch("work", work(2, Ok(()))));
            sleep(SECOND).await;
            recorder.mark("call");
            takes_task(&recorder, work).await
        }),
    }
}

fn future_is_passed() -> Scenario {
    Scenario {
        code: "takes_future(work())",
        note: "A future: nothing is spawned. It runs inside the caller's task, from the await on.",
        recording: record(async |recorder| {
            let work = recorder.watch("work", work(2, Ok(())));
            sleep(SECOND).await;
            recorder.mark("call");
            takes_future(&recorder, work).await
        }),
    }
}

/// A child that succeeds late, a child that fails, and a child that cleans up when it is cancelled.
fn children(recorder: &Recorder) -> [Watched; 3] {
    [
        recorder.watch("fetch", work(3, Ok(()))),
        recorder.watch("parse", work(1, Err(Failed))),
        recorder.watch("upload", cleans_up(recorder.clone(), work(3, Ok(())))),
    ]
}

/// Does its work. If its task is cancelled, it cleans up, which takes a second.
async fn cleans_up(recorder: Recorder, work: impl Future<Output = Outcome>) -> Outcome {
    graceful(async |cancel| {
        select! {
            outcome = work => outcome,
            () = cancel.requested() => {
                recorder.mark("cancel");
                recorder.watch("clean up", self::work(1, Ok(()))).await
            }
        }
    })
    .await
}

fn gathered() -> Scenario {
    Scenario {
        code: "gather([fetch(), parse(), upload()])",
        note: "A failure is a result like any other: the others go on.",
        recording: record(async |recorder| {
            recorder.mark("call");
            gather(children(&recorder)).await;
            Ok(())
        }),
    }
}

fn grouped() -> Scenario {
    Scenario {
        code: "group.create_task(fetch()) ..; group.join()",
        note: "A failure cancels the others. All end before join() does.",
        recording: record(async |recorder| {
            let group = TaskGroup::new();
            recorder.mark("call");
            for child in children(&recorder) {
                group.create_task(child).expect("the group is open");
            }
            group.join().await.map_err(|_| Failed)
        }),
    }
}

fn limited() -> Scenario {
    Scenario {
        code: "wait_for(work(), 1 s)",
        note: "At the limit, the task is cancelled.",
        recording: record(async |recorder| {
            let work = recorder.watch("work", work(3, Ok(())));
            recorder.mark("call");
            let outcome = wait_for(work, SECOND).await;
            outcome.unwrap_or(Err(Failed))
        }),
    }
}

fn limited_gracefully() -> Scenario {
    Scenario {
        code: "wait_for(graceful(work), 1 s)",
        note: "A graceful coroutine may clean up first.",
        recording: record(async |recorder| {
            let work = cleans_up(recorder.clone(), work(3, Ok(())));
            let work = recorder.watch("work", work);
            recorder.mark("call");
            let outcome = wait_for(work, SECOND).await;
            outcome.unwrap_or(Err(Failed))
        }),
    }
}

fn not_shielded() -> Scenario {
    Scenario {
        code: "timeout(1 s, create_task(save()))",
        note: "The await is dropped, and cancels the task.",
        recording: record(async |recorder| {
            let save = recorder.watch("save", work(3, Ok(())));
            recorder.mark("call");
            let outcome = timeout(SECOND, create_task(save)).await;
            outcome.map_or(Err(Failed), |_| Ok(()))
        }),
    }
}

fn shielded() -> Scenario {
    Scenario {
        code: "timeout(1 s, shield(save()))",
        note: "The await is dropped, and the task runs on.",
        recording: record(async |recorder| {
            let save = recorder.watch("save", work(3, Ok(())));
            recorder.mark("call");
            let outcome = timeout(SECOND, shield(save)).await;
            outcome.map_or(Err(Failed), |_| Ok(()))
        }),
    }
}
