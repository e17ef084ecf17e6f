//! The attribute on any tokens, with some options.

#![no_main]

use ensure_future_fuzz::{check, words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else {
        return;
    };
    let options = words::OPTIONS[usize::from(first) % words::OPTIONS.len()];
    let item = words::text(first, rest, words::ITEM);
    if let (Ok(options), Ok(item)) = (options.parse(), item.parse()) {
        check(options, item); // otherwise the input is not even tokens
    }
});
