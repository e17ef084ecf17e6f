//! Where do generated tokens stand, for messages to point at what the author wrote?

use proc_macro2::{Span, TokenStream};
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

/// Makes the tokens stand where others do.
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

/// The empty place behind a token. rustc proposes to write something in the place of what stands there, and nothing of
/// the author's does.
pub(crate) fn behind(token: Span) -> Span {
    if proc_macro::is_available() {
        #[allow(clippy::incompatible_msrv, unstable_name_collisions)] // see below
        let end = token.unwrap().end();
        end.into()
    } else {
        token
    }
}

/// From Rust 1.88 on, a span has a method of that name itself, which takes precedence.
#[allow(dead_code)]
trait BeforeRust188 {
    fn end(&self) -> Self;
}

impl BeforeRust188 for proc_macro::Span {
    fn end(&self) -> Self {
        Self::mixed_site()
    }
}

/// An error about these tokens: compiled once, for all that has some.
pub(crate) fn error(tokens: &dyn ToTokens, message: &str) -> Error {
    Error::new_spanned(tokens, message)
}
