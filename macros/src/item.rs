//! What were we handed: a function, an `impl` or a `trait`? syn sees no body of a function, which is most of one.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Error, ItemImpl, ItemTrait, Result, Token, Visibility};

use crate::choice;
use crate::function::{Function, split_inner_attributes, starts_function};

pub(crate) enum Item {
    Function(Function),
    Impl(Block<ItemImpl>),
    Trait(Block<ItemTrait>),
    Other(Error),
}

impl Item {
    pub(crate) fn parse(tokens: TokenStream) -> Result<Self> {
        let tokens: Vec<TokenTree> = ungrouped(tokens).into_iter().collect();
        match keyword.parse2(without_braces(&tokens))? {
            Ok(Keyword::Fn) => Function::parse(tokens).map(Self::Function),
            Ok(Keyword::Impl) => Block::parse(tokens).map(Self::Impl),
            Ok(Keyword::Trait) => Block::parse(tokens).map(Self::Trait),
            Err(other) => Ok(Self::Other(other)),
        }
    }
}

/// The item without the invisible group that an `$item:item` comes in.
fn ungrouped(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => {
            ungrouped(group.stream())
        }
        _ => tokens,
    }
}

/// The tokens without the braces at their end.
fn without_braces(tokens: &[TokenTree]) -> TokenStream {
    let head = match tokens.split_last() {
        Some((TokenTree::Group(_), head)) => head,
        _ => tokens,
    };
    head.iter().cloned().collect()
}

enum Keyword {
    Fn,
    Impl,
    Trait,
}

fn keyword(input: ParseStream<'_>) -> Result<Result<Keyword>> {
    input.call(Attribute::parse_outer)?;
    input.parse::<Visibility>()?;
    let found = if starts_function(input) {
        Ok(Keyword::Fn)
    } else if input.peek(Token![impl]) || input.peek2(Token![impl]) {
        Ok(Keyword::Impl)
    } else if input.peek(Token![trait]) || input.peek2(Token![trait]) {
        Ok(Keyword::Trait)
    } else {
        Err(input.error(
            "`#[accepts_awaitable]` rewrites functions: put it on a `fn`, an `impl` or a `trait`",
        ))
    };
    input.parse::<TokenStream>()?;
    Ok(found)
}

/// An `impl` or a `trait`: what stands before its members, and these.
pub(crate) struct Block<Header> {
    /// All of the item but its members, inner attributes included.
    pub(crate) header: Header,
    pub(crate) members: Vec<Member>,
}

/// Only functions are looked into.
pub(crate) enum Member {
    Function(Box<Function>),
    /// A function that can't be parsed, as somebody is still writing it; rustc explains best what is missing.
    Unfinished(TokenStream),
    Other(TokenStream),
}

impl<Header: Parse> Block<Header> {
    fn parse(mut tokens: Vec<TokenTree>) -> Result<Self> {
        let mut members = TokenStream::new();
        if let Some(TokenTree::Group(braces)) = tokens.last_mut() {
            let (inner_attributes, rest) = split_inner_attributes(braces.stream());
            let mut emptied = Group::new(braces.delimiter(), inner_attributes);
            emptied.set_span(braces.span());
            *braces = emptied;
            members = rest;
        }
        Ok(Self {
            header: syn::parse2(tokens.into_iter().collect())?,
            members: split(members).iter().map(|tokens| member(tokens)).collect(),
        })
    }
}

/// Splits the members of a block from each other: each ends with `;` or with braces that are no generic argument.
fn split(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut members = Vec::new();
    let mut member = Vec::new();
    let mut angles = 0;
    for token in tokens {
        let ends = match &token {
            TokenTree::Punct(punct) => {
                let is_arrow = matches!(member.last(), Some(TokenTree::Punct(before)) if before.as_char() == '-');
                match punct.as_char() {
                    '<' => angles += 1,
                    '>' if !is_arrow => angles -= 1,
                    _ => {}
                }
                punct.as_char() == ';'
            }
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && angles == 0,
            _ => false,
        };
        member.push(token);
        if ends {
            members.push(std::mem::take(&mut member));
            angles = 0;
        }
    }
    members.push(member);
    members
}

fn member(tokens: &[TokenTree]) -> Member {
    let is_function = |input: ParseStream<'_>| {
        let is_function = input.call(Attribute::parse_outer).is_ok()
            && input.parse::<Visibility>().is_ok()
            && starts_function(input);
        input.parse::<TokenStream>()?;
        Ok(is_function)
    };
    let stream = || tokens.iter().cloned().collect();
    if !is_function.parse2(without_braces(tokens)).unwrap_or(false) {
        return Member::Other(stream());
    }
    match Function::parse(tokens.to_vec()) {
        Ok(function) => Member::Function(Box::new(function)),
        Err(_) => Member::Unfinished(choice::strip(stream())),
    }
}
