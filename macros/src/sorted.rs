//! Which attribute of an author's function goes on the function that callers see, and which goes with the body?

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Ident, Meta, PathSegment, parse_quote};

use crate::attributes;
use crate::lints;

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
    /// It is the author's own, and these are for what is generated beside it.
    Apart,
}

/// Sorts the attributes of the function with this name.
pub(crate) fn sort(attributes: Vec<Attribute>, name: &Ident, standing: Standing) -> Sorted {
    let mut sorted = Sorted::default();
    for attribute in attributes {
        match attributes::conditional(&attribute) {
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
    fn sort_one(&mut self, attribute: Attribute, name: &Ident, standing: Standing) {
        let segments = &attribute.path().segments;
        let last = text(segments.last());
        match last.as_str() {
            // What the compiler makes of the code, of both.
            "inline" | "cold" | "track_caller" | "target_feature" | "link_section" => {
                self.for_both(attribute);
            }
            "unsafe" if is_link_section(&attribute) => self.for_both(attribute),
            // It shows arguments and result, as the author declared them.
            "instrument" => self.body.push(named(attribute, name)),
            "expect" => self.sort_expected(attribute, standing),
            "deprecated" => {
                self.shell.push(attribute);
                if standing != Standing::Inside {
                    // It may use itself.
                    self.body.push(attributes::allow_deprecated());
                }
            }
            _ => {
                let is_for_both = attributes::is_level(&attribute)
                    || attributes::is_condition(&attribute)
                    || text(attribute.path().segments.first()) == "clippy";
                if standing != Standing::Inside && is_for_both {
                    self.for_both(attribute);
                } else {
                    self.shell.push(attribute);
                }
            }
        }
    }

    fn for_both(&mut self, attribute: Attribute) {
        self.body.push(again(&attribute));
        self.shell.push(attribute);
    }

    fn sort_expected(&mut self, mut attribute: Attribute, standing: Standing) {
        let is_allowed = names(&attribute, lints::allows);
        match standing {
            Standing::Inside if !is_allowed => self.shell.push(attribute),
            Standing::Beside if !is_allowed && !names(&attribute, is_of_callers) => {
                self.body.push(again(&attribute));
                allow_expected(&mut attribute);
                self.shell.push(attribute);
            }
            _ => {
                allow_expected(&mut attribute);
                self.for_both(attribute);
            }
        }
    }
}

fn text(segment: Option<&PathSegment>) -> String {
    segment.map_or_else(String::new, |segment| segment.ident.to_string())
}

/// Whether it lets a type be more private than a function that takes it.
pub(crate) fn makes_interface_private(attribute: &Attribute) -> bool {
    attribute.path().is_ident("allow") && names(attribute, |lint| lint == "private_interfaces")
}

/// As `#[unsafe(link_section = "..")]`.
fn is_link_section(attribute: &Attribute) -> bool {
    match attributes::metas(attribute).as_deref() {
        Some([meta]) => meta.path().is_ident("link_section"),
        _ => false,
    }
}

/// Lints that look at what callers see. Which of the two functions they would be about is not to be known here, and to
/// expect them of both would be wrong of one.
const OF_CALLERS: [&str; 10] = [
    "dead_code",
    "double_must_use",
    "missing_docs",
    "missing_errors_doc",
    "missing_panics_doc",
    "missing_safety_doc",
    "must_use_candidate",
    "new_ret_no_self",
    "non_snake_case",
    "wrong_self_convention",
];

fn is_of_callers(lint: &str) -> bool {
    OF_CALLERS.contains(&lint)
}

/// Whether an attribute that sets levels names such a lint.
fn names(attribute: &Attribute, is_such: fn(&str) -> bool) -> bool {
    let metas = attributes::metas(attribute).unwrap_or_default();
    metas.iter().any(|meta| {
        let name = meta.path().segments.last();
        name.is_some_and(|name| is_such(&name.ident.to_string()))
    })
}

/// `#[allow(..)]` in the place of `#[expect(..)]`
fn allow_expected(attribute: &mut Attribute) {
    if let Meta::List(list) = &mut attribute.meta {
        list.path = attributes::word("allow");
    }
}

/// The same attribute for a second function: few are parsed again, while syn's copies would be compiled for all of
/// Rust.
fn again(attribute: &Attribute) -> Attribute {
    parse_quote!(#attribute)
}

fn on_condition(condition: &Meta, attribute: &Attribute) -> Attribute {
    let meta = &attribute.meta;
    attributes::list(attributes::word("cfg_attr"), quote!(#condition, #meta))
}

/// Has tracing's span keep the name of the function, should the author not have named it.
fn named(attribute: Attribute, name: &Ident) -> Attribute {
    let name = name.to_string();
    let arguments = match &attribute.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => quote!(),
    };
    if has_name(arguments.clone()) {
        return attribute;
    }
    let path = match attribute.meta {
        Meta::Path(path) => path,
        Meta::List(list) => list.path,
        Meta::NameValue(meta) => meta.path,
    };
    if arguments.is_empty() {
        attributes::list(path, quote!(name = #name))
    } else {
        attributes::list(path, quote!(name = #name, #arguments))
    }
}

/// Whether there is a `name = ".."`, or a literal in its place.
fn has_name(arguments: TokenStream) -> bool {
    let mut tokens = arguments.into_iter().peekable();
    let mut begins = true;
    while let Some(token) = tokens.next() {
        let is_name = match &token {
            TokenTree::Literal(_) => begins,
            TokenTree::Ident(word) => {
                let is_key =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '=');
                begins && is_key && word == "name"
            }
            TokenTree::Group(_) | TokenTree::Punct(_) => false,
        };
        if is_name {
            return true;
        }
        begins = matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    }
    false
}
