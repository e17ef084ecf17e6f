// tokio's handles are gathered, and nothing says whether they are tasks or coroutines.
use ensure_future::gather;
use tokio::task::JoinHandle;

fn all(handles: Vec<JoinHandle<u8>>) {
    drop(gather(handles));
}

fn main() {}
