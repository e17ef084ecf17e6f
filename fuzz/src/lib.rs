//! What holds of the attribute for any tokens.

extern crate proc_macro;

// A procedural macro's crate exports nothing else, so its modules are a part of this one.
pub mod corpus;
#[path = "../../macros/src/expand/mod.rs"]
mod expand;
mod functions;
pub mod mutate;
pub mod words;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::File;

use self::functions::Functions;

/// Expands the attribute with these options on this item, and checks what comes out.
///
/// It does not panic. If the item was Rust before, it is Rust afterwards and still has the author's functions, or there is
/// an error; otherwise it is handed back for rustc to explain.
pub fn check(options: TokenStream, item: TokenStream) {
    let expanded = expand::accepts_awaitable(options, item.clone());
    let texts = [item.to_string(), expanded.to_string()];
    // The fuzzer may find these words in the binary, and write them itself.
    let says = |words: &str| {
        let [before, after] = texts.each_ref().map(|text| text.matches(words).count());
        after > before
    };
    assert!(
        !says("please report it"),
        "the attribute panicked on {item}"
    );
    let Ok(author) = syn::parse2::<File>(item) else {
        return;
    };
    if says("compile_error !") {
        return;
    }
    match syn::parse2::<File>(expanded) {
        Ok(expanded) => check_functions(&author, &expanded),
        Err(error) => panic!("{} becomes no Rust: {error}", texts[0]),
    }
}

/// Each function is there under its name, in the same order, and its body is there as often as before.
fn check_functions(author: &File, expanded: &File) {
    let functions = Functions::of(author);
    let texts = [author, expanded].map(|file| file.to_token_stream().to_string());
    let all = Functions::of(expanded).heads;
    let mut rest = all.iter();
    for head in &functions.heads {
        let (visibility, name) = (&head.visibility, &head.name);
        assert!(
            rest.any(|other| other == head),
            "{visibility} {name} is not in {}",
            texts[1]
        );
    }
    // Generated code could have the same few words.
    for body in functions.bodies.iter().filter(|body| body.len() > 20) {
        let [before, after] = texts.each_ref().map(|text| text.matches(body).count());
        assert_eq!(before, after, "{body} is not so often in {}", texts[1]);
    }
}
