//! Whatever the tokens are, the attribute does not panic; and what was Rust before is Rust afterwards, beside an error
//! or not. What was not is handed back, for rustc to explain.

#![no_main]

extern crate proc_macro;

use libfuzzer_sys::fuzz_target;
use proc_macro2::TokenStream;

// A procedural macro's crate exports nothing else, so its modules are a part of this one.
#[path = "../../macros/src/accepted.rs"]
mod accepted;
#[path = "../../macros/src/anonymous.rs"]
mod anonymous;
#[path = "../../macros/src/attributes.rs"]
mod attributes;
#[path = "../../macros/src/body.rs"]
mod body;
#[path = "../../macros/src/choice.rs"]
mod choice;
#[path = "../../macros/src/code.rs"]
mod code;
#[path = "../../macros/src/coercion.rs"]
mod coercion;
#[path = "../../macros/src/documentation.rs"]
mod documentation;
#[path = "../../macros/src/drawn.rs"]
mod drawn;
#[path = "../../macros/src/expand.rs"]
mod expand;
#[path = "../../macros/src/expansion.rs"]
mod expansion;
#[path = "../../macros/src/extension.rs"]
mod extension;
#[path = "../../macros/src/first_poll.rs"]
mod first_poll;
#[path = "../../macros/src/function.rs"]
mod function;
#[path = "../../macros/src/implementation.rs"]
mod implementation;
#[path = "../../macros/src/implied.rs"]
mod implied;
#[path = "../../macros/src/invalid.rs"]
mod invalid;
#[path = "../../macros/src/item.rs"]
mod item;
#[path = "../../macros/src/lifetimes.rs"]
mod lifetimes;
#[path = "../../macros/src/lints.rs"]
mod lints;
#[path = "../../macros/src/local_trait.rs"]
mod local_trait;
#[path = "../../macros/src/mention.rs"]
mod mention;
#[path = "../../macros/src/method.rs"]
mod method;
#[path = "../../macros/src/names.rs"]
mod names;
#[path = "../../macros/src/options.rs"]
mod options;
#[path = "../../macros/src/outline.rs"]
mod outline;
#[path = "../../macros/src/parameter.rs"]
mod parameter;
#[path = "../../macros/src/pattern.rs"]
mod pattern;
#[path = "../../macros/src/place.rs"]
mod place;
#[path = "../../macros/src/refusal.rs"]
mod refusal;
#[path = "../../macros/src/shape.rs"]
mod shape;
#[path = "../../macros/src/signature.rs"]
mod signature;
#[path = "../../macros/src/sorted.rs"]
mod sorted;
#[path = "../../macros/src/source.rs"]
mod source;
#[path = "../../macros/src/task_type.rs"]
mod task_type;
#[path = "../../macros/src/walk.rs"]
mod walk;

/// What the bytes stand for, so that many of them are something like a function.
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
