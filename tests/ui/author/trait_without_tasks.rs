// No method of the trait takes a task.
use ensure_future::accepts_awaitable;

#[accepts_awaitable(as = CounterExt)]
trait Counter {
    fn count(&self) -> usize;
}

impl Counter for () {
    fn count(&self) -> usize {
        0
    }
}

fn main() {
    ().count();
}
