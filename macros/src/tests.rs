//! What the pages show is what is generated, and a function survives whatever is wrong with it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::accepts_awaitable;

/// The first code block of the README that holds `text`.
fn readme_block(text: &str) -> &'static str {
    let mut blocks = include_str!("../../README.md").split("```");
    let block = blocks.find(|block| block.contains(text)).unwrap();
    block.split_once('\n').unwrap().1
}

fn tokens(code: &str) -> TokenStream {
    code.parse().unwrap()
}

#[test]
fn the_readme_shows_the_real_expansion() {
    let code = readme_block("pub struct Jobs");
    let (_, methods) = code.split_once("impl Jobs {").unwrap();
    let (method, _) = methods.split_once("\n}").unwrap();
    let method = method.replace("#[accepts_awaitable]", "");

    let expanded = accepts_awaitable(TokenStream::new(), tokens(&method));
    let shown = tokens(readme_block("__JobForm>"));
    // Tokens differ in what they know of the space behind them.
    let dense = |tokens: TokenStream| tokens.to_string().replace(' ', "");
    assert_eq!(dense(expanded), dense(shown));
}

#[test]
fn the_function_survives_every_error() {
    let broken_options = [
        quote!(unknown),
        quote!(on),
        quote!(on =),
        quote!(crate = 1),
        quote!("text"),
        quote!(on = a b),
        quote!(= 1),
    ];
    let function = quote!(
        pub fn found(task: Task<u8>) {
            body
        }
    );
    for options in broken_options {
        let expanded = accepts_awaitable(options, function.clone()).to_string();
        assert!(
            expanded.contains("pub fn found < __TaskForm >"),
            "{expanded}"
        );
        assert_eq!(expanded.matches("compile_error").count(), 1, "{expanded}");
    }

    let refused = [
        quote!(
            const fn found(task: Task<u8>) {}
        ),
        quote!(
            extern "C" fn found(task: Task<u8>) {}
        ),
        quote!(
            extern "C" fn found(task: Task<u8>) {}
        ),
        quote!(
            fn found(number: u8) {}
        ),
        quote!(
            fn found(task: &Task<u8>) {}
        ),
        quote!(
            fn found(tasks: [&mut Task<u8>; 2]) {}
        ),
        quote!(
            fn found(task: *const Task<u8>) {}
        ),
        quote!(
            fn found(callback: Box<dyn Fn(Task<u8>)>) {}
        ),
        quote!(
            fn found(callback: fn() -> Task<u8>) {}
        ),
        quote!(
            fn found(#[awaitable(unknown)] task: Task<u8>) {}
        ),
        quote!(
            fn found(#[awaitable = "skip"] task: Task<u8>) {}
        ),
        quote!(
            fn found(#[awaitable] self) {}
        ),
        quote!(fn found(task: Task<u8>) -> ),
        quote!(fn found(task: ) {}),
        quote!(
            struct found;
        ),
    ];
    for item in refused {
        let expanded = accepts_awaitable(TokenStream::new(), item.clone()).to_string();
        assert!(expanded.contains("found"), "{item} is lost: {expanded}");
        assert!(!expanded.contains("# [awaitable"), "{expanded}");
        assert_eq!(expanded.matches("compile_error").count(), 1, "{expanded}");
    }
}

#[test]
fn a_refused_parameter_leaves_the_others_coerced() {
    let function = quote!(
        fn found(first: &Task<u8>, second: Task<u8>) {}
    );
    let expanded = accepts_awaitable(TokenStream::new(), function).to_string();
    assert!(expanded.contains("first : & Task < u8 >"), "{expanded}");
    assert!(expanded.contains("second : impl"), "{expanded}");
}

#[test]
fn a_body_is_kept_token_by_token() {
    let body = quote!({ #![allow(unused)] let half = ; match { 1 } });
    let function = quote!(fn found(task: Task<u8>) #body);
    let expanded = accepts_awaitable(TokenStream::new(), function).to_string();
    assert!(
        expanded.contains("{ # ! [allow (unused)] let task"),
        "{expanded}"
    );
    assert!(
        expanded.ends_with("let half = ; match { 1 } }"),
        "{expanded}"
    );
}
