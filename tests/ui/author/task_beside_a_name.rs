// A tuple is declared of which only one part is a task.
use ensure_future::{Task, accepts_awaitable};

#[accepts_awaitable]
fn cancel((name, task): (String, Task<u8>)) -> bool {
    println!("{name}");
    task.cancel()
}

fn main() {
    cancel((
        String::from("name"),
        ensure_future::create_task(async { 1 }),
    ));
}
