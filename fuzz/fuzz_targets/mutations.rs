//! The attribute on items of this repository's own tests, whose tokens are deleted, doubled, wrapped and exchanged.

#![no_main]

use std::sync::LazyLock;

use ensure_future_fuzz::{check, corpus, mutate::Mutation, words};
use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;

static ITEMS: LazyLock<Vec<String>> = LazyLock::new(corpus::items);

fuzz_target!(|data: &[u8]| {
    let [options, first, second, mutations @ ..] = data else {
        return;
    };
    let options = words::OPTIONS[usize::from(*options) % words::OPTIONS.len()];
    let index = usize::from(u16::from_le_bytes([*first, *second]));
    let parse = |index: usize| -> TokenStream { ITEMS[index % ITEMS.len()].parse().unwrap() };
    let mut item = parse(index);
    for bytes in mutations.chunks_exact(6) {
        let other = usize::from(bytes[5]) * 7 + index; // of the same file, or of the next
        item = Mutation::of(bytes).apply(item, &parse(other));
    }
    check(options.parse().unwrap(), item);
});
