// refused: the message names the fixes
fn last<F: Future<Output = u8> + Send + 'static>(
    tasks: impl DoubleEndedIterator<Item = F> + ExactSizeIterator<Item = F>,
) -> usize {
    tasks.map(tokio::spawn).rev().len()
}

fn main() {
    last(Vec::<std::future::Ready<u8>>::new().into_iter());
}
