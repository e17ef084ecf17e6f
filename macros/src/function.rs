//! What is in a function? Attributes, visibility and signature are parsed; the body stays tokens.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt};
use syn::parse::{ParseStream, Parser};
use syn::{
    AttrStyle, Attribute, Error, GenericParam, Generics, Result, Signature, Token, Visibility,
};

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
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Block(Group),
    /// A method that a trait only declares.
    Absent(Token![;]),
}

impl Function {
    /// Has syn parse all but the body.
    pub(crate) fn parse(mut tokens: Vec<TokenTree>) -> Result<Self> {
        let body = tokens.pop().and_then(|last| match last {
            TokenTree::Punct(punct) if punct.as_char() == ';' => {
                Some(Body::Absent(Token![;](punct.span())))
            }
            last => block(&last).map(Body::Block),
        });
        let Some(body) = body else {
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
        let function = head.parse2(tokens.into_iter().collect())?;
        check_order(&function.signature.generics)?;
        Ok(function)
    }
}

/// What is out of order is taken for unfinished: syn would print lifetimes first, and rustc see no mistake.
pub(crate) fn check_order(generics: &Generics) -> Result<()> {
    let mut is_behind = false;
    for parameter in &generics.params {
        let is_lifetime = matches!(parameter, GenericParam::Lifetime(_));
        if is_lifetime && is_behind {
            return Err(Error::new(Span::call_site(), "lifetimes come first"));
        }
        is_behind = !is_lifetime;
    }
    Ok(())
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

impl Function {
    /// The braces of the body, and what is in them.
    pub(crate) fn block(&self) -> Option<&Group> {
        match &self.body {
            Body::Block(block) => Some(block),
            Body::Absent(_) => None,
        }
    }

    /// Whether the body's first statement is an item.
    pub(crate) fn begins_with_item(&self) -> bool {
        let Some(block) = self.block() else {
            return false;
        };
        for token in block.stream() {
            if let TokenTree::Ident(word) = token {
                return ITEMS.contains(&word.to_string().as_str());
            }
        }
        false
    }

    /// Moves the attributes that stand inside the body in front of the function, where they mean the same. What is
    /// wrong with them, rustc says where they are.
    pub(crate) fn move_inner_attributes(&mut self) {
        let Some(block) = self.block() else {
            return;
        };
        let (inner, statements) = split_inner_attributes(block.stream());
        let Ok(inner) = Attribute::parse_inner.parse2(inner) else {
            return;
        };
        if inner.is_empty() {
            return;
        }
        for mut attribute in inner {
            attribute.style = AttrStyle::Outer;
            self.attributes.push(attribute);
        }
        self.body.set(statements);
    }

    /// Puts statements at the top of the body.
    pub(crate) fn prepend(&mut self, statements: TokenStream) {
        if let Some(block) = self.block() {
            let mut stream = statements;
            stream.extend(block.stream());
            self.body.set(stream);
        }
    }
}

impl Body {
    /// Puts other statements into the braces, or where there are none.
    pub(crate) fn set(&mut self, statements: TokenStream) {
        let mut block = Group::new(Delimiter::Brace, statements);
        block.set_span(match self {
            Self::Block(block) => block.span(),
            Self::Absent(semicolon) => semicolon.spans[0],
        });
        *self = Self::Block(block);
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

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.attributes);
        self.visibility.to_tokens(tokens);
        self.signature.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

impl ToTokens for Body {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Block(block) => block.to_tokens(tokens),
            Self::Absent(semicolon) => semicolon.to_tokens(tokens),
        }
    }
}
