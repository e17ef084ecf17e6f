//! The attribute with any options, on some items.

#![no_main]

use ensure_future_fuzz::{check, words};
use libfuzzer_sys::fuzz_target;

/// `OPTIONS` is replaced by the options, too.
const ITEMS: &[&str] = &[
    "pub fn f(task: Task<u8>, other: u8) -> u8 { let found = task.cancel(); other + 1 }",
    "async fn f(&mut self, (task, _): (Task<u8>, Task<u8>), mut other: u8) { let found = task.await; drop(other); }",
    "fn f(make: impl FnMut(u8) -> Task<u8>, tasks: Vec<Task<u8>>) { let found = make(1).cancel(); }",
    "fn f(#[awaitable] task: impl Future<Output = Result<(), E>>) { let found = task.await.is_ok(); }",
    "impl Holder { #[accepts_awaitable(OPTIONS)] pub fn f(&self, task: Task<u8>) { let found = task.cancel(); } }",
    "impl Tr for Holder { fn f(mut self, task: Task<u8>, other: u8) { let found = task.cancel(); } }",
    "trait Tr { #[accepts_awaitable(as = call)] fn f(&self, task: Task<u8>) { let found = task.cancel(); } }",
    "trait Tr { #[accepts_awaitable(OPTIONS)] async fn f(&self, task: Task<u8>); }",
    "#[accepts_awaitable(OPTIONS)] fn f(task: Task<u8>) { let found = task.cancel(); }",
    "struct Holder;",
];

fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else {
        return;
    };
    let options = words::text(first, rest, words::OPTION);
    let item = ITEMS[usize::from(first) % ITEMS.len()].replace("OPTIONS", &options);
    if let (Ok(options), Ok(item)) = (options.parse(), item.parse()) {
        check(options, item); // otherwise the options are not even tokens
    }
});
