// One coroutine is passed where a collection is waited for.
use ensure_future::{ReturnWhen, wait};

fn main() {
    drop(wait(async { 1 }, ReturnWhen::AllCompleted));
}
