//! The item that the attribute is on: a function, an `impl` or a `trait`.

use std::mem;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::parse::Parse;
use syn::{Error, Generics, ItemImpl, ItemTrait, Result};

use super::function::{Function, check_order, split_inner_attributes};
use super::mark::without_awaitable;
use super::nesting;
use crate::expand::syntax::spans;

/// The words that may precede the keyword of an item.
const QUALIFIERS: [&str; 8] = [
    "async", "auto", "const", "default", "extern", "pub", "safe", "unsafe",
];

pub(crate) struct Item {
    /// The whole item, as it was written.
    pub(crate) tokens: TokenStream,
    pub(crate) kind: ItemKind,
}

pub(crate) enum ItemKind {
    Function(Function),
    Impl(Block<ItemImpl>),
    Trait(Block<ItemTrait>),
    /// Another item, and why it is not rewritten.
    Other(Error),
}

impl Item {
    pub(crate) fn parse(tokens: TokenStream) -> Result<Self> {
        let tokens = ungrouped(tokens.into_iter().collect());
        Ok(Self {
            tokens: tokens.iter().cloned().collect(),
            kind: ItemKind::parse(tokens)?,
        })
    }
}

impl ItemKind {
    fn parse(tokens: Vec<TokenTree>) -> Result<Self> {
        if let Err(error) = check_nesting(&tokens) {
            return Ok(Self::Other(error));
        }
        match keyword(&tokens).as_str() {
            "fn" => Function::parse(tokens).map(Self::Function),
            "impl" => Block::parse(tokens, |block: &ItemImpl| &block.generics).map(Self::Impl),
            "trait" => Block::parse(tokens, |block: &ItemTrait| &block.generics).map(Self::Trait),
            _ => Ok(Self::Other(not_rewritten(&tokens))),
        }
    }
}

/// Checks all tokens but the last, which is the body of a function or has the members of a block in it.
fn check_nesting(tokens: &[TokenTree]) -> Result<()> {
    let head = tokens.split_last().map_or(&[][..], |(_, head)| head);
    nesting::check(head.iter().cloned())
}

/// The tokens without an invisible group at their end, such as that of a macro's `$item:item` or `$body:block`.
fn ungrouped(mut tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    while let Some(TokenTree::Group(group)) = tokens.last() {
        if group.delimiter() != Delimiter::None {
            break;
        }
        let inside = group.stream();
        tokens.pop();
        tokens.extend(inside);
    }
    tokens
}

/// The keyword of an item, such as `fn`.
fn keyword(tokens: &[TokenTree]) -> String {
    for token in tokens {
        // The words in attributes and in `pub(crate)` are inside groups.
        if let TokenTree::Ident(word) = token {
            let word = word.to_string();
            if !QUALIFIERS.contains(&word.as_str()) {
                return word;
            }
        }
    }
    String::new()
}

fn not_rewritten(tokens: &[TokenTree]) -> Error {
    let start = tokens.iter().find(|token| match token {
        TokenTree::Ident(word) => word != "pub",
        TokenTree::Punct(punct) => punct.as_char() != '#',
        TokenTree::Group(_) | TokenTree::Literal(_) => false,
    });
    Error::new(
        start.map_or_else(Span::call_site, TokenTree::span),
        "`#[accepts_awaitable]` rewrites functions: put it on a `fn`, an `impl` or a `trait`",
    )
}

/// An `impl` or a `trait`.
pub(crate) struct Block<Header> {
    /// The item without its members. Inner attributes are still there.
    pub(crate) header: Header,
    pub(crate) members: Vec<Member>,
}

pub(crate) enum Member {
    Function(Box<Function>),
    /// A function that can't be parsed, for example because its author is still writing it. rustc explains the mistake,
    /// or reports an error that follows from it.
    Unfinished(TokenStream),
    Other(TokenStream),
}

impl<Header: Parse> Block<Header> {
    fn parse(mut tokens: Vec<TokenTree>, generics: fn(&Header) -> &Generics) -> Result<Self> {
        let members = take_members(&mut tokens);
        let header = syn::parse2(tokens.into_iter().collect())?;
        check_order(generics(&header))?;
        Ok(Self { header, members })
    }
}

/// Takes the members out of a block.
fn take_members(block: &mut [TokenTree]) -> Vec<Member> {
    let Some(TokenTree::Group(braces)) = block.last_mut() else {
        return Vec::new();
    };
    let (inner_attributes, members) = split_inner_attributes(braces.stream());
    *braces = spans::refilled(braces, inner_attributes);
    split(members)
}

/// Splits the members of a block. Each ends with `;` or with braces. Braces between `<` and `>` are a generic argument.
fn split(tokens: TokenStream) -> Vec<Member> {
    let mut members = Vec::new();
    let mut current = Vec::new();
    let mut angles = 0;
    for token in tokens {
        let ends = match &token {
            TokenTree::Punct(punct) => {
                let is_arrow = matches!(current.last(), Some(TokenTree::Punct(before)) if before.as_char() == '-');
                match punct.as_char() {
                    '<' => angles += 1,
                    '>' if !is_arrow => angles -= 1,
                    _ => {}
                }
                punct.as_char() == ';'
            }
            TokenTree::Group(group) => angles == 0 && ends_with_braces(group),
            _ => false,
        };
        current.push(token);
        if ends {
            members.push(member(mem::take(&mut current)));
            angles = 0;
        }
    }
    members.push(member(current));
    members
}

/// Whether a group is braces, or the invisible group of a macro's `$item:item` or `$body:block`.
fn ends_with_braces(group: &Group) -> bool {
    match group.delimiter() {
        Delimiter::Brace => true,
        Delimiter::None => match group.stream().into_iter().last() {
            Some(TokenTree::Group(last)) => ends_with_braces(&last),
            Some(TokenTree::Punct(last)) => last.as_char() == ';',
            _ => false,
        },
        _ => false,
    }
}

fn member(tokens: Vec<TokenTree>) -> Member {
    let tokens = ungrouped(tokens);
    if keyword(&tokens) != "fn" {
        return Member::Other(tokens.into_iter().collect());
    }
    match check_nesting(&tokens).map(|()| Function::parse(tokens.clone())) {
        Ok(Ok(function)) => Member::Function(Box::new(function)),
        other => {
            let mut unchanged = without_awaitable(tokens.into_iter().collect());
            unchanged.extend(other.err().map(Error::into_compile_error));
            Member::Unfinished(unchanged)
        }
    }
}
