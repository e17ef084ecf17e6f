//! The options in the attribute's parentheses.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Error, Expr, Ident, Path, Result, Token};

use super::nesting;

const KNOWN: &str = "the options are `boxed`, `method`, `no_docs`, `on = spawner` and `crate = path`, and in a trait `as = Name`";

/// The options of `#[accepts_awaitable(..)]`. An option that was not given or is wrong has its default.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// All options, as they were given.
    pub(crate) tokens: TokenStream,
    /// `boxed`: whether coroutines are boxed before they are spawned.
    pub(crate) boxed: Option<Ident>,
    /// `method`: the function has the attribute by itself, and uses generic parameters of the `impl` or `trait` around
    /// it.
    pub(crate) method: Option<Ident>,
    /// `no_docs`: whether the documentation leaves out what callers pass.
    pub(crate) no_docs: Option<Ident>,
    /// `as = Name`: the name that callers use for a trait or its method.
    pub(crate) alias: Option<Ident>,
    /// `on = expression`: the spawner for coroutines.
    pub(crate) on: Option<TokenStream>,
    /// Whether `on` was given for the block around the function.
    pub(crate) is_on_of_block: bool,
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
        if is_after_equals_sign(&tokens) {
            return options;
        }
        let parser = |input: ParseStream<'_>| {
            nesting::check(options.tokens.clone())?;
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
            "boxed" => set_word(&mut self.boxed, name, input),
            "method" => set_word(&mut self.method, name, input),
            "no_docs" => set_word(&mut self.no_docs, name, input),
            "as" => {
                let expected = "a name: `as = SchedulerExt`";
                set(&mut self.alias, &name, input, expected, only_name)
            }
            "on" => {
                let expected = "a spawner: `on = self.handle`";
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

    /// The options of a function in a block. All but `method` and `as` fall back to those of the block.
    pub(crate) fn within(self, block: &Self) -> Self {
        Self {
            boxed: self.boxed.or_else(|| block.boxed.clone()),
            no_docs: self.no_docs.or_else(|| block.no_docs.clone()),
            is_on_of_block: self.on.is_none(),
            on: self.on.or_else(|| block.on.clone()),
            path: self.path.or_else(|| block.path.clone()),
            ..self
        }
    }
}

/// Whether the attribute is `#[accepts_awaitable = "boxed"]`. rustc reports that and still expands the attribute.
fn is_after_equals_sign(tokens: &TokenStream) -> bool {
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

/// Sets an option that is a word by itself.
fn set_word(option: &mut Option<Ident>, name: Ident, input: ParseStream<'_>) -> Result<()> {
    if option.is_some() {
        return Err(given_twice(&name));
    }
    if input.peek(Token![=]) {
        let message =
            format!("the option `{name}` takes no value: write `{name}`, or leave it out");
        return Err(Error::new(name.span(), message));
    }
    *option = Some(name);
    Ok(())
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
