//! The positions of generated tokens. Compiler messages point at what the author wrote.

use proc_macro2::{Group, Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use syn::Error;

/// The spans of the first and of the last token.
pub(crate) fn ends(tokens: &dyn ToTokens) -> [Span; 2] {
    let mut tokens = tokens.to_token_stream().into_iter();
    let start = tokens
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let end = tokens.last().map_or(start, |token| token.span());
    [start, end]
}

/// Gives the first token the span `start` and all others the span `end`.
pub(crate) fn stretch(tokens: TokenStream, start: Span, end: Span) -> TokenStream {
    let mut moved = TokenStream::new();
    let mut span = start;
    for mut token in tokens {
        token.set_span(span);
        moved.append(token);
        span = end;
    }
    moved
}

/// A group with other tokens in it, at the same place.
pub(crate) fn refilled(group: &Group, tokens: TokenStream) -> Group {
    let mut refilled = Group::new(group.delimiter(), tokens);
    refilled.set_span(group.span());
    refilled
}

/// This name, as a variable that only generated code can use.
pub(crate) fn hygienic(mut name: Ident) -> Ident {
    name.set_span(Span::mixed_site().located_at(name.span()));
    name
}

/// The empty span after a token. rustc's suggestions replace the text at a span, and this span has none.
pub(crate) fn behind(token: Span) -> Span {
    if proc_macro::is_available() {
        #[allow(clippy::incompatible_msrv, unstable_name_collisions)] // see `BeforeRust188`
        let end = token.unwrap().end();
        end.into()
    } else {
        token
    }
}

/// The empty span in front of a token. In rustc's messages, a span that begins there covers the token, but an editor
/// does not show it for the token.
pub(crate) fn before(token: Span) -> Span {
    if proc_macro::is_available() {
        #[allow(clippy::incompatible_msrv, unstable_name_collisions)] // see `BeforeRust188`
        let start = token.unwrap().start();
        start.into()
    } else {
        token
    }
}

/// Since Rust 1.88, spans have inherent methods `start` and `end`, which take precedence over these.
#[allow(dead_code)]
trait BeforeRust188 {
    fn start(&self) -> Self;
    fn end(&self) -> Self;
}

impl BeforeRust188 for proc_macro::Span {
    fn start(&self) -> Self {
        *self
    }
    fn end(&self) -> Self {
        Self::mixed_site()
    }
}

/// An error about these tokens. It is compiled once, for tokens of every type.
pub(crate) fn error(tokens: &dyn ToTokens, message: &str) -> Error {
    Error::new_spanned(tokens, message)
}
