// A parameter is of the type of another one's items, which are tasks.
use ensure_future::{Task, accepts_awaitable, create_task};

#[accepts_awaitable]
fn run_first<I>(tasks: I, first: I::Item) -> usize
where
    I: Iterator<Item = Task<u8>>,
{
    first.cancel();
    tasks.count()
}

fn main() {
    run_first([create_task(async { 1 })].into_iter(), create_task(async { 1 }));
}
