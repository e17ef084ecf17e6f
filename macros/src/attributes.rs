//! Which attribute of an author's function goes on the function that callers see, and which goes with the body?

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::token::{Bracket, Paren};
use syn::{AttrStyle, Attribute, Ident, MacroDelimiter, Meta, MetaList, Path, Token};

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
pub(crate) fn sort(attributes: &[Attribute], name: &Ident, standing: Standing) -> Sorted {
    let mut sorted = Sorted::default();
    for attribute in attributes {
        match conditional(attribute) {
            Some((condition, attributes)) => {
                let wrap = |attribute: Attribute| {
                    let meta = attribute.meta;
                    list(word("cfg_attr"), quote!(#condition, #meta))
                };
                let inside = sort(&attributes, name, standing);
                sorted.shell.extend(inside.shell.into_iter().map(wrap));
                sorted.body.extend(inside.body.into_iter().map(wrap));
            }
            None => sorted.sort_one(attribute, name, standing),
        }
    }
    sorted
}

impl Sorted {
    fn sort_one(&mut self, attribute: &Attribute, name: &Ident, standing: Standing) {
        let last_segment = attribute.path().segments.last();
        let path = last_segment.map_or_else(String::new, |segment| segment.ident.to_string());
        match path.as_str() {
            // What the compiler makes of the code, of both.
            "inline" | "cold" | "track_caller" | "target_feature" => {
                self.shell.push(attribute.clone());
                self.body.push(attribute.clone());
            }
            // It shows arguments and result, as the author declared them.
            "instrument" => self.body.push(named(attribute, name)),
            "expect" if standing == Standing::Beside => {
                let mut allow = attribute.clone();
                if let Meta::List(list) = &mut allow.meta {
                    list.path = word("allow");
                }
                self.shell.push(allow);
                self.body.push(attribute.clone());
            }
            _ => {
                if standing == Standing::Beside && (is_level(attribute) || is_condition(attribute))
                {
                    self.body.push(attribute.clone());
                }
                self.shell.push(attribute.clone());
            }
        }
    }
}

/// The condition of a `#[cfg_attr]`, and what it adds.
fn conditional(attribute: &Attribute) -> Option<(Meta, Vec<Attribute>)> {
    if !attribute.path().is_ident("cfg_attr") {
        return None;
    }
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    let mut metas = attribute.parse_args_with(parser).ok()?.into_iter();
    let condition = metas.next()?;
    let attributes = metas.map(|meta| Attribute {
        meta,
        ..attribute.clone()
    });
    Some((condition, attributes.collect()))
}

/// Has tracing's span keep the name of the function, should the author not have named it.
fn named(attribute: &Attribute, name: &Ident) -> Attribute {
    let name = name.to_string();
    let arguments = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => quote!(),
    };
    let mut tokens = arguments.clone().into_iter();
    let has_name = match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Literal(_)), _) => true,
        _ => arguments
            .clone()
            .into_iter()
            .any(|token| matches!(token, TokenTree::Ident(word) if word == "name")),
    };
    if has_name {
        attribute.clone()
    } else if arguments.is_empty() {
        list(attribute.path().clone(), quote!(name = #name))
    } else {
        list(attribute.path().clone(), quote!(name = #name, #arguments))
    }
}

/// `#[allow(..)]`
pub(crate) fn allow(lints: TokenStream) -> Attribute {
    list(word("allow"), lints)
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

/// Whether it sets lint levels; a `#[cfg_attr]` on a parameter is taken for one.
pub(crate) fn is_level(attribute: &Attribute) -> bool {
    ["allow", "expect", "warn", "deny", "forbid", "cfg_attr"]
        .iter()
        .any(|level| attribute.path().is_ident(level))
}
