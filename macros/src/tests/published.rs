//! The public functions of popular crates, each expanded with a task or a future as an additional parameter.
//!
//! This is for the nightly check, since it may have to download the crates:
//! `cargo test -p ensure-future-macros --lib -- --ignored published`. The refusals are in `published/refusals.txt`;
//! `UPDATE=1` writes that file.

mod sources;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{File, FnArg, ImplItem, LitStr, Signature, TraitItem, parse_quote};

use self::sources::Function;
use crate::expand::accepts_awaitable;

const CRATES: [(&str, &str); 6] = [
    ("axum", "0.8.9"),
    ("futures-util", "0.3.34"),
    ("hyper", "1.12.0"),
    ("reqwest", "0.13.5"),
    ("tokio", "1.54.1"),
    ("tower", "0.5.3"),
];

/// The parameters that are added to each function.
const ADDED: [&str; 2] = [
    "added: Task<u8>",
    "#[awaitable] added: impl Future<Output = Result<u8, JoinError>> + Send",
];

#[test]
#[ignore = "it may download crates"]
fn every_published_signature_is_rewritten_or_refused() {
    let mut counts = String::new();
    let mut refusals: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (name, version) in CRATES {
        let functions = sources::functions(name, version);
        let (mut items, mut refused) = (0, 0);
        for function in &functions {
            for (options, item) in ADDED.into_iter().flat_map(|added| function.with(added)) {
                items += 1;
                if let Some(message) = refusal(options, &item, function) {
                    refused += 1;
                    let signature = function.signature().to_token_stream();
                    let example = || (0, format!("{name}: {signature}"));
                    refusals.entry(message).or_insert_with(example).0 += 1;
                }
            }
        }
        let functions = functions.len();
        let line =
            format!("{name} {version}: {functions} functions in {items} items, {refused} refused");
        writeln!(counts, "{line}").unwrap();
    }
    for (message, (count, example)) in refusals {
        write!(counts, "\n{count} times: {message}\n    {example}\n").unwrap();
    }
    print!("{counts}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/published/refusals.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, counts).unwrap();
    } else {
        assert_eq!(counts, fs::read_to_string(path).unwrap());
    }
}

/// Why an item is not rewritten. For a rewritten item, checks that the result is Rust and has the function's body.
fn refusal(options: TokenStream, item: &TokenStream, function: &Function) -> Option<String> {
    let expanded = accepts_awaitable(options, item.clone());
    if let Some(message) = message(expanded.clone()) {
        assert!(!message.contains("please report it"), "{item}");
        return Some(message);
    }
    let is_item = syn::parse2::<File>(expanded.clone()).is_ok();
    let is_member = || syn::parse2::<File>(quote!(trait Around { #expanded })).is_ok();
    assert!(is_item || is_member(), "{item} becomes {expanded}");
    let text = expanded.to_string();
    assert!(
        text.contains(&function.statements()),
        "{item} becomes {expanded}"
    );
    let is_rewritten = text.contains("AddedForm");
    (!is_rewritten).then(|| "left as it is, without a message".to_owned())
}

/// The text in a `compile_error!`.
fn message(tokens: TokenStream) -> Option<String> {
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "compile_error" => {
                let TokenTree::Group(text) = tokens.nth(1)? else {
                    return None;
                };
                return Some(syn::parse2::<LitStr>(text.stream()).ok()?.value());
            }
            TokenTree::Group(group) => {
                let inside = message(group.stream());
                if inside.is_some() {
                    return inside;
                }
            }
            _ => {}
        }
    }
    None
}

impl Function {
    fn signature(&self) -> &Signature {
        match self {
            Self::Free(function) => &function.sig,
            Self::Of(_, method) => &method.sig,
            Self::OfTrait(_, method) => &method.sig,
        }
    }

    fn statements(&self) -> String {
        let block = match self {
            Self::Free(function) => Some(&*function.block),
            Self::Of(_, method) => Some(&method.block),
            Self::OfTrait(_, method) => method.default.as_ref(),
        };
        let statements = block.into_iter().flat_map(|block| &block.stmts);
        let statements: TokenStream = statements.map(ToTokens::to_token_stream).collect();
        statements.to_string()
    }

    /// The function with one more parameter, by itself and in its `impl` or `trait`, each with options.
    fn with(&self, added: &str) -> Vec<(TokenStream, TokenStream)> {
        let added: FnArg = syn::parse_str(added).unwrap();
        let none = TokenStream::new;
        match self.clone() {
            Self::Free(mut function) => {
                function.sig.inputs.push(added);
                vec![(none(), function.into_token_stream())]
            }
            Self::Of(mut block, mut method) => {
                method.sig.inputs.push(added);
                let by_itself = method.to_token_stream();
                block.items.push(ImplItem::Fn(method));
                vec![(none(), by_itself), (none(), block.into_token_stream())]
            }
            Self::OfTrait(mut block, mut method) => {
                method.sig.inputs.push(added);
                let by_itself = method.to_token_stream();
                method
                    .attrs
                    .push(parse_quote!(#[accepts_awaitable(as = callers_method)]));
                block.items.push(TraitItem::Fn(method));
                let options = quote!(as = CallersTrait, boxed);
                vec![(none(), by_itself), (options, block.into_token_stream())]
            }
        }
    }
}
