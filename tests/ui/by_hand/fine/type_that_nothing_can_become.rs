// refused: the message names the fixes
use std::collections::VecDeque;

fn count(tasks: VecDeque<impl Future<Output = u8> + Send + 'static>) -> usize {
    tasks.into_iter().map(tokio::spawn).count()
}

fn main() {
    drop(async { count(VecDeque::from([async { 1 }])) });
}
