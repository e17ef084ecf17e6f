//! For any tokens, the attribute does not panic. If the item was Rust before, it is Rust afterwards, or there is an error;
//! otherwise it is handed back for rustc to explain.

#![no_main]

extern crate proc_macro;

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;

// A procedural macro's crate exports nothing else, so its modules are a part of this one.
#[path = "../../macros/src/expand/mod.rs"]
mod expand;

/// The words that the bytes stand for, so that many inputs resemble a function.
const WORDS: &[&str] = &[
    "fn",
    "async",
    "unsafe",
    "const",
    "extern",
    "\"C\"",
    "pub",
    "pub(crate)",
    "impl",
    "trait",
    "for",
    "where",
    "dyn",
    "struct",
    "type",
    "let",
    "self",
    "Self",
    "&self",
    "mut self",
    "self: Arc<Self>",
    "task",
    "other",
    "f",
    "T",
    "'a",
    "'_",
    "'static",
    "Task<u8>",
    "Task<T>",
    "Task",
    "JoinHandle<u8>",
    "LocalTask<&u8>",
    "Vec<Task<u8>>",
    "u8",
    "Job",
    "Option",
    "Fn",
    "FnMut",
    "FnOnce",
    "Iterator",
    "IntoIterator",
    "Stream",
    "Item",
    "Sized",
    "use",
    "mut",
    "ref",
    "_",
    "..",
    "<",
    ">",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    "::",
    "->",
    "=",
    "+",
    "&",
    "#",
    "!",
    "@",
    ".",
    "1",
    "#[awaitable]",
    "#[awaitable(skip)]",
    "#[awaitable(join)]",
    "impl Future<Output = T>",
    "impl Future<Output = Result<T, u8>> + Send",
    "impl IntoIterator<Item = impl Future>",
    "<F: Future>",
    "-> Timeout<F>",
    "#[accepts_awaitable]",
    "#[accepts_awaitable(as = call)]",
    "#[cfg(unix)]",
    "#[cfg_attr(unix, inline)]",
    "#[instrument]",
    "#[async_trait]",
    "#[expect(unused)]",
    "#[doc = \"text\"]",
    "#![allow(unused)]",
    "#[deprecated]",
    "Task<&'a T>",
    "fn f(task: Task<u8>) {}",
    "fn f(&self, task: Task<T>);",
    "(task: Task<u8>)",
    "(&self, (a, _): (Task<u8>, u8))",
    "impl Fn(u8) -> Task<u8>",
    "impl Iterator<Item = Task<u8>>",
    "-> impl Sized + use<'a, T>",
    "-> &str",
    "for<'a>",
    "impl Holder {",
    "impl<T> Tr for Holder<T> {",
    "trait Tr: Sized {",
    "<T: Clone, const N: usize>",
    "where T: Clone",
    "where F: FnMut() -> Task<u8>",
    "<F: Fn() -> Vec<Task<u8>>>",
    "F",
];

/// The options that go before the item.
const OPTIONS: &[&str] = &[
    "",
    "",
    "",
    "boxed",
    "on = self.handle",
    "on = task",
    "crate = path::to",
    "as = Ext",
    "as = f",
    "method",
    "boxed, boxed",
    "on",
    "=",
];

fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else {
        return;
    };
    let options = OPTIONS[usize::from(first) % OPTIONS.len()];
    let item = if first < 128 {
        let words = rest
            .iter()
            .map(|byte| WORDS[usize::from(*byte) % WORDS.len()]);
        words.collect::<Vec<_>>().join(" ")
    } else {
        String::from_utf8_lossy(rest).into_owned()
    };
    let (Ok(options), Ok(item)) = (options.parse(), item.parse::<TokenStream>()) else {
        return; // not even tokens
    };
    let expanded = expand::accepts_awaitable(options, item.clone());
    let reports = |tokens: &TokenStream| tokens.to_string().contains("please report it");
    // The fuzzer may find these words in the binary, and write them itself.
    let is_panic = reports(&expanded) && !reports(&item);
    assert!(!is_panic, "the attribute panicked on {item}");
    if is_rust(item) {
        let text = expanded.to_string();
        assert!(
            is_rust(expanded) || text.contains("compile_error !"),
            "{text}"
        );
    }
});

fn is_rust(tokens: TokenStream) -> bool {
    syn::parse2::<syn::File>(tokens).is_ok()
}
