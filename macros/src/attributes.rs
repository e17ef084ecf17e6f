//! Which attribute of an author's function goes on the function that callers see, and which goes with the body?

use std::mem;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::ParseStream;
use syn::token::{Bracket, Paren};
use syn::{
    AttrStyle, Attribute, GenericParam, Generics, Ident, MacroDelimiter, Meta, MetaList, Path,
    Token, parse_quote,
};

/// Takes some of the attributes out.
pub(crate) fn take(
    attributes: &mut Vec<Attribute>,
    is_taken: fn(&Attribute) -> bool,
) -> Vec<Attribute> {
    let (taken, others) = mem::take(attributes).into_iter().partition(is_taken);
    *attributes = others;
    taken
}

/// An author's attributes, sorted for two functions.
#[derive(Default)]
pub(crate) struct Sorted {
    /// For the function that callers see.
    pub(crate) shell: Vec<Attribute>,
    /// For the function that holds the body.
    pub(crate) body: Vec<Attribute>,
}

/// Where the function with the body is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Standing {
    /// Inside the other one, and so under its conditions and lint levels.
    Inside,
    Beside,
}

/// Sorts the attributes of the function with this name.
pub(crate) fn sort(attributes: Vec<Attribute>, name: &Ident, standing: Standing) -> Sorted {
    let mut sorted = Sorted::default();
    for attribute in attributes {
        match conditional(&attribute) {
            Some((condition, attributes)) => {
                let inside = sort(attributes, name, standing);
                for attribute in &inside.shell {
                    sorted.shell.push(on_condition(&condition, attribute));
                }
                for attribute in &inside.body {
                    sorted.body.push(on_condition(&condition, attribute));
                }
            }
            None => sorted.sort_one(attribute, name, standing),
        }
    }
    sorted
}

impl Sorted {
    fn sort_one(&mut self, mut attribute: Attribute, name: &Ident, standing: Standing) {
        let last_segment = attribute.path().segments.last();
        let path = last_segment.map_or_else(String::new, |segment| segment.ident.to_string());
        match path.as_str() {
            // What the compiler makes of the code, of both.
            "inline" | "cold" | "track_caller" | "target_feature" => {
                self.body.push(again(&attribute));
                self.shell.push(attribute);
            }
            // It shows arguments and result, as the author declared them.
            "instrument" => self.body.push(named(attribute, name)),
            "expect" if standing == Standing::Beside => {
                let expected = again(&attribute);
                allow_expected(&mut attribute);
                self.body.push(if expects_one_of(&expected, &OF_CALLERS) {
                    again(&attribute)
                } else {
                    expected
                });
                self.shell.push(attribute);
            }
            "expect" if expects_one_of(&attribute, &["needless_pass_by_value"]) => {
                allow_expected(&mut attribute);
                self.shell.push(attribute);
            }
            _ => {
                let is_for_both = is_level(&attribute) || is_condition(&attribute);
                if standing == Standing::Beside && is_for_both {
                    self.body.push(again(&attribute));
                }
                self.shell.push(attribute);
            }
        }
    }
}

/// Lints that look at what callers see, or that the body is not asked for. Which of the two functions they would be
/// about is not to be known here, and to expect them of both would be wrong of one.
const OF_CALLERS: [&str; 8] = [
    "dead_code",
    "missing_docs",
    "missing_errors_doc",
    "missing_panics_doc",
    "missing_safety_doc",
    "must_use_candidate",
    "needless_pass_by_value",
    "non_snake_case",
];

/// Whether an `#[expect]` names one of these lints.
fn expects_one_of(attribute: &Attribute, lints: &[&str]) -> bool {
    let metas = metas(attribute).unwrap_or_default();
    metas.iter().any(|meta| {
        let name = meta.path().segments.last();
        name.is_some_and(|name| lints.contains(&name.ident.to_string().as_str()))
    })
}

/// `#[allow(..)]` in the place of `#[expect(..)]`
fn allow_expected(attribute: &mut Attribute) {
    if let Meta::List(list) = &mut attribute.meta {
        list.path = word("allow");
    }
}

/// The same attribute for a second function: few are parsed again, while syn's copies would be compiled for all of
/// Rust.
fn again(attribute: &Attribute) -> Attribute {
    parse_quote!(#attribute)
}

/// The condition of a `#[cfg_attr]`, and what it adds.
fn conditional(attribute: &Attribute) -> Option<(Meta, Vec<Attribute>)> {
    if !attribute.path().is_ident("cfg_attr") {
        return None;
    }
    let mut metas = metas(attribute)?.into_iter();
    let condition = metas.next()?;
    Some((condition, metas.map(new).collect()))
}

/// What stands between an attribute's parentheses, with commas between, if it is as it should be.
pub(crate) fn metas(attribute: &Attribute) -> Option<Vec<Meta>> {
    let parser = |input: ParseStream<'_>| {
        let mut metas = Vec::new();
        while !input.is_empty() {
            metas.push(input.parse()?);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(metas)
    };
    let list = attribute.meta.require_list().ok()?;
    list.parse_args_with(parser).ok()
}

fn on_condition(condition: &Meta, attribute: &Attribute) -> Attribute {
    let meta = &attribute.meta;
    list(word("cfg_attr"), quote!(#condition, #meta))
}

/// Has tracing's span keep the name of the function, should the author not have named it.
fn named(attribute: Attribute, name: &Ident) -> Attribute {
    let name = name.to_string();
    let arguments = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => quote!(),
    };
    let first = arguments.clone().into_iter().next();
    let mut has_name = matches!(first, Some(TokenTree::Literal(_)));
    for token in arguments.clone() {
        has_name |= matches!(token, TokenTree::Ident(word) if word == "name");
    }
    if has_name {
        return attribute;
    }
    let path = match attribute.meta {
        Meta::Path(path) => path,
        Meta::List(list) => list.path,
        Meta::NameValue(meta) => meta.path,
    };
    if arguments.is_empty() {
        list(path, quote!(name = #name))
    } else {
        list(path, quote!(name = #name, #arguments))
    }
}

/// `#[allow(..)]`
pub(crate) fn allow(lints: TokenStream) -> Attribute {
    list(word("allow"), lints)
}

/// The same for lints that only clippy has: the compiler would look for each of them, which takes it long.
pub(crate) fn allow_for_clippy(lints: &TokenStream) -> Attribute {
    list(word("cfg_attr"), quote!(clippy, allow(#lints)))
}

/// For what uses a deprecated item on its callers' behalf, who are told themselves.
pub(crate) fn allow_deprecated() -> Attribute {
    allow(quote!(deprecated))
}

/// For a parameter that is there for the option `on` alone.
pub(crate) fn allow_unused() -> Attribute {
    allow(quote!(unused_variables))
}

pub(crate) fn track_caller() -> Attribute {
    new(Meta::Path(word("track_caller")))
}

fn list(path: Path, tokens: TokenStream) -> Attribute {
    let delimiter = MacroDelimiter::Paren(Paren::default());
    new(Meta::List(MetaList {
        path,
        delimiter,
        tokens,
    }))
}

fn new(meta: Meta) -> Attribute {
    Attribute {
        pound_token: <Token![#]>::default(),
        style: AttrStyle::Outer,
        bracket_token: Bracket::default(),
        meta,
    }
}

fn word(name: &str) -> Path {
    Ident::new(name, Span::call_site()).into()
}

/// The `#[cfg]`s among these.
pub(crate) fn conditions(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| is_condition(attribute))
}

pub(crate) fn is_condition(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
}

/// Whether what it stands on may not be there.
pub(crate) fn may_remove(attribute: &Attribute) -> bool {
    is_condition(attribute) || attribute.path().is_ident("cfg_attr")
}

/// The first condition that stands on a generic parameter.
pub(crate) fn condition_of_generic(generics: &Generics) -> Option<&Attribute> {
    generics.params.iter().find_map(|parameter| {
        let attributes = match parameter {
            GenericParam::Lifetime(lifetime) => &lifetime.attrs,
            GenericParam::Type(ty) => &ty.attrs,
            GenericParam::Const(constant) => &constant.attrs,
        };
        attributes.iter().find(|attribute| may_remove(attribute))
    })
}

/// Whether it deprecates what it stands on, at least on a condition.
pub(crate) fn is_deprecated(attribute: &Attribute) -> bool {
    match conditional(attribute) {
        Some((_, attributes)) => attributes.iter().any(is_deprecated),
        None => attribute.path().is_ident("deprecated"),
    }
}

/// Whether it sets lint levels; a `#[cfg_attr]` on a parameter is taken for one.
pub(crate) fn is_level(attribute: &Attribute) -> bool {
    ["allow", "expect", "warn", "deny", "forbid", "cfg_attr"]
        .iter()
        .any(|level| attribute.path().is_ident(level))
}
