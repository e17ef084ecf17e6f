//! The mistakes in `tests/ui/author/`, expanded without rustc: the messages are those of ours that rustc shows.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, LitStr, Meta};

use super::tokens;
use crate::expand::accepts_awaitable;

/// Files whose errors depend on the compiler.
const LEFT_OUT: [&str; 4] = [
    // Another macro copies the attribute.
    "automock_above_a_trait",
    "automock_on_a_trait_of_annotated_methods",
    // The attribute has another name there, or is on a condition.
    "awaitable_parameter",
    // The attribute looks for the equals sign in the source text.
    "option_after_an_equals_sign",
];

/// The beginnings of errors of rustc and of other macros that look like ours.
const OF_OTHERS: [&str; 5] = [
    "`#[axum_macros::debug_handler]` doesn't support generic functions",
    "associated function in `impl` without body",
    "cannot find attribute",
    "free function without a body",
    "key-value macro attributes are not supported",
];

#[test]
fn an_authors_mistake_gives_the_messages_that_the_compiler_shows() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/author");
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        if path.extension().is_some_and(|extension| extension == "rs") && !LEFT_OUT.contains(&name)
        {
            let code = fs::read_to_string(&path).unwrap();
            let shown = fs::read_to_string(path.with_extension("stderr")).unwrap();
            compare(name, errors(tokens(&code)), shown.split("\n\n").collect());
        }
    }
}

/// Compares the messages of a file with the errors that rustc shows, which include its own.
fn compare(file: &str, given: Vec<String>, mut shown: Vec<&str>) {
    for message in given {
        let first = format!("error: {message}");
        let index = shown
            .iter()
            .position(|error| error.lines().next() == Some(&first));
        let index = index.unwrap_or_else(|| panic!("{file}: not shown: {message}"));
        shown.remove(index);
    }
    let missing = shown.into_iter().find(|error| is_ours(error));
    assert_eq!(missing, None, "{file}");
}

/// Whether an error is ours: below its first line, it has only code and the marks below the code.
fn is_ours(error: &str) -> bool {
    let mut lines = error.trim_matches('\n').lines();
    let Some(message) = lines.next().and_then(|line| line.strip_prefix("error: ")) else {
        return false;
    };
    lines.all(|line| is_code(line) || line.trim_matches([' ', '|', '^', '_', '/']).is_empty())
        && !OF_OTHERS.iter().any(|other| message.starts_with(other))
}

/// Whether a line is code, three dots in place of code, or `-->` with the file.
fn is_code(line: &str) -> bool {
    let first = line.trim_start().chars().next();
    matches!(first, Some('0'..='9' | '.' | '-'))
}

/// The messages of the errors in some items, which are expanded from the outside in, as rustc does it.
fn errors(items: TokenStream) -> Vec<String> {
    let mut errors = Vec::new();
    for item in split(items) {
        if let Some(message) = message(&item) {
            errors.push(message);
        } else if let Some((options, item)) = annotated(&item) {
            errors.extend(self::errors(accepts_awaitable(options, item)));
        } else {
            errors.extend(groups(&item).flat_map(self::errors));
        }
    }
    errors
}

/// Splits tokens behind each `;` and each pair of braces.
fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let items = tokens.split_inclusive(|token| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Ident(_) | TokenTree::Literal(_) => false,
    });
    items.map(<[TokenTree]>::to_vec).collect()
}

fn groups(tokens: &[TokenTree]) -> impl Iterator<Item = TokenStream> {
    tokens.iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    })
}

/// The text of a `compile_error!`.
fn message(item: &[TokenTree]) -> Option<String> {
    let is_error =
        |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "compile_error");
    let text = groups(item).last().filter(|_| item.iter().any(is_error))?;
    Some(syn::parse2::<LitStr>(text).unwrap().value())
}

/// The options of the first `#[accepts_awaitable]` on an item, and the item without it.
fn annotated(item: &[TokenTree]) -> Option<(TokenStream, TokenStream)> {
    let parts = |input: ParseStream<'_>| Ok((Attribute::parse_outer(input)?, input.parse()?));
    let (mut attributes, rest): (Vec<_>, TokenStream) =
        parts.parse2(item.iter().cloned().collect()).ok()?;
    let index = attributes.iter().position(|attribute| {
        let last = attribute.path().segments.last();
        last.is_some_and(|last| last.ident == "accepts_awaitable")
    })?;
    let options = match attributes.remove(index).meta {
        Meta::Path(_) => TokenStream::new(),
        Meta::List(list) => list.tokens,
        Meta::NameValue(meta) => meta.value.into_token_stream(),
    };
    Some((options, quote!(#(#attributes)* #rest)))
}
