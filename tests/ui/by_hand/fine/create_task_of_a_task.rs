// better: by hand a second task is spawned that waits for the first
fn main() {
    drop(async {
        let task = tokio::spawn(async { 1 });
        tokio::spawn(task);
    });
}
