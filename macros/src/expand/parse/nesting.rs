//! A limit for the nesting of signatures. syn parses them by recursion, which takes more of the stack for each level than
//! rustc's parser, and a stack overflow would end the compiler without a message.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::{Error, Result};

/// The limit allows a hundred nested generic arguments. For those, syn needs half of rustc's stack.
const LIMIT: usize = 512;
/// The weight of a token that begins another level of types. Any other token counts as 1: operators in an expression
/// nest too, but take less of the stack.
const LEVEL: usize = 4;

/// Refuses tokens that are nested too deeply to be parsed.
pub(crate) fn check(tokens: impl IntoIterator<Item = TokenTree>) -> Result<()> {
    let Some(place) = place_too_deep(tokens, 0) else {
        return Ok(());
    };
    let message = "this is nested too deeply for `#[accepts_awaitable]`: give a part of the type a name, such as `type \
                   Inner = ..`";
    Err(Error::new(place, message))
}

fn place_too_deep(tokens: impl IntoIterator<Item = TokenTree>, before: usize) -> Option<Span> {
    let mut nesting = before;
    // The nesting in each list in `<..>` that is still open.
    let mut lists = Vec::new();
    let mut is_arrow = false;
    for token in tokens {
        let (kind, inside) = match &token {
            TokenTree::Group(group) => ('(', group.stream()),
            TokenTree::Punct(punct) => (punct.as_char(), TokenStream::new()),
            TokenTree::Ident(_) | TokenTree::Literal(_) => ('a', TokenStream::new()),
        };
        match kind {
            // What follows is not inside of what precedes.
            ',' | ';' | '#' => nesting = *lists.last().unwrap_or(&before),
            '>' if !is_arrow => nesting = lists.pop().unwrap_or(nesting),
            '<' | '(' | '&' | '*' | '!' | '-' => nesting += LEVEL,
            _ => nesting += 1,
        }
        if kind == '<' {
            lists.push(nesting);
        }
        if nesting > LIMIT {
            return Some(token.span());
        }
        let place = place_too_deep(inside, nesting);
        if place.is_some() {
            return place;
        }
        is_arrow = kind == '-';
    }
    None
}
