// A task is to be made of a number.
use ensure_future::create_task;

fn main() {
    create_task(123);
}
