//! What is an attribute for, and how is one made?

use std::mem;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::ParseStream;
use syn::token::{Bracket, Paren};
use syn::{
    AttrStyle, Attribute, GenericParam, Generics, Ident, MacroDelimiter, Meta, MetaList, Path,
    Token,
};

/// Takes some of the attributes out.
pub(crate) fn take(
    attributes: &mut Vec<Attribute>,
    is_taken: fn(&Attribute) -> bool,
) -> Vec<Attribute> {
    let mut taken = Vec::new();
    for attribute in mem::take(attributes) {
        if is_taken(&attribute) {
            taken.push(attribute);
        } else {
            attributes.push(attribute);
        }
    }
    taken
}

/// The condition of a `#[cfg_attr]`, and what it adds.
pub(crate) fn conditional(attribute: &Attribute) -> Option<(Meta, Vec<Attribute>)> {
    if !attribute.path().is_ident("cfg_attr") {
        return None;
    }
    let mut metas = metas(attribute)?.into_iter();
    let condition = metas.next()?;
    let mut attributes = Vec::new();
    for meta in metas {
        attributes.push(new(meta));
    }
    Some((condition, attributes))
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

/// `#[allow(..)]`
pub(crate) fn allow(lints: TokenStream) -> Attribute {
    list(word("allow"), lints)
}

/// The same for lints that only clippy has: the compiler would look for each of them, which takes it long.
pub(crate) fn allow_for_clippy(lints: &[&str]) -> Attribute {
    let lints = lints.iter().map(|lint| Ident::new(lint, Span::call_site()));
    list(word("cfg_attr"), quote!(clippy, allow(#(clippy::#lints),*)))
}

/// For what uses a deprecated item on its callers' behalf, who are told themselves.
pub(crate) fn allow_deprecated() -> Attribute {
    allow(quote!(deprecated))
}

/// For a parameter that is there for the option `on` alone.
pub(crate) fn allow_unused() -> Attribute {
    allow(quote!(unused_variables))
}

/// For what is not part of the documentation, not even of that of private items.
pub(crate) fn doc_hidden() -> Attribute {
    list(word("doc"), quote!(hidden))
}

pub(crate) fn track_caller() -> Attribute {
    new(Meta::Path(word("track_caller")))
}

pub(crate) fn list(path: Path, tokens: TokenStream) -> Attribute {
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

pub(crate) fn word(name: &str) -> Path {
    Ident::new(name, Span::call_site()).into()
}

/// The `#[cfg]`s among these.
pub(crate) fn conditions(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| is_condition(attribute))
}

/// Whether it is a `#[cfg]`, or becomes one.
pub(crate) fn is_condition(attribute: &Attribute) -> bool {
    match conditional(attribute) {
        Some((_, attributes)) => attributes.iter().any(is_condition),
        None => attribute.path().is_ident("cfg"),
    }
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
    let levels = ["allow", "expect", "warn", "deny", "forbid", "cfg_attr"];
    let is_named = levels.iter().any(|level| attribute.path().is_ident(level));
    is_named && !is_condition(attribute)
}
