//! Attributes: how to read them and how to make them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::punctuated::Punctuated;
use syn::token::{Bracket, Paren};
use syn::{
    AttrStyle, Attribute, GenericParam, Generics, MacroDelimiter, Meta, MetaList, Path, Token,
};

/// An attribute, and the conditions of the `#[cfg_attr(condition, attribute)]`s around it.
pub(crate) struct Conditional {
    conditions: Vec<Meta>,
    pub(crate) attribute: Attribute,
}

impl Conditional {
    /// The attribute as it is printed, with its conditions around it.
    pub(crate) fn to_attribute(&self) -> Attribute {
        self.with(self.attribute.clone())
    }

    /// Another attribute on the same conditions.
    pub(crate) fn with(&self, attribute: Attribute) -> Attribute {
        self.conditions.iter().rfold(attribute, |inner, condition| {
            let meta = inner.meta;
            list(word("cfg_attr"), quote!(#condition, #meta))
        })
    }
}

/// Splits every `#[cfg_attr(condition, first, second)]` into its parts. All other attributes stay as they are.
pub(crate) fn flatten(attributes: &[Attribute]) -> Vec<Conditional> {
    let mut flat = Vec::new();
    for attribute in attributes {
        flatten_into(&mut flat, &[], attribute);
    }
    flat
}

fn flatten_into(flat: &mut Vec<Conditional>, conditions: &[Meta], attribute: &Attribute) {
    let inside = attribute
        .path()
        .is_ident("cfg_attr")
        .then(|| metas(attribute));
    match inside.flatten().as_deref() {
        Some([condition, inside @ ..]) if !inside.is_empty() => {
            let conditions = [conditions, std::slice::from_ref(condition)].concat();
            for meta in inside {
                flatten_into(flat, &conditions, &new(meta.clone()));
            }
        }
        _ => flat.push(Conditional {
            conditions: conditions.to_vec(),
            attribute: attribute.clone(),
        }),
    }
}

/// The comma-separated contents of an attribute's parentheses, if they can be parsed.
pub(crate) fn metas(attribute: &Attribute) -> Option<Vec<Meta>> {
    let list = attribute.meta.require_list().ok()?;
    let metas = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    Some(metas.ok()?.into_iter().collect())
}

/// The path of an attribute, or of the attribute inside its `unsafe(..)`.
pub(crate) fn path(attribute: &Attribute) -> Path {
    let inside = attribute
        .path()
        .is_ident("unsafe")
        .then(|| metas(attribute));
    match inside.flatten().as_deref() {
        Some([meta]) => meta.path().clone(),
        _ => attribute.path().clone(),
    }
}

/// The name of an attribute, without the path in front of it.
pub(crate) fn name(attribute: &Attribute) -> String {
    let path = path(attribute);
    let last = path.segments.last();
    last.map_or_else(String::new, |last| last.ident.to_string())
}

/// Whether an attribute has this name, or becomes such an attribute on a condition.
pub(crate) fn may_be(attribute: &Attribute, name: &str) -> bool {
    let flat = flatten(std::slice::from_ref(attribute));
    flat.iter().any(|part| part.attribute.path().is_ident(name))
}

/// Whether it is a `#[cfg]`, or becomes one.
pub(crate) fn is_condition(attribute: &Attribute) -> bool {
    may_be(attribute, "cfg")
}

/// Whether it sets the levels of lints.
pub(crate) fn is_lint_level(attribute: &Attribute) -> bool {
    let levels = ["allow", "expect", "warn", "deny", "forbid"];
    levels.iter().any(|level| attribute.path().is_ident(level))
}

/// The first condition on a generic parameter.
pub(crate) fn condition_of_generic(generics: &Generics) -> Option<&Attribute> {
    let mut attributes = generics.params.iter().flat_map(attributes_of_generic);
    attributes.find(|attribute| is_condition(attribute))
}

fn attributes_of_generic(parameter: &GenericParam) -> &[Attribute] {
    match parameter {
        GenericParam::Lifetime(lifetime) => &lifetime.attrs,
        GenericParam::Type(ty) => &ty.attrs,
        GenericParam::Const(constant) => &constant.attrs,
    }
}

/// `#[allow(..)]`
pub(crate) fn allow(lints: TokenStream) -> Attribute {
    list(word("allow"), lints)
}

/// `#[allow(..)]` for lints of clippy. Only clippy sees the attribute, since rustc would spend time on each lint.
pub(crate) fn allow_for_clippy(lints: &[&str]) -> Attribute {
    let lints = lints.iter().map(|lint| Ident::new(lint, Span::call_site()));
    list(word("cfg_attr"), quote!(clippy, allow(#(clippy::#lints),*)))
}

/// `#[doc(hidden)]`
pub(crate) fn doc_hidden() -> Attribute {
    list(word("doc"), quote!(hidden))
}

/// `#[track_caller]`
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

fn word(name: &str) -> Path {
    Ident::new(name, Span::call_site()).into()
}
