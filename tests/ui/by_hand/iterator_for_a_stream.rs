// same
use futures_core::Stream;

fn hint(tasks: impl Stream<Item: Future<Output = u32> + Send + 'static>) -> usize {
    tasks.size_hint().0
}

fn main() {
    hint([async { 1 }].into_iter());
}
