//! What were we handed? Attributes, visibility and signature are parsed; the body stays tokens.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Error, Result, Signature, Token, Visibility};

/// The words with which an item may begin.
const ITEMS: [&str; 12] = [
    "async",
    "const",
    "enum",
    "extern",
    "fn",
    "impl",
    "macro_rules",
    "mod",
    "static",
    "struct",
    "type",
    "use",
];

pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    visibility: Visibility,
    pub(crate) signature: Signature,
    body: Body,
}

enum Body {
    Block(Group),
    /// A method that a trait only declares.
    Absent(Token![;]),
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        if !starts_function(input) {
            return Err(not_a_function(input));
        }
        Ok(Self {
            attributes,
            visibility,
            signature: input.parse()?,
            body: input.parse()?,
        })
    }
}

impl Parse for Body {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(Token![;]) {
            return input.parse().map(Self::Absent);
        }
        let token = input.parse()?;
        block(&token)
            .map(Self::Block)
            .ok_or_else(|| Error::new(token.span(), "expected the function's body"))
    }
}

/// The braces and what they hold, without the invisible group that a `$body:block` comes in.
fn block(token: &TokenTree) -> Option<Group> {
    match token {
        TokenTree::Group(group) => match group.delimiter() {
            Delimiter::Brace => Some(group.clone()),
            Delimiter::None => group.stream().into_iter().next().as_ref().and_then(block),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the next tokens are `fn` or the keywords that may stand before it.
fn starts_function(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    while !ahead.peek(Token![fn]) {
        let qualifier = ahead.peek(Token![const])
            || ahead.peek(Token![async])
            || ahead.peek(Token![unsafe])
            || ahead.peek(Token![extern])
            || ahead.peek(syn::LitStr);
        if !qualifier || ahead.parse::<TokenTree>().is_err() {
            return false;
        }
    }
    true
}

fn not_a_function(input: ParseStream<'_>) -> Error {
    input.error(
        "`#[accepts_awaitable]` rewrites a function: put it on a `fn`, or on each method of the `impl` or `trait` that takes a task",
    )
}

impl Function {
    pub(crate) fn has_body(&self) -> bool {
        matches!(self.body, Body::Block(_))
    }

    /// Whether the body's first statement is an item.
    pub(crate) fn begins_with_item(&self) -> bool {
        let Body::Block(block) = &self.body else {
            return false;
        };
        let (_, body) = split_inner_attributes(block.stream());
        let first_word = body.into_iter().find_map(|token| match token {
            TokenTree::Ident(word) => Some(word),
            _ => None,
        });
        first_word.is_some_and(|word| ITEMS.iter().any(|item| word == item))
    }

    /// Puts statements at the top of the body, behind its inner attributes, which must stay first.
    pub(crate) fn prepend(&mut self, statements: TokenStream) {
        if let Body::Block(block) = &mut self.body {
            let (inner_attributes, rest) = split_inner_attributes(block.stream());
            let mut stream = inner_attributes;
            stream.extend(statements);
            stream.extend(rest);

            let mut rewritten = Group::new(block.delimiter(), stream);
            rewritten.set_span(block.span());
            *block = rewritten;
        }
    }
}

fn split_inner_attributes(body: TokenStream) -> (TokenStream, TokenStream) {
    let is_punct = |token: &TokenTree, wanted| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let attributes = tokens
        .chunks_exact(3)
        .take_while(|token| {
            is_punct(&token[0], '#')
                && is_punct(&token[1], '!')
                && matches!(token[2], TokenTree::Group(_))
        })
        .count();
    let mut tokens = tokens.into_iter();
    let inner_attributes = tokens.by_ref().take(attributes * 3).collect();
    (inner_attributes, tokens.collect())
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attributes);
        self.visibility.to_tokens(tokens);
        self.signature.to_tokens(tokens);
        match &self.body {
            Body::Block(block) => block.to_tokens(tokens),
            Body::Absent(semicolon) => semicolon.to_tokens(tokens),
        }
    }
}
