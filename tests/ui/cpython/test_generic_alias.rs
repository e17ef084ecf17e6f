// A task of a number is given where the type says that it is one of a text.
use ensure_future::{Task, create_task};

fn main() {
    let _: Task<&str> = create_task(std::future::ready(1));
}
