// worse: it compiles by hand, and no fix is named: an error that owns its text
async fn takes(work: impl Future<Output = Result<(), &'static str>>) -> bool {
    work.await.is_ok()
}

fn main() {
    tokio::spawn(async { takes(async { Ok(()) }).await });
}
