// worse: beside ours stand the two errors that rustc has for an attribute of any crate there
use std::future::{Ready, ready};

fn main() {
    let cancel = |task: Ready<u8>| drop(task);
    cancel(ready(1));
}
