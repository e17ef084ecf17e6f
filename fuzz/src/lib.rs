//! Checks of an expansion for any tokens.

extern crate proc_macro;

// A proc-macro crate can't export modules, so its modules are included here.
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

/// Expands the attribute with these options on this item, and checks the result.
///
/// The attribute must not panic. If the item was valid Rust, the result is valid Rust with the author's functions, or
/// there is an error. Otherwise, the item is returned, and rustc explains the mistake.
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

/// Checks that each function exists under its name, in the same order, and that its body occurs as often as before. If
/// a body stays in its function, it is below the statements that coerce.
fn check_functions(author: &File, expanded: &File) {
    let [author, all] = [author, expanded].map(Functions::of);
    let mut rest = all.heads.iter();
    for head in &author.heads {
        let (visibility, name) = (&head.visibility, &head.name);
        let is_there = rest.any(|other| other == head);
        assert!(
            is_there,
            "{visibility} {name} is not in {}",
            expanded.to_token_stream()
        );
    }
    // Generated code could contain the same few words.
    for body in author.bodies.iter().filter(|body| body.len() > 20) {
        let [before, after] = [&author, &all].map(|functions| {
            let bodies = functions.bodies.iter();
            bodies.filter(|other| other.ends_with(body)).count()
        });
        assert_eq!(
            before,
            after,
            "{body} is not so often in {}",
            expanded.to_token_stream()
        );
    }
}
