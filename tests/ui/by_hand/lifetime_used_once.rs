// worse: rustc has no fix to propose, for a generated parameter follows
#![deny(single_use_lifetimes)]

fn cancel<'a>(task: impl Future<Output = u8> + Send + 'static, reason: &'a str) -> bool {
    tokio::spawn(task).abort();
    reason.is_empty()
}

fn main() {
    cancel(async { 1 }, "no reason");
}
