//! What does an author's `#[awaitable]` say of a parameter?

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::TokenStreamExt;
use syn::{Attribute, Meta, Result};

use crate::attributes;
use crate::place;

/// Splits the `#[awaitable]`s off, which rustc does not know.
pub(crate) fn take(attributes: &mut Vec<Attribute>) -> Vec<Attribute> {
    attributes::take(attributes, |attribute| {
        attribute.path().is_ident("awaitable")
    })
}

/// The tokens without any `#[awaitable]`, for an item that is no function or can't be parsed.
pub(crate) fn strip(item: TokenStream) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut tokens = item.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(hash)
                if hash.as_char() == '#' && tokens.peek().is_some_and(is_ours) =>
            {
                tokens.next();
            }
            // A group that needs no change stays the very same, for rustc knows then that it has explained it already.
            TokenTree::Group(group) if mentions_ours(group.stream()) => {
                let mut inside = Group::new(group.delimiter(), strip(group.stream()));
                inside.set_span(group.span());
                kept.append(inside);
            }
            token => kept.append(token),
        }
    }
    kept
}

fn mentions_ours(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| {
        is_ours(&token) || matches!(token, TokenTree::Group(group) if mentions_ours(group.stream()))
    })
}

fn is_ours(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let first = group.stream().into_iter().next();
    matches!(first, Some(TokenTree::Ident(word)) if word == "awaitable")
        && group.delimiter() == Delimiter::Bracket
}

/// What the author's `#[awaitable]` says of a parameter.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Choice {
    ByType,
    Coerce,
    Skip,
}

impl Choice {
    pub(crate) fn of(ours: &[Attribute]) -> Result<Self> {
        let attribute = match ours {
            [] => return Ok(Self::ByType),
            [attribute] => attribute,
            [_, second, ..] => {
                return Err(place::error(
                    second,
                    "`#[awaitable]` is given twice: keep one",
                ));
            }
        };
        match &attribute.meta {
            Meta::Path(_) => Ok(Self::Coerce),
            Meta::List(list) if list.tokens.to_string() == "skip" => Ok(Self::Skip),
            Meta::List(list) if !list.tokens.is_empty() => Err(place::error(
                &list.tokens,
                "the only word here is `skip`: `#[awaitable(skip)]`",
            )),
            meta => Err(place::error(
                meta,
                "write `#[awaitable]` to coerce the parameter, `#[awaitable(skip)]` to leave it as it is",
            )),
        }
    }
}
