//! Paths into the runtime crate.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Type;

use crate::expand::parse::Options;
use crate::expand::syntax::spans;

/// The path of the runtime crate. Without the option `crate`, the path has the attribute's span: if the crate is
/// missing, rustc reports it once, at the attribute.
pub(crate) fn root(options: &Options, span: Span) -> TokenStream {
    if let Some(path) = &options.path {
        return path.clone();
    }
    let name = Ident::new("ensure_future", Span::call_site());
    quote_spanned!(span=> ::#name)
}

/// The span of the first name after the path. If the author's path leads to another crate, rustc reports the missing
/// name at the end of that path.
fn behind_root(options: &Options, span: Span) -> Span {
    // Only the location is the author's. With the author's hygiene, a lint would propose a shorter path for imported
    // names.
    let end = |path: &TokenStream| Span::mixed_site().located_at(spans::ends(path)[1]);
    options.path.as_ref().map_or(span, end)
}

/// An exported item.
pub(crate) fn item(options: &Options, name: &str, span: Span) -> TokenStream {
    let root = root(options, span);
    let name = Ident::new(name, behind_root(options, span));
    quote_spanned!(span=> #root::#name)
}

/// An exported trait at the beginning of a bound.
pub(crate) fn bound(options: &Options, name: &str, span: Span) -> TokenStream {
    let path = item(options, name, span);
    // The tokens of the author's path are in the attribute. With `for<>`, the bound begins at `span` instead.
    let begin = options.path.is_some().then(|| quote_spanned!(span=> for<>));
    quote_spanned!(span=> #begin #path)
}

/// A method of an exported trait with two generic parameters. The first parameter may be given.
pub(crate) fn method(
    options: &Options,
    (of, name): (&str, &str),
    first: Option<&Type>,
    span: Span,
) -> TokenStream {
    let of = item(options, of, span);
    let name = Ident::new(name, span);
    if options.path.is_none() && first.is_none() {
        return quote_spanned!(span=> #of::#name);
    }
    // With the author's path, the same words as in the signature: rustc reports a mistake in them only once.
    let first = first.map_or_else(|| quote_spanned!(span=> _), ToTokens::to_token_stream);
    quote_spanned!(span=> <_ as #of<#first, _>>::#name)
}

/// An item that is only for generated code.
pub(crate) fn private(options: &Options, name: &str, span: Span) -> TokenStream {
    let root = root(options, span);
    let private = Ident::new("__private", behind_root(options, span));
    let name = Ident::new(name, span);
    quote_spanned!(span=> #root::#private::#name)
}
