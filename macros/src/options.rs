//! What may stand between the attribute's parentheses?

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Error, Expr, Ident, Path, Result, Token, parse_quote};

use crate::place;

const KNOWN: &str =
    "the options are `boxed`, `on = runtime` and `crate = path`, and in a trait `as = Name`";

/// The options of `#[accepts_awaitable(..)]`; each is at its default where it was not given or is wrong.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// As they were given.
    tokens: TokenStream,
    /// `boxed`: whether coroutines lose their type before they are spawned.
    pub(crate) boxed: bool,
    /// `as = Name`: what callers use in the place of a trait or of its method.
    pub(crate) alias: Option<Ident>,
    /// `on = expression`: what to enter before a coroutine is spawned.
    pub(crate) on: Option<TokenStream>,
    /// `crate = path`: where the runtime crate is found.
    pub(crate) path: Option<TokenStream>,
}

impl Options {
    /// Reads as many options as make sense and reports the others in `errors`.
    pub(crate) fn parse(tokens: TokenStream, errors: &mut Vec<Error>) -> Self {
        let mut options = Self {
            tokens: tokens.clone(),
            ..Self::default()
        };
        if is_behind_equals_sign(&tokens) {
            return options;
        }
        let parser = |input: ParseStream<'_>| {
            while !input.is_empty() {
                if let Err(error) = options.parse_one(input) {
                    errors.push(error);
                    skip_to_comma(input)?;
                }
                if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                    return Err(input.error("expected `,` between two options"));
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            errors.push(error);
        }
        options
    }

    fn parse_one(&mut self, input: ParseStream<'_>) -> Result<()> {
        let name = input
            .call(Ident::parse_any)
            .map_err(|error| Error::new(error.span(), format!("expected an option: {KNOWN}")))?;
        match name.to_string().as_str() {
            "boxed" if self.boxed => Err(given_twice(&name)),
            "boxed" if input.peek(Token![=]) => Err(Error::new(
                name.span(),
                "the option `boxed` takes no value: write `boxed`, or leave it out",
            )),
            "boxed" => {
                self.boxed = true;
                Ok(())
            }
            "as" => {
                let expected = "a name: `as = SchedulerExt`";
                set(&mut self.alias, &name, input, expected, only_name)
            }
            "on" => {
                let expected = "a runtime: `on = self.handle`";
                set(&mut self.on, &name, input, expected, expression)
            }
            "crate" => {
                let expected = "a path: `crate = framework::ensure_future`";
                set(&mut self.path, &name, input, expected, path)
            }
            unknown => Err(Error::new(
                name.span(),
                format!("unknown option `{unknown}`: {KNOWN}"),
            )),
        }
    }

    /// These options, where they are given, and otherwise those of the block that the function stands in.
    pub(crate) fn within(self, block: &Self) -> Self {
        Self {
            tokens: self.tokens,
            boxed: self.boxed || block.boxed,
            alias: self.alias,
            on: self.on.or_else(|| block.on.clone()),
            path: self.path.or_else(|| block.path.clone()),
        }
    }

    /// The attribute that gives the same options.
    pub(crate) fn to_attribute(&self) -> Attribute {
        let runtime = self.runtime_crate(Span::mixed_site());
        let tokens = &self.tokens;
        parse_quote!(#[#runtime::accepts_awaitable(#tokens)])
    }

    /// The trait `Awaitable`. Behind a path of the author's, rustc says there that it is missing.
    pub(crate) fn awaitable(&self, span: Span) -> TokenStream {
        let runtime = self.runtime_crate(span);
        let at = self.path.as_ref().map_or(span, |path| place::ends(path)[1]);
        let name = Ident::new("Awaitable", at);
        quote_spanned!(span=> #runtime::#name)
    }

    /// What turns an awaitable into the task.
    pub(crate) fn ensure(&self, span: Span) -> TokenStream {
        let awaitable = self.awaitable(span);
        let method = if self.boxed { "ensure_boxed" } else { "ensure" };
        let method = Ident::new(method, span);
        if self.path.is_none() {
            quote_spanned!(span=> #awaitable::#method)
        } else {
            // In the same words as in a signature, so that what is wrong with the path is said once.
            quote_spanned!(span=> <_ as #awaitable<_, _>>::#method)
        }
    }

    /// The path under which generated code finds the runtime crate.
    pub(crate) fn runtime_crate(&self, span: Span) -> TokenStream {
        if let Some(path) = &self.path {
            path.clone()
        } else {
            quote_spanned!(span=> ::ensure_future)
        }
    }
}

/// Whether this is `#[accepts_awaitable = "boxed"]`, which rustc refuses, and hands over all the same.
fn is_behind_equals_sign(tokens: &TokenStream) -> bool {
    let Some(TokenTree::Literal(_)) = tokens.clone().into_iter().next() else {
        return false;
    };
    let attribute = Span::call_site().source_text().unwrap_or_default();
    let mut marks = attribute.bytes().filter(|byte| b"=(\"".contains(byte));
    marks.next() == Some(b'=')
}

/// A name that is not the beginning of a path.
fn only_name(input: ParseStream<'_>) -> Result<Ident> {
    let name = input.parse()?;
    if input.peek(Token![::]) {
        return Err(input.error("a path"));
    }
    Ok(name)
}

fn expression(input: ParseStream<'_>) -> Result<TokenStream> {
    Ok(Expr::parse(input)?.into_token_stream())
}

fn path(input: ParseStream<'_>) -> Result<TokenStream> {
    Ok(Path::parse_mod_style(input)?.into_token_stream())
}

/// Reads the value of an option.
fn set<V>(
    option: &mut Option<V>,
    name: &Ident,
    input: ParseStream<'_>,
    expected: &str,
    parse: fn(ParseStream<'_>) -> Result<V>,
) -> Result<()> {
    let mut at = name.span();
    if input.parse::<Option<Token![=]>>()?.is_some() {
        at = input.span();
        if let Ok(value) = parse(input) {
            if option.is_some() {
                return Err(given_twice(name));
            }
            *option = Some(value);
            return Ok(());
        }
    }
    let message = format!("the option `{name}` takes {expected}");
    Err(Error::new(at, message))
}

fn given_twice(name: &Ident) -> Error {
    Error::new(
        name.span(),
        format!("the option `{name}` is given twice: keep one"),
    )
}

fn skip_to_comma(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
