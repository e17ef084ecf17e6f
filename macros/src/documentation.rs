//! Where do the doc comments of parameters go? Rust allows none there, so they join the function's own.

use std::mem;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, FnArg, Lit, Meta, Pat, parse_quote};

use crate::function::Function;

/// Moves each parameter's doc comment into a section at the end of the function's documentation.
pub(crate) fn move_to_function(function: &mut Function) {
    let mut list = String::new();
    for input in function.signature.inputs.pairs_mut() {
        let (name, attributes) = match input.into_value() {
            FnArg::Receiver(receiver) => (quote!(self), &mut receiver.attrs),
            FnArg::Typed(parameter) => (name(&parameter.pat), &mut parameter.attrs),
        };
        let heading = format!("\n- `{name}`:");
        let mut before = heading.as_str();
        for attribute in mem::take(attributes) {
            if let Some(text) = doc_text(&attribute) {
                list += before;
                list += &text;
                before = "\n ";
            } else {
                attributes.push(attribute);
            }
        }
    }
    if !list.is_empty() {
        let section = format!("\n# Parameters\n{list}");
        function.attributes.push(parse_quote!(#[doc = #section]));
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
