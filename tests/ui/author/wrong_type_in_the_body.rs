// A type in the body of a function is wrong.
// A type in the body of a method is wrong.
// A type in the body of a method is wrong, in an annotated `impl`.
// A type in the body of a method is wrong, in an annotated trait.
// A type in the body of a method is wrong, in an annotated `impl` of a trait.
// A type in the body of an `async fn` is wrong.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel(task: Task<u8>) -> bool {
    let reason: String = "no reason";
    task.cancel() && reason.is_empty()
}

struct Pool {
    last: Option<Task<u8>>,
}

impl Pool {
    #[accepts_awaitable]
    fn cancel(&self, task: Task<u8>) -> bool {
        let reason: String = "no reason";
        task.cancel() && reason.is_empty()
    }
}

#[accepts_awaitable]
impl Pool {
    fn add(&mut self, task: Task<u8>) {
        self.last = task;
    }
}

#[accepts_awaitable(as = QueueExt)]
trait Queue {
    #[accepts_awaitable(as = push)]
    fn push_task(&self, task: Task<u8>) -> usize {
        task.cancel()
    }
}

impl Queue for () {}

trait Scheduler {
    #[accepts_awaitable]
    fn schedule(&self, task: Task<u8>) -> usize;
}

#[accepts_awaitable]
impl Scheduler for () {
    fn schedule(&self, task: Task<u8>) -> usize {
        task.cancel()
    }
}

#[accepts_awaitable]
async fn value(task: Task<u8>) -> u16 {
    task.await.unwrap()
}

fn main() {
    cancel(async { 1 });
    let mut pool = Pool { last: None };
    pool.cancel(async { 1 });
    pool.add(async { 1 });
    ().push(async { 1 });
    ().schedule(async { 1 });
    drop(value(async { 1 }));
}
