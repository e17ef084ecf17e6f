//! The operations. Each passes awaitables to a function of the crate, and checks the function's promises.

mod awaitables;
pub(crate) mod big;
mod collections;
mod functions;
mod groups;
mod shared;
mod single;
mod spawners;
mod streams;
mod threads;

use std::pin::Pin;

use crate::counts::Counts;
use crate::job::Context;

pub(crate) type Operation<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

type Begin = for<'a> fn(&'a mut Context) -> Operation<'a>;

macro_rules! operations {
    ($($name:literal => $function:path,)*) => {
        const NUMBER: usize = [$($name),*].len();

        /// Each operation, and its name in the report.
        const OPERATIONS: [(&str, Begin); NUMBER] =
            [$(($name, |context| Box::pin($function(context)))),*];
    };
}

operations! {
    "task.await" => single::awaited,
    "(&mut task).await" => single::watched,
    "timeout of tokio" => single::timed_out,
    "cancel_and_wait" => single::cancelled,
    "detached" => single::detached,
    "wait_for" => single::limited,
    "shield" => single::shielded,
    "promise" => single::promised,
    "SharedTask" => shared::awaited,
    "wait, of shared tasks" => shared::waited,
    "gather" => collections::gathered,
    "gather!" => collections::gathered_tuple,
    "try_gather" => collections::try_gathered,
    "race_ok" => collections::raced,
    "wait" => collections::waited,
    "as_completed" => streams::completed,
    "buffered" => streams::in_order,
    "buffer_unordered" => streams::unordered,
    "TaskGroup::join" => groups::joined,
    "TaskGroup, dropped" => groups::dropped,
    "TaskGroup::scope" => groups::scoped,
    "TaskGroup::start" => groups::started,
    "to_thread" => threads::threaded,
    "run_coroutine_threadsafe" => threads::from_thread,
    "run, with local tasks" => threads::local,
    "Spawn" => spawners::spawned,
    "dyn Spawn" => spawners::spawned_by_object,
    "attribute, factory" => functions::repeated,
    "attribute, iterator and in place" => functions::in_turn,
}

static BEGUN: Counts<NUMBER> = Counts::new();
static ENDED: Counts<NUMBER> = Counts::new();

/// Begins an operation. The future is boxed, because operations contain others.
pub(crate) fn operation(context: &mut Context) -> Operation<'_> {
    let number = context.rng.usize(0..NUMBER);
    let (_, run) = OPERATIONS[number];
    BEGUN.add(number);
    let running = Running(number);
    Box::pin(async move {
        run(context).await;
        drop(running);
    })
}

/// An operation that has begun. It is dropped when the operation ends, even by a panic or a cancellation.
struct Running(usize);

impl Drop for Running {
    fn drop(&mut self) {
        ENDED.add(self.0);
    }
}

/// Returns the number of operations that have begun.
pub(crate) fn begun() -> u64 {
    BEGUN.total()
}

/// Returns the name of each operation, and how often it was run.
pub(crate) fn operations() -> impl Iterator<Item = (&'static str, u64)> {
    OPERATIONS
        .iter()
        .enumerate()
        .map(|(number, &(name, _))| (name, BEGUN.get(number)))
}

/// Returns the names of the operations that have not ended, with their numbers.
pub(crate) fn running() -> Vec<(&'static str, u64)> {
    let running = OPERATIONS.iter().enumerate().map(|(number, &(name, _))| {
        let ended = ENDED.get(number); // read first, so that it is not larger than the number that have begun
        (name, BEGUN.get(number).saturating_sub(ended))
    });
    running.filter(|&(_, running)| running > 0).collect()
}
