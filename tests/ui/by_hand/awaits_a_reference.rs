// same
fn main() {
    drop(async {
        let task = tokio::spawn(async { 1 });
        drop((&task).await);
    });
}
