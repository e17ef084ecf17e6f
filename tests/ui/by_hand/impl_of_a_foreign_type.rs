// worse: it is said once more, of the body
impl Vec<u8> {
    fn fill(&mut self, task: impl Future<Output = u8> + Send + 'static) {
        tokio::spawn(task).abort();
    }
}

fn main() {}
