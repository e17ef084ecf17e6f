//! Where do the doc comments of parameters go? Rust allows none there, so they join the function's own.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, FnArg, Lit, Meta, Pat, parse_quote};

use crate::function::Function;

/// Moves each parameter's doc comment into a section at the end of the function's documentation.
pub(crate) fn move_to_function(function: &mut Function) {
    let mut list = Vec::new();
    for input in &mut function.signature.inputs {
        let (name, attributes) = match input {
            FnArg::Receiver(receiver) => (quote!(self), &mut receiver.attrs),
            FnArg::Typed(parameter) => (name(&parameter.pat), &mut parameter.attrs),
        };
        let text: Vec<String> = attributes.iter().filter_map(doc_text).collect();
        if !text.is_empty() {
            attributes.retain(|attribute| doc_text(attribute).is_none());
            list.push(format!("- `{name}`:{}", text.join("\n ")));
        }
    }
    if !list.is_empty() {
        let list = format!("\n# Parameters\n\n{}", list.join("\n"));
        function.attributes.push(parse_quote!(#[doc = #list]));
    }
}

/// What the page calls a parameter: without the `mut`, which is the body's own business.
fn name(pattern: &Pat) -> TokenStream {
    match pattern {
        Pat::Ident(pattern) => pattern.ident.to_token_stream(),
        pattern => pattern.to_token_stream(),
    }
}

fn doc_text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
