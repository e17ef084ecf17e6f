//! What were we handed: a function, an `impl` or a `trait`?

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::discouraged::Speculative;
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
        let tokens = ungrouped(tokens);
        match keyword.parse2(tokens.clone())? {
            Ok(Keyword::Fn) => syn::parse2(tokens).map(Self::Function),
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
    fn parse(tokens: TokenStream) -> Result<Self> {
        let mut header: Vec<TokenTree> = tokens.into_iter().collect();
        let members = match header.pop() {
            Some(TokenTree::Group(braces)) if braces.delimiter() == Delimiter::Brace => {
                let (inner_attributes, members) = split_inner_attributes(braces.stream());
                let mut emptied = Group::new(Delimiter::Brace, inner_attributes);
                emptied.set_span(braces.span());
                header.push(TokenTree::Group(emptied));
                members
            }
            last => {
                header.extend(last);
                TokenStream::new()
            }
        };
        Ok(Self {
            header: syn::parse2(header.into_iter().collect())?,
            members: members_of.parse2(members)?,
        })
    }
}

fn members_of(input: ParseStream<'_>) -> Result<Vec<Member>> {
    let mut members = Vec::new();
    while !input.is_empty() {
        members.push(member(input)?);
    }
    Ok(members)
}

fn member(input: ParseStream<'_>) -> Result<Member> {
    let ahead = input.fork();
    let is_function = ahead.call(Attribute::parse_outer).is_ok()
        && ahead.parse::<Visibility>().is_ok()
        && starts_function(&ahead);
    if !is_function {
        return other(input).map(Member::Other);
    }
    let function = input.fork();
    if let Ok(parsed) = function.parse() {
        input.advance_to(&function);
        return Ok(Member::Function(Box::new(parsed)));
    }
    other(input).map(|tokens| Member::Unfinished(choice::strip(tokens)))
}

/// The tokens up to a `;` or a `{ .. }`.
fn other(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() {
        let token: TokenTree = input.parse()?;
        let ends = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            _ => false,
        };
        token.to_tokens(&mut tokens);
        if ends {
            break;
        }
    }
    Ok(tokens)
}
