//! The doc comments of parameters. Rust allows none there, so they join the function's own.

use quote::{ToTokens, quote};
use syn::{Attribute, Expr, ExprLit, FnArg, Lit, Meta, Signature, parse_quote};

use crate::expand::syntax::patterns;

/// A section with the doc comments of all parameters, for the end of the function's documentation.
pub(crate) fn of_parameters(signature: &Signature) -> Option<Attribute> {
    let mut list = String::new();
    for input in &signature.inputs {
        let (name, attributes) = match input {
            FnArg::Receiver(receiver) => (quote!(self), &receiver.attrs),
            FnArg::Typed(input) => {
                // Without a `mut`, which is of no interest to callers.
                let name = patterns::name(&input.pat).map(ToTokens::to_token_stream);
                (
                    name.unwrap_or_else(|| input.pat.to_token_stream()),
                    &input.attrs,
                )
            }
        };
        let heading = format!("\n- `{name}`:");
        let mut before = heading.as_str();
        for text in attributes.iter().filter_map(text) {
            list += before;
            list += &text;
            before = "\n ";
        }
    }
    (!list.is_empty()).then(|| {
        let section = format!("\n# Parameters\n{list}");
        parse_quote!(#[doc = #section])
    })
}

/// The text of a doc comment.
pub(crate) fn text(attribute: &Attribute) -> Option<String> {
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
