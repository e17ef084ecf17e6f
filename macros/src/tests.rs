//! Tests of expansions: they are as the pages show, and the item survives every error.

mod deep;
mod expansions;
mod groups;
mod messages;
mod names;
mod published;
mod rare;
mod signatures;
mod wide;

use proc_macro2::TokenStream;
use quote::quote;

use crate::expand::{accepts_awaitable, catching_panics};

fn tokens(code: &str) -> TokenStream {
    code.parse().unwrap()
}

#[test]
fn the_function_survives_every_error() {
    let function = tokens("pub fn found(task: Task<u8>) { body }");
    for options in [
        "unknown",
        "on",
        "on =",
        "crate = 1",
        "\"text\"",
        "on = a b",
        "= 1",
    ] {
        let expanded = accepts_awaitable(tokens(options), function.clone()).to_string();
        assert!(expanded.contains("pub fn found < TaskForm >"), "{expanded}");
        assert_eq!(expanded.matches("compile_error").count(), 1, "{expanded}");
    }

    for item in [
        "const fn found(task: Task<u8>) {}",
        "extern \"C\" fn found(task: Task<u8>) {}",
        "extern fn found(task: Task<u8>) {}",
        "fn found(number: u8) {}",
        "fn found(task: &Task<u8>) {}",
        "fn found(tasks: [&mut Task<u8>; 2]) {}",
        "fn found(task: *const Task<u8>) {}",
        "fn found(callback: Box<dyn Fn(Task<u8>)>) {}",
        "fn found(callback: fn() -> Task<u8>) {}",
        "fn found(#[awaitable(unknown)] task: Task<u8>) {}",
        "fn found(#[awaitable = \"skip\"] task: Task<u8>) {}",
        "fn found(#[awaitable] self, task: Task<u8>) {}",
        "struct found;",
        "impl found { fn method(&self, #[awaitable] job: &Task<u8>, #[awaitable(skip)] task: Task<u8>) {} }",
        "impl Trait for found {}",
        "fn found(task: Task<&u8>) {}",
        "fn found(task: Task<Cow<'_, str>>) {}",
        "fn found(task: Task<impl Display>) {}",
        "fn found(make: impl Fn(&u8) -> Task<u8>) {}",
        "fn found<F>(make: F) where for<'a> F: Fn(Name<'a>) -> Task<u8> {}",
        "fn found(make: impl for<'a> Fn(Name<'a>) -> Task<u8>) {}",
        "fn found(make: F) where F: Fn() -> Task<u8> {}",
        "impl found { fn method(&self, make: F) where F: Fn() -> Task<u8> {} }",
        "fn found(task: Task) {}",
        "fn found(task: Task<u8, u8>) {}",
        "fn found(task: std::thread::JoinHandle<u8>) {}",
        "trait found { fn method(&self); }",
        "mod found { fn function(#[awaitable] job: Job) {} }",
        "fn found(#[awaitable] futures: [impl Future<Output = ()>; 2]) {}",
        "fn found(#[awaitable] future: impl Future<Output = &'static str>) {}",
        "fn found(#[awaitable] future: impl Future<Output = (u8, u8)>) {}",
    ] {
        let expanded = accepts_awaitable(TokenStream::new(), tokens(item)).to_string();
        assert!(expanded.contains("found"), "{item} is lost: {expanded}");
        assert!(!expanded.contains("# [awaitable"), "{expanded}");
        assert_eq!(expanded.matches("compile_error").count(), 1, "{expanded}");
    }
}

#[test]
fn a_refused_parameter_leaves_the_others_coerced() {
    let function = tokens("fn found(first: &Task<u8>, second: Task<u8>) {}");
    let expanded = accepts_awaitable(TokenStream::new(), function).to_string();
    assert!(expanded.contains("first : & Task < u8 >"), "{expanded}");
    assert!(expanded.contains("second : impl"), "{expanded}");
}

#[test]
fn a_body_is_kept_token_by_token() {
    let function = tokens("fn found(task: Task<u8>) { let half = ; match { 1 } }");
    let expanded = accepts_awaitable(TokenStream::new(), function).to_string();
    let body = "(task : Task < u8 >) { let half = ; match { 1 } }";
    assert!(expanded.contains(body), "{expanded}");
}

#[test]
fn a_panic_of_the_macro_is_an_error_beside_the_item() {
    let item = tokens("fn found(#[awaitable] job: Job) {}");
    let expanded = catching_panics(item, |_| panic!("a bug")).to_string();
    assert!(
        expanded.starts_with("fn found (job : Job) { }"),
        "{expanded}"
    );
    assert_eq!(expanded.matches("compile_error").count(), 1, "{expanded}");
    assert!(expanded.contains("please report it"), "{expanded}");
}

#[test]
fn attributes_inside_a_body_are_those_of_the_function() {
    let function = "fn found(&self, task: Task<u8>) { #![allow(unused)] //! text\n 1 }";
    for item in [function.to_owned(), format!("impl Found {{ {function} }}")] {
        let expanded = accepts_awaitable(TokenStream::new(), tokens(&item)).to_string();
        let found = "# [allow (unused)] # [doc = \" text\"]";
        assert!(expanded.contains(found), "{expanded}");
        assert!(!expanded.contains("#!"), "{expanded}");
    }
    let wrong = tokens("fn found(task: Task<u8>) { #![] 1 }");
    let expanded = accepts_awaitable(TokenStream::new(), wrong).to_string();
    assert!(expanded.contains("{ #! [] 1 }"), "{expanded}");
}

#[test]
fn what_another_attribute_is_to_find_stays_on_the_parameter() {
    let function = tokens("fn found(#[allow(unused)] #[helper] task: Task<u8>) {}");
    let expanded = accepts_awaitable(TokenStream::new(), function).to_string();
    assert!(expanded.contains("(# [helper] task : impl"), "{expanded}");
    assert!(
        expanded.contains("(# [allow (unused)] task : Task"),
        "{expanded}"
    );
}

#[test]
fn what_a_macro_on_a_trait_is_to_find_stays_in_the_trait() {
    let item = "trait Found { #[accepts_awaitable(as = call)] #[helper] #[must_use] #[doc = \" Text.\"] \
                fn method(&self, #[helper] task: Task<u8>, #[helper] other: u8); }";
    let expanded = accepts_awaitable(tokens("as = FoundExt"), tokens(item)).to_string();
    let own = "# [helper] # [must_use] # [doc = \" Text.\"] \
               fn method (& self , # [helper] task : Task < u8 > , # [helper] other : u8) ;";
    assert!(expanded.contains(own), "{expanded}");
    assert_eq!(expanded.matches("helper").count(), 3, "{expanded}");
    assert_eq!(expanded.matches("must_use").count(), 2, "{expanded}");
    assert_eq!(expanded.matches(" Text.").count(), 2, "{expanded}");
}

#[test]
fn what_a_parameter_is_documented_with_ends_the_functions_documentation() {
    let function =
        "fn found(/** A task. */ mut task: Task<u8>, #[doc = \" Another.\"] other: u8) {}";
    let section = r#"# [doc = ""] # [doc = " # Parameters"] # [doc = ""] "#;
    let expanded = accepts_awaitable(TokenStream::new(), tokens(function)).to_string();
    let own = r#"# [doc = " - `task`: A task."] # [doc = " - `other`: Another."]"#;
    assert!(expanded.contains(&format!("{section}{own}")), "{expanded}");
    assert_eq!(expanded.matches("doc =").count(), 5, "{expanded}");

    let documented = tokens(&format!("/// Does.\n{function}"));
    let expanded = accepts_awaitable(TokenStream::new(), documented).to_string();
    let accepted = "# [doc = \" - `task` (a future, a `Task` or a `JoinHandle`): A task.\"]";
    assert!(
        expanded.contains(&format!("{section}{accepted}")),
        "{expanded}"
    );
}

/// Otherwise, the lint `missing_docs` would not find the function.
#[test]
fn a_function_without_documentation_gets_none() {
    for function in [
        "fn found(task: Task<u8>) {}",
        "#[doc(hidden)] fn found(task: Task<u8>) {}",
        "#[cfg_attr(unix, doc = \"Text\")] fn found(task: Task<u8>) {}",
    ] {
        let expanded = accepts_awaitable(TokenStream::new(), tokens(function)).to_string();
        assert!(!expanded.contains("JoinHandle"), "{expanded}");
    }
    let elsewhere = tokens("#[doc = include_str!(\"found.md\")] fn found(task: Task<u8>) {}");
    let expanded = accepts_awaitable(TokenStream::new(), elsewhere).to_string();
    assert!(
        expanded.contains("a future, a `Task` or a `JoinHandle`"),
        "{expanded}"
    );
}

/// rustc and editors close open delimiters, and then expand an item that its author is still writing.
#[test]
fn an_unfinished_function_is_still_there_and_left_to_the_compiler_to_explain() {
    for item in [
        "fn found(task: Task<u8>) ->",
        "fn found(task: ) {}",
        "fn found(task: Task<u8>, other) {}",
        "fn found(task: Task<u8> other: u8) {}",
        "fn found(task: Task<u8>)",
        "fn found task: Task<u8> {}",
        "fn found<T(task: Task<T>) {}",
        "fn found(task: Task<u8> { task.cancel() })",
        "pub async fn found",
        "impl found { fn method(&self, #[awaitable] task: ) {} fn other(&self, task: Task<u8>) {} }",
        "impl found",
        "impl Trait for found",
    ] {
        let expanded = accepts_awaitable(TokenStream::new(), tokens(item)).to_string();
        assert!(expanded.contains("found"), "{expanded}");
        assert!(!expanded.contains("compile_error"), "{expanded}");
        assert!(!expanded.contains("# [awaitable"), "{expanded}");
    }
}

#[test]
fn an_unfinished_body_changes_nothing_around_it() {
    for body in [
        "task.",
        "let half =",
        "task.cancel() task",
        "if task",
        "match task",
        "fn",
    ] {
        let body = tokens(body);
        let expanded = accepts_awaitable(
            TokenStream::new(),
            quote!(pub fn found(task: Task<u8>) -> bool { #body }),
        );
        let expanded = expanded.to_string();
        assert!(expanded.contains("pub fn found < TaskForm >"), "{expanded}");
        assert!(
            expanded.contains(&format!("-> bool {{ {body} }}")),
            "{expanded}"
        );
    }
}

/// Generated names are of this crate's edition, in which `gen` is a keyword.
#[test]
fn a_name_that_may_be_a_keyword_is_raw() {
    let item = tokens("fn found(gen: u8, r#type: u8, task: Task<u8>) {}");
    let expanded = accepts_awaitable(TokenStream::new(), item).to_string();
    assert!(
        expanded.contains("__found_body (r#gen , r#type , "),
        "{expanded}"
    );
}

#[test]
fn beside_an_unfinished_method_the_others_are_rewritten() {
    let item = "impl found { fn half(&self, task: ) {} fn whole(&self, task: Task<u8>) {} }";
    let expanded = accepts_awaitable(TokenStream::new(), tokens(item)).to_string();
    assert!(
        expanded.contains("fn half (& self , task :) { }"),
        "{expanded}"
    );
    assert!(expanded.contains("fn whole < TaskForm >"), "{expanded}");

    let unfinished = tokens("trait found { fn half(&self, task) }");
    let expanded = accepts_awaitable(tokens("as = FoundExt"), unfinished).to_string();
    assert!(expanded.contains("trait found"), "{expanded}");
    assert!(expanded.contains("trait FoundExt"), "{expanded}");
    assert!(!expanded.contains("compile_error"), "{expanded}");
}

#[test]
fn a_future_where_rust_expects_a_trait_is_left_to_the_compiler_to_explain() {
    for item in [
        "fn found<F: Future>(#[awaitable] future: F, other: u8) where u8: F { body }",
        "fn found<F: Future, G: F>(#[awaitable] future: F, other: G) { body }",
        "fn found<F: Future + F>(#[awaitable] future: F) -> impl F { body }",
    ] {
        let expanded = accepts_awaitable(TokenStream::new(), tokens(item)).to_string();
        assert!(expanded.contains("fn found < F : "), "{expanded}");
        assert!(expanded.contains("IntoFuture"), "{expanded}");
        assert!(!expanded.contains("compile_error"), "{expanded}");
    }
}
