//! A function: attributes, visibility and signature are parsed; the body stays tokens.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{
    AttrStyle, Attribute, Error, GenericParam, Generics, Result, Signature, Token, Visibility,
};

pub(crate) struct Function {
    /// All attributes, also those at the top of the body, where they mean the same.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    /// The braces and the statements between them.
    Block(Group),
    /// The semicolon of a method that a trait only declares.
    Absent(Token![;]),
}

impl Function {
    pub(crate) fn parse(mut tokens: Vec<TokenTree>) -> Result<Self> {
        let Some((inner, body)) = tokens.pop().as_ref().and_then(body) else {
            return Err(Error::new(
                Span::call_site(),
                "expected the function's body",
            ));
        };
        let head = |input: ParseStream<'_>| {
            Ok(Self {
                attributes: input.call(Attribute::parse_outer)?,
                visibility: input.parse()?,
                signature: input.parse()?,
                body,
            })
        };
        let mut function = head.parse2(tokens.into_iter().collect())?;
        check_order(&function.signature.generics)?;
        function.attributes.extend(inner);
        Ok(function)
    }
}

/// Rejects lifetimes after other generic parameters. syn would print the lifetimes first, which hides the mistake from
/// rustc.
pub(crate) fn check_order(generics: &Generics) -> Result<()> {
    let is_lifetime = |parameter: &GenericParam| matches!(parameter, GenericParam::Lifetime(_));
    let mut behind = generics
        .params
        .iter()
        .skip_while(|parameter| is_lifetime(parameter));
    match behind.find(|parameter| is_lifetime(parameter)) {
        Some(_) => Err(Error::new(Span::call_site(), "lifetimes come first")),
        None => Ok(()),
    }
}

/// The body, which is the function's last token, and the attributes at the top of the body.
fn body(last: &TokenTree) -> Option<(Vec<Attribute>, Body)> {
    match last {
        TokenTree::Punct(punct) if punct.as_char() == ';' => {
            Some((Vec::new(), Body::Absent(Token![;](punct.span()))))
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(block(group)),
        _ => None,
    }
}

fn block(braces: &Group) -> (Vec<Attribute>, Body) {
    let (inner, statements) = split_inner_attributes(braces.stream());
    match Attribute::parse_inner.parse2(inner) {
        Ok(mut attributes) if !attributes.is_empty() => {
            for attribute in &mut attributes {
                attribute.style = AttrStyle::Outer;
            }
            (
                attributes,
                Body::Block(in_braces(statements, braces.span())),
            )
        }
        // There are no attributes, or rustc reports the mistake in them.
        _ => (Vec::new(), Body::Block(braces.clone())),
    }
}

/// Statements in braces at this span.
pub(crate) fn in_braces(statements: TokenStream, span: Span) -> Group {
    let mut braces = Group::new(Delimiter::Brace, statements);
    braces.set_span(span);
    braces
}

impl Body {
    /// Braces with other statements in them, at the span of this body.
    pub(crate) fn replaced_by(&self, statements: TokenStream) -> Group {
        match self {
            Self::Block(braces) => in_braces(statements, braces.span()),
            Self::Absent(semicolon) => in_braces(statements, semicolon.spans[0]),
        }
    }
}

impl ToTokens for Body {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Block(braces) => braces.to_tokens(tokens),
            Self::Absent(semicolon) => semicolon.to_tokens(tokens),
        }
    }
}

/// Splits the attributes `#![..]` at the top from what follows.
pub(crate) fn split_inner_attributes(tokens: TokenStream) -> (TokenStream, TokenStream) {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut end = 0;
    while let [hash, bang, TokenTree::Group(_), ..] = &tokens[end..] {
        if !is_punct(hash, '#') || !is_punct(bang, '!') {
            break;
        }
        end += 3;
    }
    let rest = tokens.split_off(end);
    (tokens.into_iter().collect(), rest.into_iter().collect())
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}
