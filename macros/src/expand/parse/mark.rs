//! The author's `#[awaitable]` on a parameter.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::TokenStreamExt;
use syn::{Attribute, Meta, Result};

use crate::expand::syntax::spans;

/// What the author's `#[awaitable]` says about a parameter.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Mark {
    /// No `#[awaitable]`: the type of the parameter decides.
    Absent,
    /// `#[awaitable]`: the argument is coerced.
    Coerce,
    /// `#[awaitable(join)]`: a future that is awaited in place, and whose output says how a task ended.
    Join,
    /// `#[awaitable(skip)]`: the argument stays as it is.
    Skip,
}

/// Whether an attribute is an `#[awaitable]`, which rustc does not know.
pub(crate) fn is_awaitable(attribute: &Attribute) -> bool {
    attribute.path().is_ident("awaitable")
}

impl Mark {
    /// The mark that a parameter's `#[awaitable]`s make.
    pub(crate) fn of(awaitables: &[Attribute]) -> Result<Self> {
        let attribute = match awaitables {
            [] => return Ok(Self::Absent),
            [attribute] => attribute,
            [_, second, ..] => {
                return Err(spans::error(
                    second,
                    "`#[awaitable]` is given twice: keep one",
                ));
            }
        };
        match &attribute.meta {
            Meta::Path(_) => Ok(Self::Coerce),
            Meta::List(list) if list.tokens.to_string() == "skip" => Ok(Self::Skip),
            Meta::List(list) if list.tokens.to_string() == "join" => Ok(Self::Join),
            Meta::List(list) if !list.tokens.is_empty() => Err(spans::error(
                &list.tokens,
                "expected `skip` or `join`, as in `#[awaitable(skip)]`",
            )),
            meta => Err(spans::error(
                meta,
                "write `#[awaitable]` to coerce the parameter, `#[awaitable(skip)]` to leave it as it is",
            )),
        }
    }
}

/// The tokens without any `#[awaitable]`, for an item that is not a function or can't be parsed.
pub(crate) fn without_awaitable(item: TokenStream) -> TokenStream {
    cleaned(item.clone()).unwrap_or(item)
}

/// Returns `None` if there is no `#[awaitable]`. Such a group stays unchanged, so rustc does not repeat its errors
/// about it.
fn cleaned(item: TokenStream) -> Option<TokenStream> {
    let mut kept = TokenStream::new();
    let mut is_cleaned = false;
    let mut tokens = item.into_iter().peekable();
    while let Some(mut token) = tokens.next() {
        let is_hash = matches!(&token, TokenTree::Punct(hash) if hash.as_char() == '#');
        if is_hash && tokens.next_if(is_brackets).is_some() {
            is_cleaned = true;
            continue;
        }
        if let TokenTree::Group(group) = &mut token {
            if let Some(inside) = cleaned(group.stream()) {
                *group = spans::refilled(group, inside);
                is_cleaned = true;
            }
        }
        kept.append(token);
    }
    is_cleaned.then_some(kept)
}

/// Whether a token is the `[awaitable ..]` of `#[awaitable ..]`.
fn is_brackets(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(word)) if word == "awaitable")
        && group.delimiter() == Delimiter::Bracket
}
