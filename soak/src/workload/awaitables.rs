//! Collections of awaitables, in each form.

use ensure_future::{Task, create_named_task, create_task};
use tokio::task::{AbortHandle, JoinHandle, yield_now};

use crate::faults::Fault;
use crate::job::{Context, Coroutine, Job, Outcome, Owner};
use crate::ledger::Claim;

pub(crate) enum Awaitables {
    Coroutines(Vec<Coroutine>),
    Tasks(Vec<Task<Outcome>>),
    Handles(Vec<JoinHandle<Outcome>>),
}

/// Calls a function with awaitables in any form.
macro_rules! pass {
    ($awaitables:expr, $passed:ident => $call:expr) => {
        match $awaitables {
            $crate::workload::awaitables::Awaitables::Coroutines($passed) => $call,
            $crate::workload::awaitables::Awaitables::Tasks($passed) => $call,
            $crate::workload::awaitables::Awaitables::Handles($passed) => $call,
        }
    };
}
pub(crate) use pass;

#[derive(Clone, Copy)]
enum Form {
    Coroutines,
    Tasks,
    Handles,
}

/// Draws awaitables for an owner, and their claims.
pub(crate) fn draw(context: &mut Context, owner: Owner) -> (Vec<Claim>, Awaitables) {
    let forms = [Form::Coroutines, Form::Tasks, Form::Handles];
    let form = *context.rng.choice(&forms).expect("it is not empty");
    // If the owner is dropped, nothing waits for a task whose handle came from elsewhere.
    let owner = match form {
        Form::Handles => Owner::Nobody,
        Form::Coroutines | Form::Tasks => owner,
    };
    let (claims, jobs) = context.jobs(owner);
    (claims, in_form(context, form, jobs))
}

fn in_form(context: &mut Context, form: Form, jobs: Vec<Job>) -> Awaitables {
    let coroutines: Vec<_> = jobs.into_iter().map(Job::run).collect();
    match form {
        Form::Coroutines => Awaitables::Coroutines(coroutines),
        Form::Tasks => {
            let create = |coroutine| task(context, coroutine);
            Awaitables::Tasks(coroutines.into_iter().map(create).collect())
        }
        Form::Handles => {
            let handles: Vec<_> = coroutines.into_iter().map(tokio::spawn).collect();
            for handle in &handles {
                may_abort(context, handle.abort_handle());
            }
            Awaitables::Handles(handles)
        }
    }
}

/// Creates a task, which may have a name, and may be aborted at some time.
pub(crate) fn task(context: &mut Context, coroutine: Coroutine) -> Task<Outcome> {
    let task = if context.is_one_in(8) {
        create_named_task("soak", coroutine)
    } else {
        create_task(coroutine)
    };
    may_abort(context, task.abort_handle());
    task
}

fn may_abort(context: &mut Context, task: AbortHandle) {
    if context.draws(Fault::Abort) {
        let turns = context.rng.u8(0..8);
        drop(create_task(async move {
            for _ in 0..turns {
                yield_now().await;
            }
            Fault::Abort.count();
            task.abort();
        }));
    }
}
