//! Operations across threads.

use std::rc::Rc;
use std::time::Duration;

use ensure_future::{
    LocalTask, Runner, create_local_task, run, run_coroutine_threadsafe, to_thread,
};
use tokio::runtime::Handle;

use crate::job::{Context, Ending, Outcome, Owner};

pub(super) async fn threaded(context: &mut Context) {
    let (claim, job) = context.job(Owner::Nobody, Ending::Returns);
    let task = to_thread(|| job.run_on_thread());
    if context.is_one_in(4) {
        task.cancel();
    }
    claim.settle(task.await);
}

/// Spawns a plain thread that runs a coroutine on this runtime.
pub(super) async fn from_thread(context: &mut Context) {
    let (claim, job) = context.job(Owner::Nobody, Ending::Returns);
    let (runtime, limit) = (Handle::current(), context.pause());
    let waits = context.rng.bool();
    context.round.start_thread(move || {
        let task = run_coroutine_threadsafe(job.run(), &runtime);
        drop(runtime);
        if waits {
            return claim.settle(task.result());
        }
        match task.result_timeout(limit) {
            Ok(ended) => claim.settle(ended),
            Err(task) => {
                task.cancel();
                claim.settle(task.result());
            }
        }
    });
    context.dawdle().await;
}

/// Spawns a thread with its own runtime, whose tasks stay there.
pub(super) async fn local(context: &mut Context) {
    let mut context = context.fork(None);
    context.is_paused = false;
    let ended = to_thread(move || {
        if context.rng.bool() {
            return run(local_tasks(&mut context));
        }
        let mut runner = Runner::new().expect("the system has what a runtime needs");
        runner = runner.unpolled_limit(Duration::from_secs(1));
        runner.run(local_tasks(&mut context));
    });
    let _ = ended.await; // the thread may have panicked
}

async fn local_tasks(context: &mut Context) {
    let (claim, job) = context.job(Owner::Group, Ending::Returns);
    let (stays, mut inside) = (Rc::new(()), context.fork(None));
    let coroutine = job.run();
    let task: LocalTask<Outcome> = create_local_task(async move {
        inside.dawdle().await;
        drop(stays);
        coroutine.await
    });
    let (endless_claim, endless) = context.job(Owner::Nobody, Ending::Endless);
    let endless = create_local_task(endless.run());
    let (left_claim, left) = context.job(Owner::Nobody, Ending::Returns);
    drop(create_local_task(left.run()));
    left_claim.detach();

    claim.settle(task.await);
    endless_claim.settle(endless.cancel_and_wait().await);
}
