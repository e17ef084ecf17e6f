// A task is taken by reference.
// A reference to a task is marked, inside an annotated `impl`.
// An iterator gives references to tasks.
// A `Vec` of tasks is taken by reference, beside a task.
// A factory is taken by reference.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn is_finished(task: &Task<u8>) -> bool {
    task.is_finished()
}

struct Pool;

#[accepts_awaitable]
impl Pool {
    fn is_finished(&self, #[awaitable] task: &Task<u8>) -> bool {
        task.is_finished()
    }
}

#[accepts_awaitable]
fn count<'a>(tasks: impl Iterator<Item = &'a Task<u8>>) -> usize {
    tasks.filter(|task| task.cancel()).count()
}

#[accepts_awaitable]
fn add(tasks: &mut Vec<Task<u8>>, task: Task<u8>) {
    tasks.push(task);
}

#[accepts_awaitable]
fn start(factory: &dyn Fn() -> Task<u8>) -> bool {
    factory().cancel()
}

fn main() {
    is_finished(&ensure_future::create_task(async { 1 }));
    Pool.is_finished(&ensure_future::create_task(async { 1 }));
    count([].iter());
    add(&mut Vec::new(), async { 1 });
    start(&|| ensure_future::create_task(async { 1 }));
}
