//! Where do generated tokens stand, for messages to point at what the author wrote?

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The spans of the first and of the last token.
pub(crate) fn ends(tokens: &impl ToTokens) -> [Span; 2] {
    let mut spans = tokens
        .to_token_stream()
        .into_iter()
        .map(|token| token.span());
    let start = spans.next().unwrap_or_else(Span::call_site);
    [start, spans.last().unwrap_or(start)]
}

/// Has the tokens stand where others do.
pub(crate) fn stretch(tokens: TokenStream, start: Span, end: Span) -> TokenStream {
    let mut span = start;
    let moved = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        span = end;
        token
    });
    moved.collect()
}

/// The empty place behind a token. rustc proposes to write something in the place of what stands there, and nothing of the
/// author's does.
pub(crate) fn behind(token: Span) -> Span {
    if proc_macro::is_available() {
        #[expect(clippy::incompatible_msrv)] // see below
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
